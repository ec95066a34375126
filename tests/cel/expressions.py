"""Random expressions of the rule language, well and ill typed, well and badly formed.

Left out is what docs/formats/rules.md states as a difference: keys of other types and keys there twice, has() of what
is no map, getMilliseconds() of a duration, string() of a time with an offset or of a duration, and what Go's libraries
alone read as a number or a zone.
"""
import random
import re

VARIABLES = {"i": 5, "j": -3, "big": 9223372036854775807, "u": 18446744073709551615, "d": 2.5, "z": 0, "s": "Hà Nội 😀", "e": "", "n": None,
             "t": True, "f": False, "l": [1, 2, 3], "ls": ["a", "bb", "ccc"], "mixed": [1, "a", None, 2.5, True], "el": [], "em": {},
             "m": {"a": 1, "b": {"c": [1, {"d": "x"}]}, "": 0, "x y": 2}, "lead.country": "VN", "when": "2026-02-17T08:00:00Z", "whole": 3.0}
TIMES = ["2026-02-17T08:00:00Z", "2026-02-17T08:00:00.25Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z",
         "2024-02-29T12:34:56.789Z", "2023-02-29T00:00:00Z", "2026-03-29T01:30:00Z", "1883-11-18T17:00:00Z", "2026-13-01T00:00:00Z",
         "2026-12-31T24:00:00Z", "2026-02-17", "no time", "0000-01-01T00:00:00Z", "2000-01-01T23:59:60Z", "1969-12-31T23:59:59.5Z",
         "2026-02-17t08:00:00z", "2026-02-17 08:00:00Z", "10000-01-01T00:00:00Z", "2100-07-01T12:00:00.000000001Z"]
SPANS = ["1h", "90m", "1h30m", "-1h", "0", "0s", "1.5s", "100ms", "1us", "1ns", "1µs", "-1.5h", "2562047h47m16.5s", "2562048h", "+5s",
         "1h-30m", "", "h", "1", "1.s", ".5s", "1 h", "1H", "--1s", ".s", "0.0000000001s", "3s2h", "9223372036854775808ns"]
ZONES = ["UTC", "Asia/Ho_Chi_Minh", "America/New_York", "Europe/Berlin", "+07:00", "-05:30", "02:00", "Asia/Kathmandu", "Nowhere/City",
         "Australia/Lord_Howe", "+14:00", "Etc/GMT+7", "asia/tokyo", "-23:59", "07"]
LEAVES = {
    "int": "0 1 -1 2 3 -7 10 0x1F -0x1f 0x7FFFFFFFFFFFFFFF 9223372036854775807 -9223372036854775808 4611686018427387904 3037000500 007 "
           "9223372036854775808 0X1F i j z big m.a size(l)".split(),
    "uint": "0u 1u 2U 7u 0x1Fu 18446744073709551615u 18446744073709551616u 9223372036854775808u u".split(),
    "double": "0.0 1.0 -1.0 2.5 .5 1e3 1E-3 1.5e+10 1e308 -1e308 1e-320 9007199254740993.0 0.1 1e21 1e20 123456.0 1234567.0 0.0001 0.00001 "
              "1e400 -0.0 -1e-400 1. d whole".split(),
    "string": ['""', '"a"', "'b'", '"abc"', '"Hà Nội"', '"😀"', '"a\\nb"', '"\\u00e9"', '"\\U0001F600"', '"\\x41"', '"\\101"', 'r"\\d+"',
               "'''two\nlines'''", '"""q"q"""', '"1"', '"42"', '"-7"', '"2.5"', '"true"', '"False"', '"tRue"', '"\\""', '"1e3"', '"NaN"', '"+5"',
               '" 5"', '" trim\\t"', '"\\?\\`"', '"\\377"', '"1u"', '"."', '"9223372036854775808"', '"\\400"', '"\\q"', "s", "e", "lead.country"],
    "bytes": ['b""', 'b"a"', 'b"\\xff"', 'b"\\377"', 'b"é"', 'B"x"', 'br"\\x"', 'b"\\u00e9"', 'b"\\000"', "b'''a\nb'''", 'bR"q"'],
    "bool": ["true", "false", "t", "f"],
    "list": ["[]", "[1, 2, 3]", "l", "ls", "mixed", "el", "m.b.c", "['a', 'b']", "[1, 1.0, 1u]", "[[1], [2]]", "[0, 1, ]", "[,]", "[null]"],
    "map": ["{}", "{'a': 1}", "m", "em", "m.b", "{1: 'x', 2u: 'y'}", "{true: 1, 'a': 2}", "{'a': null,}", "{0: 0, 1: 1}", "{,}"],
    "null": ["null", "n"],
    "type": "int uint double string bytes bool list map null_type type google.protobuf.Timestamp google.protobuf.Duration none dyn".split(),
}
TYPES = [*LEAVES, "timestamp", "duration"]
PATTERNS = ["'a+'", "'^a.c$'", "r'\\d+'", "'[a-'", "''", "'(?i)ABC'", "'\\\\pL+'", "'a{2,3}'", "'(a)\\\\1'", "'(?=a)'", "'(a|b)*c'"]
PARTS = ["getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getHours", "getMinutes", "getSeconds"]
NOISE = [*" \t\n()[]{}.,?:+-*/%!&|<>='\"`\\0123abex_;#@é", "in", "true", "null", "&&", "||", "==", "//", '"""', "\\u", "0x", ".5", "has(", "[0]",
         ".map(", "if", "\f", "\v"]


