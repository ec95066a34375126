"""The commands of the documents work as they are written: each block of shell is run, and its answer held to the word
behind it."""
import os
import re
import subprocess
import unittest

from harness import LEADCTL, PATIENCE, ROOT, Standalone, wait_until

PAGE = ROOT / "docs" / "send-leads.md"
KINDS = ROOT / "docs" / "formats" / "source-kinds.md"
PUBLIC_URL = "https://leads.example.com"  # as the page has it


def documents():
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.split() or [path.relative_to(ROOT) for path in ROOT.rglob("*.md") if "build" not in path.parts]
    return {str(name): (ROOT / name).read_text() for name in names}


def commands_in(text):
    """Every use of leadctl: in a block of a shell, or in a line between backticks; alternatives a|b as one each."""
    fenced = re.findall(r"^```.*?^```", text, re.M | re.S)
    lines = [line for block in fenced for line in re.findall(r"^(?:\$ )?(leadctl [^\n|#;&>]*)", block, re.M)]
    for block in fenced:
        text = text.replace(block, "")
    return lines + re.findall(r"`(leadctl [^`|]*)`", " ".join(text.split()))


def blocks(text, language):
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


class DocumentsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.page = PAGE.read_text()
        cls.world = Standalone(f"http: {{public_url: '{PUBLIC_URL}'}}\n", kafka="").start()
        (more,) = blocks(cls.page, "yaml")
        example = (ROOT / "examples" / "workspace.yaml").read_text()
        file = cls.world.path / "workspace.yaml"
        file.write_text(example.replace("sources:\n", more, 1))
        subprocess.run([LEADCTL, "config", "secrets", file, "--trial", "--dir", cls.world.secrets], check=True, capture_output=True)
        cls.world.apply(file)

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def run_block(self, block):
        """The block behind the page's first one, in a shell where leadctl is on the path, with the addresses of this
        run."""
        first, *_ = blocks(self.page, "sh")
        script = (first + block).replace("http://127.0.0.1:8080", f"http://127.0.0.1:{self.world.ports['http']}")
        script = script.replace("/tmp/", f"{self.world.path}/").replace("data/secrets", str(self.world.secrets))
        environment = {**os.environ, "PATH": f"{LEADCTL.parent}:{os.environ['PATH']}", "LEAKPROOF_SERVER": f"127.0.0.1:{self.world.ports['grpc']}",
                       "LEAKPROOF_TOKEN_FILE": str(self.world.secrets / "demo" / "api_token")}
        return subprocess.run(["bash", "-c", script], capture_output=True, text=True, env=environment, timeout=PATIENCE)

    def answers(self, block, expected):
        done = self.run_block(block)
        if expected.startswith("exit "):
            return done.returncode == int(expected[5:]), done
        status = re.match(r"HTTP/1\.1 (?:100[^\n]*\n\s*\nHTTP/1\.1 )?(\d+)", done.stdout)
        return bool(status) and status[1] == expected, done

    def test_every_block_is_answered_as_it_says(self):
        _, *told = blocks(self.page, "sh")
        for block in told:
            expected = re.search(r"^# (.+)\n\Z", block, re.M)
            self.assertTrue(expected, f"no answer stands behind\n{block}")
            with self.subTest(block):
                done = None

                def as_told():  # a lead is looked up when it is there
                    nonlocal done
                    good, done = self.answers(block, expected[1])
                    return good or not expected[1].startswith("exit ")
                wait_until(as_told, block)
                self.assertTrue(self.answers(block, expected[1])[0], f"{done.stdout}\n{done.stderr}")

    def test_every_kind_of_source_is_there(self):
        kinds = re.findall(r"^\| `(\w+)` \|", KINDS.read_text(), re.M)
        self.assertGreater(len(kinds), 10)
        headings = " ".join(re.findall(r"^## .*$", self.page, re.M))
        self.assertEqual([kind for kind in kinds if f"`{kind}`" not in headings], [])

    def help_of(self, words):
        done = subprocess.run([LEADCTL, *words, "--help"], capture_output=True, text=True, timeout=PATIENCE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_every_command_of_the_documents_is_there_with_its_options(self):
        known = self.help_of([])
        found = 0
        for name, text in documents().items():
            for command in commands_in(text):
                words = re.match(r"leadctl((?: --[a-z-]+[ =]\S+)*)((?: [a-z][a-z-]*(?!\S))*)", command)[2].split()
                with self.subTest(f"{name}: {command}"):
                    shown = self.help_of(words)
                    for option in re.findall(r"(?<= )--[a-z-]+", command):
                        self.assertIn(option, shown + known)
                    found += 1
        self.assertGreater(found, 50)


if __name__ == "__main__":
    unittest.main(verbosity=2)
