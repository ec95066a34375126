"""What others look at from outside: promtool reads the metrics, and the API describes itself by reflection."""
import shutil
import subprocess
import unittest

from grpc_client import PROTOS, Client
from harness import Standalone


class OutsideTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        cls.world.apply()
        cls.world.leadctl("submit", "--wait", "phone=0912345678")

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    @unittest.skipUnless(shutil.which("promtool"), "promtool (Debian package prometheus) is not installed")
    def test_promtool_finds_nothing_wrong_with_the_metrics(self):
        status, text = self.world.get("/metrics", self.world.ports["admin"])
        self.assertEqual(status, 200)
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_reflection_lists_every_service_of_the_protos(self):
        client = Client(self.world.ports["grpc"])
        self.addCleanup(client.close)
        ours = {f"leakproof.api.v1.{line.split()[1]}" for proto in PROTOS.glob("leakproof/api/v1/*.proto")
                for line in proto.read_text().splitlines() if line.startswith("service ")}
        self.assertGreaterEqual(set(client.services()), ours)

    def test_reflection_can_be_switched_off(self):
        quiet = Standalone("grpc: {reflection: false}\n").start()
        self.addCleanup(quiet.close)
        client = Client(quiet.ports["grpc"])
        self.addCleanup(client.close)
        with self.assertRaisesRegex(Exception, "UNIMPLEMENTED"):
            client.services()


if __name__ == "__main__":
    unittest.main(verbosity=2)