class Expressions:
    def __init__(self, seed):
        self.dice = random.Random(seed)
        self.locals = []

    def next(self):
        expression = self.of(self.one(TYPES), self.dice.randrange(5))
        return self.damaged(expression) if self.chance(0.25) else expression

    def one(self, options):
        return self.dice.choice(options)

    def chance(self, share):
        return self.dice.random() < share

    def damaged(self, text):
        for _ in range(self.dice.randint(1, 3)):
            at = self.dice.randint(0, len(text))
            text = text[:at] + (self.one(NOISE) if self.chance(0.6) else "") + text[at + self.dice.randrange(3):]
        return text

    def of(self, kind, depth):
        """An expression that is of this type, but for one in fifty."""
        kind = self.one(TYPES) if kind == "any" or self.chance(0.02) else kind
        if depth <= 0 or self.chance(0.12):
            return self.leaf(kind)
        depth -= 1
        around = {0: "({0})", 1: "dyn({0})", 2: "({1} ? {0} : {0})", 3: "[{0}, 1][{2}]", 4: "{{'k': {0}}}.k", 5: "{{'k': {0}}}['k']"}
        wrapped = around.get(self.dice.randrange(40))
        if wrapped:
            return wrapped.format(self.of(kind, depth), self.of("bool", depth), self.one(["0", "0u", "0.0", "-1", "1.5", "2"]))
        return getattr(self, kind + "_", self.leaf)(*([depth] if hasattr(self, kind + "_") else [kind]))

    def leaf(self, kind):
        if self.locals and self.chance(0.45):
            return self.one(self.locals)
        if kind == "timestamp":
            return self.one([f'timestamp("{self.one(TIMES)}")', "timestamp(when)", "timestamp(253402300800)", "timestamp(-62135596800)"])
        return f'duration("{self.one(SPANS)}")' if kind == "duration" else self.one(LEAVES[kind])

    def fill(self, depth, *forms):
        """One of the forms, with each <type> replaced by an expression of it."""
        return re.sub(r"<(\w+)>", lambda match: self.of(match[1], depth), self.one(forms))

    def number(self, kind, depth):
        if self.chance(0.15):
            return "-" * self.dice.randint(1, 3) + self.leaf(kind)
        return self.fill(depth, *(f"<{kind}> {sign} <{kind}>" for sign in "+-*/%"), f"(<{kind}> - <{kind}>) * <{kind}>", f"{kind}(<any>)",
                         f"{kind}(<string>)", f"{kind}(<double>)")

    def int_(self, depth):
        zone = self.one(["", f'"{self.one(ZONES)}"'])
        other = self.fill(depth, "size(<string>)", "<bytes>.size()", "<list>.size ()", f"<timestamp>.{self.one(PARTS)}({zone})",
                          f"<duration>.{self.one(PARTS[-3:])}()", "int(<timestamp>)")
        return other if self.chance(0.4) else self.number("int", depth)

    def uint_(self, depth):
        return self.number("uint", depth)

    def double_(self, depth):
        return self.number("double", depth)

    def string_(self, depth):
        return self.fill(depth, "<string> + <string>", f"string(<{self.one(['int', 'uint', 'double', 'bool', 'bytes', 'string', 'null'])}>)",
                         "<string>.lowerAscii()", "<string>.upperAscii()", "<string>.trim()")

    def bytes_(self, depth):
        return self.fill(depth, "<bytes> + <bytes>", "bytes(<string>)")

    def bool_(self, depth):
        kind = self.one(["int", "double", "uint", "string", "timestamp", "list", "any"])
        sign = self.one(["==", "!=", "<=", ">=", "> ", "< "])
        if self.chance(0.25):
            return self.macro(self.one(["all", "exists", "exists_one"]), depth)
        return self.fill(depth, "<bool> && <bool>", "<bool> || <bool>", "!<bool>", "!!<bool>", "<any> in <list>", "<string> in <map>",
                         f"<string>.{self.one(['startsWith', 'endsWith', 'contains'])}(<string>)", f"<string>.matches({self.one(PATTERNS)})",
                         self.one(["has(m.a)", "has(m.zz)", "has(m.b.c)", "has(em.a)", "has(none.x)", "has(m)"]), "bool(<string>)",
                         "type(<any>) == <type>") if self.chance(0.6) else self.compared(kind, sign, depth)

    def compared(self, kind, sign, depth):
        other = self.one(["int", "uint", "double"]) if kind in ("int", "uint", "double") else kind
        return f"{self.of(kind, depth)} {sign} {self.of(other, depth)}"

    def macro(self, name, depth):
        variable = self.one("xyvik")
        over = self.of(self.one(["list", "list", "map"]), depth)
        self.locals.append(variable)
        body = self.of("any" if name == "map" else "bool", depth)
        if name == "map" and self.chance(0.3):
            body = f"{self.of('bool', depth)}, {body}"
        self.locals.pop()
        return f"{over}.{name}({variable}, {body})"

    def list_(self, depth):
        items = ", ".join(self.of("any", depth) for _ in range(self.dice.randrange(4)))
        return self.one([f"[{items}]", self.fill(depth, "<list> + <list>"), self.macro("map", depth), self.macro("filter", depth)])

    def map_(self, depth):
        keys = self.dice.sample(["'a'", "'b'", "1", "2u", "true", "s"], self.dice.randrange(4))
        return "{" + ", ".join(f"{key}: {self.of('any', depth)}" for key in keys) + "}"

    def timestamp_(self, depth):
        return self.fill(depth, "<timestamp> + <duration>", "<timestamp> - <duration>", "<duration> + <timestamp>", "timestamp(<int>)")

    def duration_(self, depth):
        return self.fill(depth, "<duration> + <duration>", "<duration> - <duration>", "<timestamp> - <timestamp>", "-<duration>")

    def type_(self, depth):
        return self.fill(depth, "type(<any>)")
