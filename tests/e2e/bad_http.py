"""Bad input at the HTTP door: one row each, (name, bytes sent, status, word of the answer). A row marked CLOSED must
also end its connection."""
import gzip
import json

from wire import TOKEN, chunked, request

CLOSED = True
GOOD = json.dumps({"fields": {"full_name": "Canary Kowalski", "phone": "0912345678"}})
LENGTH = ["Content-Length"]


def row(name, sent, status, word, closed=False):
    return name, sent, status, word, closed


def length(value):
    return request(body=GOOD, headers=[("Content-Length", value)])


def host(*values):
    return request(body=GOOD, headers=[("Host", value) for value in values])


FRAMING = [
    row("length and chunks", chunked(b"0\r\n\r\n", headers=[("Content-Length", "5")]), 400, "exclude", CLOSED),
    row("two lengths that differ", request(body=GOOD, headers=[("Content-Length", "2"), ("Content-Length", "3")]), 400, "twice", CLOSED),
    row("two lengths that agree", request(body="{}", headers=[("Content-Length", "2"), ("Content-Length", "2")]), 400, "twice", CLOSED),
    *[row(f"length {value!r}", length(value), 400, "Content-Length", CLOSED)
      for value in ("+5", "-1", "0x10", "", "5 5", "1e3", "1,1", "18446744073709551616")],
    *[row(f"transfer coding {value!r}", request(headers=[("Transfer-Encoding", value)], without=LENGTH), 501, "chunked", CLOSED)
      for value in ("chunked, identity", "xchunked", "gzip", "chunked, gzip", "")],
    row("two transfer codings", request(headers=[("Transfer-Encoding", "chunked")] * 2, without=LENGTH), 400, "twice", CLOSED),
    row("chunks in HTTP/1.0", request(headers=[("Transfer-Encoding", "chunked")], without=LENGTH, version="HTTP/1.0"), 400, "HTTP/1.0",
    CLOSED),
    *[row(f"chunk size {size!r}", chunked(size + b"\r\n{}\r\n0\r\n\r\n"), 400, "chunk", CLOSED)
      for size in (b"-2", b"+2", b"0x2", b"zz", b"", b" 2", b"2 ", b"ffffffffffffffffff", b"2\n", b"1;a\x00b")],
    row("chunk longer than its size", chunked(b"1\r\n{}\r\n0\r\n\r\n"), 400, "longer", CLOSED),
    row("chunk beyond the limit", chunked(b"fffffff\r\n"), 413, "large", CLOSED),
    row("huge chunk extension", chunked(b"2;" + b"x" * (1 << 20) + b"\r\n{}\r\n0\r\n\r\n"), 400, "chunk", CLOSED),
    row("huge trailer", chunked(b"0\r\n" + b"X-A: " + b"x" * 100_000 + b"\r\n\r\n"), 431, "trailer", CLOSED),
    row("broken trailer", chunked(b"0\r\nno colon\r\n\r\n"), 400, "header", CLOSED),
    row("space before the colon", request(headers=[("X-A ", "1")]), 400, "name", CLOSED),
    row("folded header", request(headers=[("X-A", "1\r\n  more")]), 400, "next line", CLOSED),
    row("header without a colon", request().replace(b"Host: ", b"Nothing\r\nHost: "), 400, "name", CLOSED),
    row("NUL in a header", request(headers=[("X-A", "a\0b")]), 400, "control", CLOSED),
    row("escape in a header", request(headers=[("X-A", "a\x1bb")]), 400, "control", CLOSED),
    row("bare LF", request().replace(b"\r\n", b"\n"), 400, "control", CLOSED),
    row("bare CR", request(headers=[("X-A", "a\rb")]), 400, "control", CLOSED),
    row("no host", request(body=GOOD, without=["Host"]), 400, "Host", CLOSED),
    row("two hosts", host("a", "b"), 400, "twice", CLOSED),
    row("host with a path", host("a/b"), 400, "Host", CLOSED),
    row("host with a user", host("me@a"), 400, "Host", CLOSED),
    row("empty host", host(""), 400, "Host", CLOSED),
    row("HTTP/0.9", b"GET /\r\n\r\n", 400, "request line", CLOSED),
    row("HTTP/2 preface", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP/1.1", CLOSED),
    row("HTTP/9.9", request(version="HTTP/9.9"), 505, "HTTP/1.1", CLOSED),
    row("no version at all", request(version="HTTPS"), 400, "request line", CLOSED),
    row("another host's address", request("http://other.example/"), 400, "path", CLOSED),
    row("CONNECT", request("a:443", method="CONNECT"), 501, "method", CLOSED),
    row("TRACE", request(method="TRACE"), 501, "method", CLOSED),
    row("BREW", request(method="BREW"), 501, "method", CLOSED),
    row("lower-case method", request(method="post"), 501, "method", CLOSED),
    row("TLS on the plain port", bytes.fromhex("16030100a5010000a10303") + bytes(64), 400, "", CLOSED),
    row("garbage", bytes(range(255, 0, -1)) + b"\r\n\r\n", 400, "", CLOSED),
    row("empty lines in front", b"\r\n\r\n" + request(), 400, "empty lines", CLOSED),
    row("space in the target", request("/a b"), 400, "target", CLOSED),
    row("raw bytes in the target", request("/\xff"), 400, "target", CLOSED),
    row("broken escape in the target", request("/%zz"), 400, "%", CLOSED),
    row("target of 9 KiB", request("/" + "a" * 9000), 414, "target", CLOSED),
    row("headers of 20 KiB", request(headers=[("X-A", "a" * 20_000)]), 431, "large", CLOSED),
    row("101 headers", request(headers=[(f"X-{i}", "1") for i in range(101)]), 431, "many", CLOSED),
    row("unknown expectation", request(headers=[("Expect", "nonsense")]), 417, "100-continue", CLOSED),
]

SEMANTICS = [
    row("unknown path", request("/nowhere"), 404, "Not Found"),
    row("metrics at the public door", request("/metrics", method="GET"), 404, "Not Found"),
    row("debug at the public door", request("/debug/pprof", method="GET"), 404, "Not Found"),
    row("path that climbs", request("/v1/workspaces/demo/../demo/leads", body=GOOD), 404, "Not Found"),
    row("wrong method", request(method="GET", without=LENGTH), 405, "Method Not Allowed"),
    row("PUT", request(method="PUT"), 405, "Method Not Allowed"),
    row("no length", request(without=LENGTH), 411, "length", CLOSED),
    row("body too large", request(headers=[("Content-Length", "300000")]), 413, "large", CLOSED),
    row("no content type", request(body=GOOD, without=["Content-Type"]), 415, "application/json"),
    *[row(f"content type {value}", request(body=GOOD, headers={"Content-Type": value}), 415, "application/json")
      for value in ("text/xml", "text/plain", "application/x-www-form-urlencoded", "application/json; charset=iso-8859-1", "json", "*/*")],
    row("unknown coding", request(body=GOOD, headers={"Content-Encoding": "br"}), 415, "Content-Encoding", CLOSED),
    row("gzip that is none", request(body=GOOD, headers={"Content-Encoding": "gzip"}), 400, "compressed", CLOSED),
    row("gzip cut short", request(body=gzip.compress(GOOD.encode())[:-6], headers={"Content-Encoding": "gzip"}), 400, "compressed", CLOSED),
    row("gzip bomb", request(body=gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}), 413, "inflates", CLOSED),
]

