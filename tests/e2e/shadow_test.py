"""A configuration beside the one in force: it sees each decision as it is made, and comes into force only when few
leads would go elsewhere."""
import os
import signal
import subprocess
import unittest

from harness import LEADCTL, Standalone, WORKSPACE, wait_until

NEW_RULE = "rules:\n  - {id: minh_first, when: 'lead.city == \"Huế\"', to: {pool: minh}}\n"
NEW_POOL = "pools:\n  - {id: minh, members: [minh]}\n"


class ShadowTest(unittest.TestCase):
    def setUp(self):
        self.world = Standalone()
        self.addCleanup(self.world.close)
        self.world.start()
        self.world.apply()
        self.candidate = self.world.path / "candidate.yaml"
        self.candidate.write_text(WORKSPACE.read_text().replace("pools:\n", NEW_POOL).replace("rules:\n", NEW_RULE))
        self.number = 0

    def beside(self, *options):
        """Starts leadctl config shadow; returns once it compares."""
        messages = open(self.world.path / f"shadow-{len(options)}-{self.number}", "w+")
        self.addCleanup(messages.close)
        token = self.world.secrets / "demo" / "api_token"
        process = subprocess.Popen([LEADCTL, "--server", f"127.0.0.1:{self.world.ports['grpc']}", "--token-file", token, "config", "shadow", self.candidate,
                                    "--every", "200ms", *map(str, options)], stdout=subprocess.PIPE, stderr=messages, text=True)
        self.addCleanup(process.kill)
        self.told = lambda: (messages.seek(0), messages.read())[1]
        wait_until(lambda: process.poll() is not None or "beside version" in self.told(), "the shadow")
        return process

    def submit(self, city):
        self.number += 1
        status, _ = self.world.submit(f"s{self.number}", {"full_name": "A", "phone": f"09870000{self.number:02}", "city": city, "company": "A"})
        self.assertEqual(status, 202)

    def version(self):
        return int(self.world.leadctl("config", "get")["version"])

    def test_few_leads_go_elsewhere_and_it_comes_into_force(self):
        process = self.beside("--leads", 3, "--apply", "--max-different", 10, "--metrics", self.world.path / "shadow.prom")
        for _ in range(3):
            self.submit("Hà Nội")
        said, _ = process.communicate(timeout=180)
        self.assertEqual(process.returncode, 0, said + self.told())
        self.assertIn("3 leads, 0.0 % go elsewhere", said)
        self.assertEqual(self.version(), 2)
        self.assertIn('leakproof_shadow_leads_total{workspace="demo",result="same"} 3', (self.world.path / "shadow.prom").read_text())

    def test_many_go_elsewhere_and_it_does_not(self):
        self.submit("Huế")  # before it looks: not compared, but whose turn it is goes on from there
        wait_until(lambda: self.world.books()["balanced"] and int(self.world.books().get("leads", 0)) == 1, "the first lead")
        process = self.beside("--leads", 2, "--apply", "--max-different", 10)
        self.submit("Hà Nội")
        self.submit("Huế")
        process.communicate(timeout=180)
        self.assertEqual(process.returncode, 1)
        self.assertIn("would go elsewhere: another_rule", self.told())
        self.assertIn("not applied: 2 leads, 50.0 % go elsewhere, another_rule 1", self.told())
        self.assertEqual(self.version(), 1)

    def test_another_version_came_into_force_meanwhile(self):
        process = self.beside("--leads", 1, "--apply")
        self.world.apply_text(WORKSPACE.read_text().replace("open_max: 5", "open_max: 6"))
        self.submit("Hà Nội")
        process.communicate(timeout=180)
        self.assertEqual(process.returncode, 65)
        self.assertIn("version 2 is in force, not 1", self.told())

    def test_it_can_be_interrupted_and_leaves_nothing(self):
        process = self.beside()
        self.submit("Huế")
        os.kill(process.pid, signal.SIGINT)
        process.communicate(timeout=180)
        self.assertEqual(self.version(), 1)

    def test_apply_without_an_end_is_refused(self):
        process = self.beside("--apply")
        process.communicate(timeout=180)
        self.assertEqual(process.returncode, 2)
        self.assertIn("--apply needs --for or --leads", self.told())


if __name__ == "__main__":
    unittest.main()
