"""A run on a Kafka broker: two standalones that share the partitions, each with a proxy of its own between itself and
the broker."""
import random
import shutil

from crowd import Crowd
from fault_proxy import FaultProxy
from harness import wait_until
from kafka_faults import Broker, KafkaFaults
from world import World, copy_of

NAMES = ("a", "b")
PREFIX = "torture."


class Run:
    def __init__(self, folder, options):
        self.folder, self.options = folder, options
        self.broker = Broker(folder / "broker", random.randrange(20000, 30000))
        self.proxies = [FaultProxy(self.broker.port + 2 + number) for number in range(len(NAMES))]

    def __enter__(self):
        (self.folder / "ledgers").mkdir()
        self.broker.do("start", self.broker.port, *(proxy.port for proxy in self.proxies))
        victims = {name: self.settings(name, proxy) for name, proxy in zip(NAMES, self.proxies)}
        self.world = World(self.folder / "victims", victims)
        self.crowd = Crowd(self.world, self.folder / "ledgers", self.options.seed, rate=20)
        for one in self.world.victims:
            with open(one.settings, "a") as settings:
                settings.write(self.crowd.mailbox.settings)
        self.world.start()
        self.world.configure(Crowd.WORKSPACES, self.crowd.members.url)
        self.crowd.start()
        self.faults = KafkaFaults(self.world, self.crowd, self.options.seed, self.broker, self.proxies)
        return self

    @staticmethod
    def settings(name, proxy):
        return ("partitions: 3\ndrain_seconds: 1\n"
                f"kafka: {{brokers: '127.0.0.1:{proxy.port}', topic_prefix: '{PREFIX}', instance: {name}, create_topics: true}}\n")

    def finish(self):
        """Quiet, then a restore from nothing; returns the oracle's words."""
        self.faults.up()
        self.crowd.stop_sending()
        quiet_at = self.world.quiet(Crowd.WORKSPACES)
        self.crowd.leave()
        states = [*self.faults.crashed_states, *self.stopped_states("settled")]
        for one in self.world.victims:
            shutil.rmtree(one.path / "data" / "state")
            one.spawn()
        wait_until(lambda: all(one.ready() for one in self.world.victims), "readiness after a restore from nothing")
        states += self.stopped_states("restored")
        words = ["--kafka", f"127.0.0.1:{self.broker.port}", "--prefix", PREFIX, "--quiet-at", str(quiet_at)]
        words += [word for state in states for word in ("--state", str(state))]
        words += [word for ledger in self.crowd.ledgers() for word in ("--ledger", str(ledger))]
        for name in ("told", "calls", "scrapes"):
            words += [f"--{name}", str(self.crowd.notes[name].path)]
        return words

    def stopped_states(self, name):
        """The stores after a clean end, first the one then the other."""
        states = []
        for one in self.world.victims:
            code = one.stop()
            assert code == 0, f"drained with {code}: {one.log_text()[-2000:]}"
            states.append(copy_of(one.path / "data" / "state", self.folder / name / one.path.name))
        return states

    def __exit__(self, *_):
        self.world.close()
        for proxy in self.proxies:
            proxy.close()
        self.broker.do("kill")