AUTHORITY = [
    row("no token", request(body=GOOD, without=["Authorization"]), 401, "Bearer"),
    *[row(f"authorization {value!r}", request(body=GOOD, headers={"Authorization": value}), 401, "Bearer")
      for value in ("Bearer wrong", f"Basic {TOKEN}", "Bearer", f"Bearer  {TOKEN}", f"bearer{TOKEN}", f"Bearer {TOKEN}x",
      f"Bearer {TOKEN[:-1]}")],
    row("another workspace", request("/v1/workspaces/other/leads", body=GOOD), 401, "Bearer"),
    row("workspace that climbs", request("/v1/workspaces/..%2Fdemo/leads", body=GOOD), 401, "Bearer"),
    row("workspace with a zero-width space", request("/v1/workspaces/de%E2%80%8Bmo/leads", body=GOOD), 401, "Bearer"),
    row("homoglyph workspace", request("/v1/workspaces/d%D0%B5mo/leads", body=GOOD), 401, "Bearer"),
    row("no key", request(body=GOOD, without=["Idempotency-Key"]), 400, "Idempotency-Key"),
    *[row(f"key {name}", request(body=GOOD, headers={"Idempotency-Key": key}), 400, "Idempotency-Key")
      for name, key in {"empty": "", "of 256": "k" * 256, "with a space": "a b", "beyond ASCII": "k\xe9"}.items()],
    row("unknown source", request(body='{"source":"none","fields":{"phone":"0912345678"}}'), 422, "/source"),
    row("source of another kind", request(body='{"source":"google","fields":{"phone":"0912345678"}}'), 422, "/source"),
    row("homoglyph source", request(body='{"source":"аpi","fields":{"phone":"0912345678"}}'), 422, "/source"),
]
