"""What is done to two processes on a Kafka broker, to the broker, and to what lies between them."""
import shutil
import signal
import subprocess
import time

from embedded_faults import STEPS, Faults
from harness import ROOT, wait_until

POINTS = (*STEPS, "before_publish", "after_publish", "wiping", "restoring", "restored")
OF_RESTORE = ("wiping", "restoring", "restored")
SESSION = 6.0  # seconds: libs/kafka/kafka_ownership.cc
TAKES = '"state":"working"'


class Broker:
    def __init__(self, path, port):
        self.path, self.port = path, port

    def do(self, action, *words):
        subprocess.run([ROOT / "tools" / "kafka" / "kafka", action, self.path, *map(str, words)], check=True)


class KafkaFaults(Faults):
    names = ("kill anywhere", "takeover", "zombie", "double claim", "drain", "stores lost", "broker kill", "proxy delay", "proxy trickle",
             "proxy cut", "proxy refuse", "proxy silent")
    points = dict.fromkeys(POINTS, 12) | {"before_timer": 3, "before_mark": 1, "before_perform": 3, "after_perform": 3, "restored": 1, "wiping": 2,
                                          "restoring": 2}

    def __init__(self, world, crowd, seed, broker, proxies):
        super().__init__(world, crowd, seed, None)
        self.world, self.broker, self.proxies = world, broker, proxies

    def some(self, kills):
        return {self.takeover: 1, self.stop_past_the_session: 3, self.claim_twice: 1, self.drain: 1,
                self.lose_the_stores: 1, self.kill_the_broker: 2, self.delay: 1, self.trickle: 1, self.cut: 2,
                self.refuse: 1, self.be_silent: 1}

    def plan(self, kills, each_point):
        return super().plan(kills - len(self.points), each_point)  # before each named point one of them is killed, too

    def times(self, point, each_point):
        # Those of the embedded log have their turn there, too.
        return max(each_point, 3 if point not in Faults.points else 1)

    def choose(self):
        """Another victim now and then; whatever is down comes back first."""
        for one in self.world.victims:
            if not one.alive:
                one.spawn()
        self.victim = self.dice.choice(self.world.victims)

    def up(self):
        for one in self.world.victims:
            if not one.alive:
                one.spawn()
        wait_until(lambda: all(self._ready(one) for one in self.world.victims), "readiness")

    def other(self):
        return next(one for one in self.world.victims if one is not self.victim)

    # ---- the faults
    def kill_anywhere(self):
        self.choose()
        super().kill_anywhere()

    def kill_at(self, point):
        self.choose()
        if point in OF_RESTORE:
            if self.victim.alive:
                self.kill("kill anywhere")
            shutil.rmtree(self.victim.path / "data" / "state", ignore_errors=True)
        if not super().kill_at(point):  # perhaps it owns nothing that gets there
            self.victim = self.other()
            super().kill_at(point)

    def takeover(self):
        """Down for longer than its session: the other one takes all."""
        self.up()
        self.choose()
        heard = len(self.other().log_text())
        self.kill("kill anywhere")
        wait_until(lambda: TAKES in self.other().log_text()[heard:], "the other to take over")
        self.work(2)
        self.count("takeover")

    def stop_past_the_session(self):
        """A zombie: goes on in the middle of its work when another has long been the owner."""
        self.up()
        self.choose()
        heard = len(self.other().log_text())
        self.victim.process.send_signal(signal.SIGSTOP)
        try:
            wait_until(lambda: TAKES in self.other().log_text()[heard:], "the other to take over")
        finally:
            self.victim.process.send_signal(signal.SIGCONT)
        self.work(2)
        self.count("zombie")

    def claim_twice(self):
        """Another process takes its name in the group, its partitions and its place as an owner, and dies."""
        self.up()
        self.choose()
        path = self.folder / "double"
        path.mkdir(exist_ok=True)
        settings = path / "settings.yaml"
        settings.write_text(self.victim.settings.read_text().replace(f"{self.victim.path}/data", f"{path}/data"))
        with open(path / "log", "wb") as log:
            double = subprocess.Popen([self.victim.program, "--config", settings, "--grpc-port", "0", "--admin-port", "0", "--http-port", "0"],
                                      stderr=log)
        try:
            wait_until(lambda: TAKES in (path / "log").read_text(), "the double to own something")
            self.work(1)
        finally:
            double.kill()
            double.wait()
        self.count("kill of the double")
        self.count("double claim")

    def drain(self):
        self.choose()
        super().drain()

    def lose_the_stores(self):
        self.choose()
        super().lose_the_stores()

    def kill_the_broker(self):
        self.up()
        self.broker.do("kill")
        time.sleep(self.dice.random())
        self.broker.do("start", self.broker.port, *(proxy.port for proxy in self.proxies))
        self.work(2)
        self.count("broker kill")

    def between(self, name, seconds, act):
        """Something is wrong on the way of one of them to the broker, for so long; then nothing is, and both go on."""
        self.up()
        proxy = self.dice.choice(self.proxies)
        passed = proxy.passed
        act(proxy)
        time.sleep(seconds)
        proxy.heal()
        self.work(2)
        wait_until(lambda: proxy.passed > passed, "traffic by the proxy")
        self.count(name)

    def delay(self):
        self.between("proxy delay", 2, lambda proxy: setattr(proxy, "delay", 0.05))

    def trickle(self):
        self.between("proxy trickle", 2, lambda proxy: setattr(proxy, "rate", 20_000))

    def cut(self):
        self.between("proxy cut", 0.2, lambda proxy: proxy.cut())

    def refuse(self):
        def act(proxy):
            proxy.refusing = True
            proxy.cut()
        self.between("proxy refuse", 2, act)

    def be_silent(self):
        """Half-open for longer than the session: a zombie that still runs."""
        self.between("proxy silent", SESSION + 1.5, lambda proxy: proxy.be_silent(True))
