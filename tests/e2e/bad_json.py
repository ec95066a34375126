"""Bad input in bodies: JSON and its fields, forms. Rows as in bad_http.py."""
import gzip
import json

from bad_http import CLOSED, row
from signing import path
from wire import request

PHONE = '"phone":"0912345678"'


def fields(**values):
    return request(body=json.dumps({"fields": {"phone": "0912345678", **values}}))


def form(body, headers=(), kind="application/x-www-form-urlencoded", **more):
    return request(path("form"), body, [("Content-Type", kind), *headers], **more)


def multipart(body):
    return form(body, kind="multipart/form-data; boundary=b")


MALFORMED = {
    "nothing": "", "cut short": "{", "two values": "{} {}", "bytes behind": '{"fields":{%s}}x' % PHONE,
    "trailing comma": '{"fields":{%s},}' % PHONE,
    "single quotes": "{'fields':{}}", "comment": '{"fields":{%s}} // x' % PHONE, "NaN": '{"fields":{"a":NaN}}',
    "Infinity": '{"fields":{"a":-Infinity}}',
    "1e400": '{"fields":{"a":1e400}}', "leading zero": '{"fields":{"a":01}}', "plus sign": '{"fields":{"a":+1}}',
    "hex": '{"fields":{"a":0x10}}',
    "integer beyond 64 bits": '{"fields":{"a":99999999999999999999}}', "control character": '{"fields":{"a":"\x01"}}',
    "not UTF-8": b'{"fields":{"a":"\xff"}}', "overlong UTF-8": b'{"fields":{"a":"\xc0\xaf"}}',
    "surrogate half": '{"fields":{"a":"\\ud800"}}',
    "UTF-16": '{"fields":{}}'.encode("utf-16"), "deep": "[" * 100_000, "deep and closed": '{"fields":' + "[" * 200 + "]" * 200 + "}",
    "unclosed text": '{"fields":{"a":"b}}', "unknown escape": '{"fields":{"a":"\\x41"}}', "only a word": "tru",
}
JSON = [
    *[row(f"JSON: {name}", request(body=body), 400, "JSON") for name, body in MALFORMED.items()],
    row("same key twice", request(body='{"fields":{"a":1,"a":2}}'), 400, "twice"),
    row("same key by an escape", request(body='{"fields":{"e":1,"\\u0065":2}}'), 400, "twice"),
    *[row(f"body {body}", request(body=body), 422, "must be an object") for body in ("[]", "1", "null", '"x"')],
    row("no fields", request(body="{}"), 422, "/fields"),
    row("empty fields", request(body='{"fields":{}}'), 422, "/fields"),
    row("fields that hold nothing", request(body='{"fields":{"phone":null}}'), 422, "/fields"),
    row("null for fields", request(body='{"fields":null}'), 422, "/fields"),
    *[row(f"unknown member {name}", request(body=json.dumps({"fields": {"phone": "0912345678"}, name: "x"})), 422, f'"/{name}"')
      for name in ("owner", "workspace", "score", "member_id", "Fields")],
    row("NUL in a text", fields(full_name="a\0b"), 422, "/fields/full_name"),
    row("NUL in a list", fields(tags=["a", "b\0"]), 422, "/fields/tags"),
    row("300 values", fields(tags=["a"] * 300), 422, "/fields/tags"),
    row("NUL in the attribution", request(body='{"fields":{%s},"attribution":{"a":"\\u0000"}}' % PHONE), 422, "/attribution/a"),
    row("attribution of 70 KB", request(body='{"fields":{%s},"attribution":{"a":"%s"}}' % (PHONE, "x" * 70_000)), 422, "/attribution/a"),
    row("source as a number", request(body='{"fields":{%s},"source":1}' % PHONE), 422, "/source"),
    row("a text of 100 KB", fields(full_name="x" * 100_000), 422, "/fields/full_name"),
    row("300 fields", fields(**{f"f{i}": "x" for i in range(300)}), 422, "/fields"),
]


def under(key, **values):
    return request(body=json.dumps({"fields": values}), headers={"Idempotency-Key": key})


