"""What is done to one process on the embedded log. Every fault counts itself when it has happened."""
import os
import random
import shutil
import signal
import subprocess
import time

from harness import wait_until
from world import copy_of, fill

# point -> how often it is passed in the first moments of a life, so that the nth time is met soon
STEPS = {"before_fence": 12, "after_fence": 12, "catching_up": 6, "before_append": 40, "after_append": 40, "after_ack": 40,
         "before_settle": 40, "mid_settle": 40, "before_tell": 40, "after_tell": 40, "before_timer": 4, "before_mark": 2, "before_perform": 6,
         "after_perform": 6, "before_release": 12, "after_release": 12, "before_answer": 8}
POINTS = {**STEPS, "before_commit": 40, "after_commit": 40}
AT_RELEASE = ("before_release", "after_release")
POINT_PATIENCE = 10  # seconds until a point counts as not met
FULL = ("No space left", "the disk is full")
TURNED_AWAY = 69  # exit code of a process that does not get the data directory


class Faults:
    names = ("kill anywhere", "stop and go on", "double claim", "drain", "stores lost")
    points = POINTS

    def __init__(self, world, crowd, seed, small_disk):
        self.victim, self.crowd, self.folder = world.victims[0], crowd, world.folder
        self.dice, self.small_disk = random.Random(seed), small_disk
        self.fired, self.seconds, self.crashed_states = {}, {}, []

    def count(self, name):
        self.fired[name] = self.fired.get(name, 0) + 1

    @property
    def kills(self):
        return sum(count for name, count in self.fired.items() if name.startswith("kill"))

    def some(self, kills):
        """fault -> how often in a plan"""
        often = max(3, kills // 40)
        plan = {self.stop_and_go_on: often, self.claim_twice: often, self.drain: often, self.lose_the_stores: often}
        return plan | ({self.fill_the_disk: 3} if self.small_disk else {})

    def plan(self, kills, each_point):
        """Each named point, random kills, and the rest now and then; in an order of the dice."""
        plan = [(self.kill_at, point) for point in self.points for _ in range(self.times(point, each_point))]
        plan += [(self.kill_anywhere,)] * max(1, kills - len(plan))
        plan += [(fault,) for fault, times in self.some(kills).items() for _ in range(times)]
        self.dice.shuffle(plan)
        return plan

    def times(self, point, each_point):
        return each_point

    def planned(self, each_point):
        """fault -> how often at least"""
        return (dict.fromkeys(self.names, 1) | {f"kill at {point}": self.times(point, each_point) for point in self.points} |
                ({"disk full": 1} if self.small_disk else {}))

    def up(self):
        if not self.victim.alive:
            self.victim.spawn()
        wait_until(lambda: self._ready(self.victim), "readiness")

    @staticmethod
    def _ready(victim):
        if not victim.alive:  # it may not come up while it is in the middle of something: that is not a fault of ours
            raise AssertionError(f"ended with {victim.process.returncode}: {victim.log_text()[-2000:]}")
        return victim.ready()

    def work(self, leads):
        """Until so many more leads are acknowledged."""
        enough = self.crowd.acknowledged() + leads
        wait_until(lambda: self.crowd.acknowledged() >= enough, "leads to be acknowledged")

    def kill(self, name):
        self.victim.kill()
        self.count(name)
        if self.dice.random() < 0.03 and len(self.crashed_states) < 6:  # what the crash left is looked at in the end
            to = self.folder / "crashed" / str(len(self.crashed_states))
            self.crashed_states.append(copy_of(self.victim.path / "data" / "state", to))

    # ---- the faults
    def kill_anywhere(self):
        if not self.victim.alive:
            self.victim.spawn()
        if self.dice.random() < 0.8:
            self.up()
            self.work(self.dice.randrange(0, 12))
        # Where in its life the process then is makes this fault; nothing is waited for.
        time.sleep(self.dice.random() * 0.15)
        self.kill("kill anywhere")

    def kill_at(self, point):
        if self.victim.alive:
            if point in ("catching_up",):
                self.work(3)
            self.kill("kill anywhere")
        nth = 1 + self.dice.randrange(self.points[point])
        for attempt in (nth, 1):
            self.victim.spawn(CRASH_AT=f"{point}:{attempt}")
            if point in AT_RELEASE:
                wait_until(lambda: self.victim.ready() or not self.victim.alive, "readiness")
                self.victim.process.send_signal(signal.SIGTERM)
            if self._dies():
                self.count(f"kill at {point}")
                return True
            self.kill("kill anywhere")
        return False

    def _dies(self):
        try:
            return self.victim.process.wait(timeout=POINT_PATIENCE) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def stop_and_go_on(self):
        self.up()
        self.victim.process.send_signal(signal.SIGSTOP)
        time.sleep(0.1 + self.dice.random() * 0.3)
        self.victim.process.send_signal(signal.SIGCONT)
        self.work(2)
        self.count("stop and go on")

    def claim_twice(self):
        self.up()
        second = subprocess.run([self.victim.program, "--config", self.victim.settings, "--grpc-port", "0", "--admin-port", "0", "--http-port", "0"],
                                capture_output=True, text=True, timeout=60, check=False)
        assert second.returncode == TURNED_AWAY and "in use" in second.stderr, (second.returncode, second.stderr)
        assert self.victim.alive
        self.count("double claim")

    def drain(self):
        self.up()
        self.work(2)
        self.victim.process.send_signal(signal.SIGTERM)
        code = self.victim.process.wait(timeout=60)
        assert code == 0, f"drained with {code}: {self.victim.log_text()[-2000:]}"
        self.count("drain")

    def lose_the_stores(self):
        if self.victim.alive:
            self.kill("kill anywhere")
        shutil.rmtree(self.victim.path / "data" / "state")
        self.up()
        self.work(1)
        self.count("stores lost")

    def fill_the_disk(self):
        """Full under load until it is felt, now and then with a kill in it; then there is space again, and all goes on
        by itself."""
        self.up()
        heard = len(self.victim.log_text())
        ballast = fill(self.small_disk)
        try:
            wait_until(lambda: not self.victim.alive or any(word in self.victim.log_text()[heard:] for word in FULL), "the full disk to be felt")
            if self.dice.random() < 0.4:
                self.kill("kill anywhere")
        finally:
            os.unlink(ballast)
        if not self.victim.alive:
            self.victim.spawn()
        self.work(3)
        self.count("disk full")
