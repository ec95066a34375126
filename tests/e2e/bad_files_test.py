"""Bad files for leadctl: each ends with its exit code and a word that names file, line or column; rows that are good
get through."""
import unittest

from harness import DOORS, Standalone
from signing import put_secrets

OK, NEGATIVE, USAGE, INPUT = 0, 1, 2, 66  # tools/leadctl/exit_code.h
IDS = ("--id-column", "id")
# (what, bytes of the file, more words for leadctl, exit code, word of the message, rows accepted)
ROWS = [
    ("no bytes", b"", (), INPUT, "no rows", 0),
    ("only a byte-order mark", b"\xef\xbb\xbf", (), INPUT, "no rows", 0),
    ("only blank lines", b"\n\n\n", (), INPUT, "no rows", 0),
    ("no rows", b"full_name,phone\n", (), INPUT, "no rows", 0),
    ("quote that stays open", b'full_name,phone\n"An,0987200001\nBo,0987200002\n', (), INPUT, "line 2: a quote", 0),
    ("bytes behind a quote", b'full_name,phone\n"An"x,0987200003\n', (), INPUT, "line 2", 0),
    ("more cells than the header", b"full_name,phone\nAn,0987200004,x\n", (), INPUT, "line 2: 3 cells", 0),
    ("column that is mapped but not there", b"full_name,phone\nAn,0987200005\n", ("--map", "Telefon=phone"), INPUT, "Telefon", 0),
    ("no column of ids", b"full_name,phone\nAn,0987200006\n", IDS, INPUT, "'id'", 0),
    ("row without an id", b"id,phone\n1,0987200007\n,0987200008\n", IDS, INPUT, "line 3: no id", 0),
    ("two columns of one name", b"phone,phone\n0987200009,0987200010\n", (), INPUT, "twice", 0),
    ("column without a name", b"phone,\n0987200011,x\n", (), INPUT, "column 2", 0),
    ("two columns mapped to one field", b"a,b\n0987200012,0987200013\n", ("--map", "a=phone", "--map", "b=phone"), INPUT, "phone", 0),
    ("Latin-1", "full_name,phone\nJosé,0987200014\n".encode("latin-1"), (), INPUT, "line 2: is not UTF-8", 0),
    ("UTF-16", "full_name,phone\nAn,0987200015\n".encode("utf-16"), (), INPUT, "line 1: is not UTF-8", 0),
    ("NUL", b"full_name,phone\nA\0n,0987200016\n", (), INPUT, "line 2: holds a NUL byte", 0),
    ("no such file", None, (), INPUT, "cannot be read", 0),
    ("map that is none", b"phone\n0987200017\n", ("--map", "phone"), USAGE, "column=field", 0),
    ("source that is not there", b"phone\n0987200018\n", ("--source", "none"), NEGATIVE, "source_id", 0),
    ("source of a form", b"phone\n0987200019\n", ("--source", "site"), NEGATIVE, "source_id", 0),
    ("a bad phone among good ones", b"id,phone\na,0987200020\nb,call me\nc,0987200021\n", IDS, NEGATIVE, "fields/phone", 2),
    ("a bad e-mail", b"id,email\nd,a@@b\n", IDS, NEGATIVE, "fields/email", 0),
    ("id with a space", b"id,phone\na b,0987200022\n", IDS, NEGATIVE, "request_id", 0),
    ("id of 300 letters", b"id,phone\n" + b"x" * 300 + b",0987200023\n", IDS, NEGATIVE, "request_id", 0),
    ("rows of spaces only", b"id,phone\ne,0987200024\n,\n", IDS, OK, "1 of 1", 1),
    ("semicolons and CRLF", "id;full_name;phone\r\nf;Nguyễn;0987200025\r\n".encode("utf-8-sig"), IDS, OK, "1 of 1", 1),
    ("formula", b"id,full_name,phone\ng,=cmd(),0987200026\n", IDS, OK, "1 of 1", 1),
]


class BadFilesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        put_secrets(cls.world)
        cls.world.apply_text(DOORS.read_text().replace("GRAPH", "https://graph.example.com"))

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def load(self, data, words):
        file = self.world.path / "leads.csv"
        file.unlink(missing_ok=True)
        if data is not None:
            file.write_bytes(data)
        source = () if "--source" in words else ("--source", "list")
        return self.world.leadctl("import", file, *source, *words, check=False)

    def test_every_file(self):
        accepted = 0
        for what, data, words, code, word, rows in ROWS:
            with self.subTest(what):
                done = self.load(data, words)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, code, said)
                self.assertIn(word, said)
                accepted += rows
        books = self.world.balanced_at(accepted)
        self.assertEqual((books["accepted"], books["quarantined"]), (accepted, 0), books)

    def test_a_bad_file_of_configuration(self):
        for what, data, word in (("no bytes", b"", "empty"), ("no YAML", b"a: [", "not YAML"), ("not UTF-8", b"workspace: \xff\n",
        "UTF-8"), ("a list", b"- a\n", "keys with values")):
            with self.subTest(what):
                file = self.world.path / "bad.yaml"
                file.write_bytes(data)
                done = self.world.leadctl("config", "apply", file, check=False)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(word, (done.stdout + done.stderr))


if __name__ == "__main__":
    unittest.main(verbosity=2)
