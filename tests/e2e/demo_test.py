"""The demo, which is the first that a newcomer runs: it ends by itself with a ledger that adds up and an audit that
comes out again."""
import subprocess
import unittest

from harness import BUILD, PATIENCE, ROOT


class DemoTest(unittest.TestCase):
    def test_it_runs_to_its_end(self):
        done = subprocess.run([ROOT / "tools" / "demo" / "run", "--leads", "100", "--rate", "50"], capture_output=True, text=True,
                              env={"LEAKPROOF_BUILD": str(BUILD), "PATH": "/usr/bin:/bin"}, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("\nbalanced\n", done.stdout)
        self.assertRegex(done.stdout, r"decisions made again with the same\s+bytes")


if __name__ == "__main__":
    unittest.main()