# What is taken in, although some of it is bad: (what, bytes sent, word of the answer, whether it waits in quarantine).
KEPT = [
    ("nobody to call", under("kept-1", full_name="An"), "no_contact", True),
    ("null", under("kept-2", phone="0987000101", company=None), "receipt_id", False),
    ("an object", under("kept-3", phone="0987000102", full_name={"a": 1}), "/fields/full_name", False),
    *[(f"frame with {member}", request(body='{"fields":{"phone":"09870001%d"},%s}' % (16 + number, member),
       headers={"Idempotency-Key": f"kept-m{number}"}), word, False)
      for number, (member, word) in enumerate((('"marketing_consent":"yes"', "receipt_id"), ('"marketing_consent":"perhaps"',
      "/marketing_consent"), ('"submitted_at":"2026-01-05 03:10:22"', "receipt_id"), ('"submitted_at":"2026-01-05T03:10:60Z"',
      "/submitted_at"), ('"attribution":{"a":["b"]}', "receipt_id"), ('"attribution":[]', "/attribution")))],
    ("a field without a name", under("kept-5", phone="0987000122", **{"": "x"}), "receipt_id", False),
    ("a time that is none", under("kept-4", phone="0987000103", submitted_at="soon"), "/fields/submitted_at", False),
    *[(f"e-mail {text[:40]!r}", under(f"kept-e{number}", phone="0987000104", email=text), "/fields/email", False)
      for number, text in enumerate(("a@@b.example", '"a b"@b.example', "a" * 310 + "@b.example", "a@b", "@b.example", "a@", "nobody"))],
    *[(f"phone {text!r}", under(f"kept-p{number}", phone=text), "/fields/phone", True)
      for number, text in enumerate(("call me", "1" * 40, "0", "+", "12", "phone: none"))],
    *[(f"phone {text!r}", under(f"kept-h{number}", phone=text), "receipt_id", False)
      for number, text in enumerate(("\u202e0987000105", "0987000105\u200b", "0987000105\r\n"))],
    ("form in latin-1", form("phone=0987000106&name=M%FCller", kind="application/x-www-form-urlencoded; charset=iso-8859-1"), "", False),
    ("form in a set that nobody can tell", form("phone=0987000107&name=%ff%fe"), "", True),
    ("multipart in latin-1", multipart(b"--b \r\nContent-Disposition: form-data; name=phone\r\n\r\n0987000108\r\n"
     b"--b\r\nContent-Disposition: form-data; name=name\r\n\r\nM\xfcller\r\n--b--\r\n"), "", False),
    ("compressed form", form(gzip.compress(b"phone=0987000109"), [("Content-Encoding", "gzip")]), "", False),
    *[(f"form with {note}", form(f"phone={phone}&note={note}"), "", False)
      for phone, note in (("0987000113", "50% off"), ("0987000114", "%4"), ("0987000115", "Nguy%u1EC5n"))],
    ("form behind a byte-order mark", form("\ufeffphone=0987000110"), "", False),
    ("form whose page hides its origin", form("phone=0987000111", [("Origin", "null"), ("Sec-Fetch-Mode", "navigate")]), "", False),
    ("robot, or a browser that fills in", form("phone=0987000112&website=spam"), "", True),
]

FORMS = [
    row("unknown workspace", request("/f/other/site", "phone=1", {"Content-Type": "application/x-www-form-urlencoded"}), 404, "Not Found"),
    row("unknown form", request("/f/demo/none", "phone=1", {"Content-Type": "application/x-www-form-urlencoded"}), 404, "Not Found"),
    row("source that is no form", request("/f/demo/google", "phone=1", {"Content-Type": "application/x-www-form-urlencoded"}), 404,
    "Not Found"),
    row("token that is not asked for", request(path("form") + "/guess", "phone=1",
    {"Content-Type": "application/x-www-form-urlencoded"}), 401, "Unauthorized"),
    row("text/plain", form("phone=0912345678", kind="text/plain"), 415, "Unsupported"),
    row("NUL", form("phone=%00"), 400, "NUL"),
    row("257 fields", form("&".join(f"a{i}=1" for i in range(257))), 400, "256 fields"),
    row("field of 70 KB", form("a=" + "x" * 70_000), 400, "too large"),
    row("form of 800 KB", form("a=" + "x" * 800_000), 413, "large", CLOSED),
    row("JSON that is none", form("{", kind="application/json"), 400, "JSON"),
    row("JSON that is no object", form('"x"', kind="application/json"), 400, "object"),
    row("multipart without a boundary", form("--b--", kind="multipart/form-data"), 400, "boundary"),
    row("multipart that begins otherwise", multipart("x\r\n--c--\r\n"), 400, "boundary"),
    row("multipart that does not end", multipart("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1"), 400, "closing boundary"),
    row("part without a name", multipart("--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n"), 400, "name"),
    row("part without headers' end", multipart("--b\r\nContent-Disposition: form-data; name=a\r\n--b--\r\n"), 400, "part"),
    row("key of 256", form("phone=0912345678", [("Idempotency-Key", "k" * 256)]), 400, "Idempotency-Key"),
    row("page that may not send here", form("phone=0912345678", [("Origin", "https://evil.example")]), 403, "may not send"),
    row("page of the right name on another port", form("phone=0912345678", [("Origin", "https://www.example.com:81")]), 403,
    "may not send"),
    row("origin null", form("phone=0912345678", [("Origin", "null")]), 403, "may not send"),
]
