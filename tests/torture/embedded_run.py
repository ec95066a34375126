"""A run on the embedded log: one standalone, on a small disk of its own where mounting is permitted."""
import shutil
import subprocess
import time

from crowd import Crowd
from embedded_faults import Faults
from harness import wait_until
from world import World, copy_of, mount_small_disk

DISK_MEGABYTES = 3000


class Run:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.small_disk = mount_small_disk(folder / "disk", DISK_MEGABYTES)
        if not self.small_disk:
            print("torture: disk full is SKIPPED: mounting a tmpfs is not permitted here")
            (folder / "disk").mkdir(exist_ok=True)

    def __enter__(self):
        ledgers = self.folder / "ledgers"
        ledgers.mkdir()
        # World before crowd: the crowd must know the ports, the processes the mailbox.
        self.world = World(self.folder / "disk", {"one": "partitions: 3\ndrain_seconds: 1\n"})
        self.crowd = Crowd(self.world, ledgers, self.options.seed, rate=40)
        for one in self.world.victims:
            with open(one.settings, "a") as settings:
                settings.write(self.crowd.mailbox.settings)
        self.world.start()
        self.world.configure(Crowd.WORKSPACES, self.crowd.members.url)
        self.crowd.start()
        self.faults = Faults(self.world, self.crowd, self.options.seed, self.small_disk)
        return self

    def finish(self):
        """Quiet, then a restore from nothing; returns the oracle's words."""
        victim = self.world.victims[0]
        self.faults.up()
        self.crowd.stop_sending()
        self.quiet_at = self.world.quiet(Crowd.WORKSPACES)
        self.crowd.leave()
        states = [*self.faults.crashed_states, self.stopped_state("settled")]
        shutil.rmtree(victim.path / "data" / "state")
        victim.spawn()
        wait_until(victim.ready, "readiness after a restore from nothing")
        states.append(self.stopped_state("restored"))
        words = ["--data", str(victim.path / "data"), "--quiet-at", str(self.quiet_at)]
        words += [word for state in states for word in ("--state", str(state))]
        words += [word for ledger in self.crowd.ledgers() for word in ("--ledger", str(ledger))]
        for name in ("told", "calls", "scrapes"):
            words += [f"--{name}", str(self.crowd.notes[name].path)]
        return words

    def stopped_state(self, name):
        """The stores after a clean end."""
        victim = self.world.victims[0]
        code = victim.stop()
        assert code == 0, f"drained with {code}: {victim.log_text()[-2000:]}"
        return copy_of(victim.path / "data" / "state", self.folder / name)

    def __exit__(self, *_):
        self.world.close()
        time.sleep(0)
        if self.small_disk:
            kept = self.folder / "data"
            shutil.copytree(self.small_disk, kept, dirs_exist_ok=True)  # a failure is looked at after the disk is gone
            subprocess.run(["umount", self.small_disk], check=False)
