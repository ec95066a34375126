"""Bad files for leadctl: each ends with its exit code and a word that names file, line or column; rows that are good
get through."""
import unittest

from harness import DOORS, Standalone
from signing import put_secrets

OK, NEGATIVE, USAGE, INPUT = 0, 1, 2, 66  # tools/leadctl/exit_code.h
IDS = ("--id-column", "id")
# (what, bytes of the file, more words for leadctl, exit code, word of the message, rows taken in, of these in
# quarantine)
ROWS = [
    ("no bytes", b"", (), INPUT, "no rows", 0, 0),
    ("only a byte-order mark", b"\xef\xbb\xbf", (), INPUT, "no rows", 0, 0),
    ("only blank lines", b"\n\n\n", (), INPUT, "no rows", 0, 0),
    ("no rows", b"full_name,phone\n", (), INPUT, "no rows", 0, 0),
    ("quote that stays open", b'full_name,phone\n"An,0987200001\nBo,0987200002\n', (), NEGATIVE, "a quote is never closed", 2, 1),
    ("bytes behind a quote", b'full_name,phone\n"An"x,0987200003\n', (), NEGATIVE, "behind a closing quote", 1, 1),
    ("quotes as PHP writes them", b'full_name,phone\n"An \\"Bo\\" Cu",0987200029\n', (), OK, "1 created", 1, 0),
    ("more cells than the header", b"full_name,phone\nAn,0987200004,x\n", (), OK, "1 created", 1, 0),
    ("column that is mapped but not there", b"full_name,phone\nAn,0987200005\n", ("--map", "Telefon=phone"), INPUT, "Telefon", 0, 0),
    ("no column of ids", b"full_name,phone\nAn,0987200006\n", IDS, INPUT, "'id'", 0, 0),
    ("row without an id", b"id,phone\n1,0987200007\n,0987200008\n", IDS, OK, "2 created", 2, 0),
    ("two columns of one name", b"phone,phone\n0987200009,0987200010\n", (), INPUT, "twice", 0, 0),
    ("column without a name", b"phone,\n0987200011,x\n", (), OK, "1 created", 1, 0),
    ("two columns mapped to one field", b"a,b\n0987200012,0987200013\n", ("--map", "a=phone", "--map", "b=phone"), INPUT, "phone", 0, 0),
    ("Latin-1", "full_name,phone\nJosé,0987200014\n".encode("latin-1"), (), OK, "1 created", 1, 0),
    ("Cyrillic", "full_name,phone\nИван,0987200027\nAn,0987200028\n".encode("cp1251"), (), NEGATIVE, "is not UTF-8", 2, 1),
    ("Cyrillic by its name", "full_name,phone\nИван,0987200027\n".encode("cp1251"), ("--charset", "windows-1251"), OK, "1 created", 1, 0),
    ("a set that is none", b"phone\n0987200030\n", ("--charset", "klingon"), INPUT, "klingon", 0, 0),
    ("UTF-16 with tabs", "full_name\tphone\nAn\t0987200015\n".encode("utf-16"), (), OK, "1 created", 1, 0),
    ("Excel's first line", b"sep=;\r\nfull_name;phone\r\nAn;0987200031\r\n", (), OK, "1 created", 1, 0),
    ("NUL", b"full_name,phone\nA\0n,0987200016\n", (), NEGATIVE, "holds a NUL byte", 1, 1),
    ("no such file", None, (), INPUT, "cannot be read", 0, 0),
    ("map that is none", b"phone\n0987200017\n", ("--map", "phone"), USAGE, "column=field", 0, 0),
    ("source that is not there", b"phone\n0987200018\n", ("--source", "none"), NEGATIVE, "source_id", 0, 0),
    ("source of a form", b"phone\n0987200019\n", ("--source", "site"), NEGATIVE, "source_id", 0, 0),
    ("a bad phone among good ones", b"id,phone\na,0987200020\nb,call me\nc,0987200021\n", IDS, NEGATIVE, "fields/phone", 3, 1),
    ("the same, corrected", b"id,phone\na,0987200020\nb,0987200032\nc,0987200021\n", IDS, OK, "1 created, 2 duplicate", 2, -1),
    ("a longer file", b"phone\n0987200033\n0987200017\n0987200034\n", (), OK, "3 created", 3, 0),
    ("a still longer file", b"phone\n0987200035\n0987200033\n0987200017\n0987200034\n", (), OK, "1 created, 3 duplicate", 4, 0),
    ("a bad e-mail", b"id,email\nd,a@@b\n", IDS, NEGATIVE, "fields/email", 1, 1),
    ("two leads of one id", b"id,phone\nh,0987200036\nh,0987200037\nh,0987200036\n", IDS, OK, "2 created, 1 duplicate", 3, 0),
    ("id with a space", b"id,phone\na b,0987200022\n", IDS, OK, "1 created", 1, 0),
    ("id of 300 letters", b"id,phone\n" + b"x" * 300 + b",0987200023\n", IDS, OK, "1 created", 1, 0),
    ("rows of spaces only", b"id,phone\ne,0987200024\n,\n", IDS, OK, "1 rows: 1 created", 1, 0),
    ("semicolons and CRLF", "id;full_name;phone\r\nf;Nguyễn;0987200025\r\n".encode("utf-8-sig"), IDS, OK, "1 created", 1, 0),
    ("formula", b"id,full_name,phone\ng,=cmd(),0987200026\n", IDS, OK, "1 created", 1, 0),
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
        accepted = quarantined = 0
        for what, data, words, code, word, rows, waiting in ROWS:
            with self.subTest(what):
                done = self.load(data, words)
                said = done.stdout + done.stderr
                self.assertEqual(done.returncode, code, said)
                self.assertIn(word, said)
                accepted += rows
                quarantined += waiting
        books = self.world.balanced_at(accepted)
        self.assertEqual((books["accepted"], books["quarantined"]), (accepted, quarantined), books)

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
