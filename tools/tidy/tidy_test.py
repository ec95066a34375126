#!/usr/bin/env python3
"""Each rule with a break that it must find, at its line, and with a near miss that it must let pass."""

import json
import os
import tempfile
import unittest

import documents
import headers
import include_depth
import protos
import statements
import tidy
import topics
import words
from tree import Tree, code_of

HOUSE = {
    "cmake/borders.cmake": "allow(base)\nallow(fakes)\nallow(stream base proto) # not allow(stream x)\nallow(router_domain base)\n",
    "libs/base/CMakeLists.txt": "component(NAME base)",
    "libs/base/result.h": "// A result.\n#pragma once\n",
    "libs/fakes/CMakeLists.txt": "component(NAME fakes)",
    "libs/fakes/log.h": "// A log.\n#pragma once\n",
    "libs/stream/CMakeLists.txt": "component(NAME stream\n  USES base proto  # a remark\n  TEST_USES fakes)",
    "services/router/domain/CMakeLists.txt": "component(NAME router_domain USES base)",
    "proto/leakproof/journal.proto": "message Fence {}\n",
    "proto/topics.textproto": 'topic {\n  name: "lead.events"\n  value: "lead.scores"\n}\n',
    **{f"libs/base/{n}.h": f'#include "base/{n + 1}.h"\n#include "base/{n - 1}.h"' for n in range(1, 10)},
}
LONG = "\n".join(["  step();"] * 70)

# rule, path, text, the line of the finding or None
CASES = [
    (tidy.include_borders, "libs/base/id.cc", '\n#include "fakes/log.h"', 2),
    (tidy.include_borders, "libs/stream/task.cc", '#include "fakes/log.h"', 1),
    (tidy.include_borders, "libs/stream/task_test.cc", '#include "fakes/log.h"', None),
    (tidy.include_borders, "libs/stream/task.cc", '#include "base/result.h"\n#include "leakproof/journal.pb.h"', None),
    (tidy.include_borders, "services/router/domain/decide.cc", '#include "leakproof/journal.pb.h"', 1),
    (tidy.include_borders, "services/router/domain/deeper/decide.cc", '#include "fakes/log.h"', 1),
    (tidy.include_borders, "libs/base/main.cc", '#include "fakes/log.h"', None),

    (tidy.include_paths, "libs/base/id.cc", '#include "result.h"', 1),
    (tidy.include_paths, "libs/base/id.cc", '#include "base/result.h"\n#include <vector>', None),

    (tidy.foreign_keys, "services/api/lead_view.cc", '#include "router/state/keys.h"', 1),
    (tidy.foreign_keys, "services/api/lead_view.cc", '#include "router/audit/audit_keys.h"', 1),
    (tidy.foreign_keys, "services/api/lead_view.cc", '#include "router/queries.h"\n#include "calendar/monkeys.h"', None),
    (tidy.foreign_keys, "services/router/sweeper.cc", '#include "router/state/keys.h"', None),
    (tidy.foreign_keys, "services/api/lead_view_test.cc", '#include "router/state/keys.h"', None),

    (tidy.root_namespace, "libs/net/url.h", "// Urls.\nnamespace leakproof {\nstruct Url {};\n}", 2),
    (tidy.root_namespace, "libs/net/url.h", "namespace leakproof {\nclass Signal;\n}\nnamespace leakproof::net {\n}", None),
    (tidy.root_namespace, "libs/base/time.h", "namespace leakproof {\nstruct Time {};\n}", None),

    (tidy.foreign_headers, "libs/stream/log.cc", "#include <librdkafka/rdkafka.h>", 1),
    (tidy.foreign_headers, "libs/stream/log.cc", "#include <rocksdb/db.h>", 1),
    (tidy.foreign_headers, "libs/stream/log.cc", "#include <boost/asio/io_context.hpp>", 1),
    (tidy.foreign_headers, "services/nurture/adapters/mail.cc", "#include <curl/curl.h>", 1),
    (tidy.foreign_headers, "libs/embedded/log.cc", "#include <rocksdb/db.h>", None),

    (tidy.wire_headers, "services/router/domain/decide.h", "#include <google/protobuf/message.h>", 1),
    (tidy.wire_headers, "libs/stream/codec.h", "#include <google/protobuf/message.h>", None),

    (tidy.clocks, "libs/stream/task.cc", "auto x = std::chrono::system_clock::now();", 1),
    (tidy.clocks, "libs/stream/task.cc", "auto x = time(nullptr);", 1),
    (tidy.clocks, "libs/stream/task.cc", "// steady_clock::now() is for others\nauto x = clock.now();", None),
    (tidy.clocks, "libs/base/system_clock.h", "system_clock::now()", None),

    (tidy.chance, "libs/stream/task.cc", "\nint x = rand();", 2),
    (tidy.chance, "libs/stream/task.cc", "std::random_device device;", 1),
    (tidy.chance, "libs/stream/task.cc", "int x = operand(); int y = rng.rand();", None),

    (tidy.sleeps, "libs/stream/task_test.cc", "std::this_thread::sleep_for(1ms);", 1),
    (tidy.sleeps, "tools/leadctl/play.cc", "sleep(1);", 1),
    (tidy.sleeps, "libs/stream/task.cc", 'say("never sleep(1)");', None),

    (tidy.tests_beside, "libs/base/id.cc", "int x;", 1),
    (tidy.tests_beside, "libs/base/id.cc", "// An id.\n// Tested by: libs/base/gone_test.cc\n", 2),
    (tidy.tests_beside, "libs/base/id.cc", "// Tested by: libs/base/result.h\n", None),
    (tidy.tests_beside, "services/router/main.cc", "int main() {}", None),

    (tidy.pragma_once, "libs/base/id.h", "// An id.\n", 1),
    (tidy.header_comments, "libs/base/id.h", "#pragma once\n", 1),
    (tidy.file_length, "libs/base/id.cc", "\n" * 501, 500),
    (tidy.file_length, "libs/base/id.cc", "\n" * 500, None),
    (tidy.line_length, "libs/base/id.cc", "\n// " + "wide " * 30, 2),
    (tidy.line_length, "tests/id.py", 'def read():\n    """' + "wide " * 30 + '"""', 2),
    (tidy.line_length, "tests/id.py", 'table = "' + "wide " * 30 + '"', None),
    (tidy.line_length, "libs/base/id_test.cc", 'auto table = R"(\n' + "wide " * 30 + '\n)";', None),

    (tidy.function_length, "libs/base/id.cc", f"namespace leakproof {{\nResult<int>\nread(int x) const {{\n{LONG}\n}}\n}}", 2),
    (tidy.function_length, "libs/base/id.cc", f"TEST(Id, Reads) {{\n  if (x) {{\n{LONG}\n  }}\n}}", 1),
    (tidy.function_length, "libs/base/id.cc", f"auto read(int x) -> Result<int> {{\n{LONG}\n}}", 1),
    (tidy.function_length, "libs/base/id.cc", "#define OPEN {\nvoid read() {\n" + "  step();\n" * 68 + "}", None),
    (tidy.function_length, "libs/base/id.h", "class Id {\n" + "  void step() {}\n" * 80 + "};", None),

    (tidy.promises, "libs/base/id.cc", "int x;  // TO" "DO: more", 1),
    (tidy.promises, "libs/base/id.cc", "mktemp XXXX" "XX", None),
    (tidy.places, "README.md", "see /wo" "rk/main", 1),
    (tidy.places, "README.md", "see iss" "ue #7", 1),
    (tidy.places, "README.md", "see services/wo" "rk/main", None),
    (tidy.vague_names, "libs/base/string_util.h", "", 1),
    (tidy.vague_names, "libs/base/utilization.h", "", None),

    (documents.dead_links, "docs/life.md", "\nsee [it](gone.md#top)", 2),
    (documents.dead_links, "docs/life.md", "[a](../libs/base/) [b](#top) [c](https://example.org/x) [d](../libs/base/result.h#L1)", None),
    (documents.dead_links, "docs/life.md", "```\n[it](gone.md)\n```", None),

    (documents.md_line_length, "README.md", "# A\n" + "wide " * 30, 2),
    (documents.md_line_length, "README.md", "```\ncode\n```\n- " + "wide " * 30, 4),
    (documents.md_line_length, "README.md", "[a](b) and [c](" + "d" * 120 + ")", 1),
    (documents.md_line_length, "README.md", "1234 " * 24, None),
    (documents.md_line_length, "README.md", "  | wide " * 20, None),
    (documents.md_line_length, "README.md", "- ~~~sh\n```\n" + "wide " * 30 + "\n~~~\n", None),
    (documents.md_line_length, "README.md", "- [all of it](" + "d" * 120 + ").\n[b]: " + "e" * 120, None),

    (include_depth.include_depth, "libs/base/id.cc", '#include <vector>\n#include "base/2.h"', None),
    (include_depth.include_depth, "libs/base/id.cc", '\n#include "base/result.h"\n#include "base/1.h"', 3),

    (words.people, "docs/life.md", "The member\nand His leads.", 2),
    (words.people, "libs/base/id.h", "int a;  // the member\n/* who\n   she is */", 3),
    (words.people, "proto/leakproof/a.proto", "// What he said.", 1),
    (words.people, "libs/base/id.cc", "// The others of this shepherd: theirs.\nint he = 1; say(\"he\");", None),

    (topics.topic_literals, "libs/base/id.cc", '// "lead.events"\nread("lead.events");', 2),
    (topics.topic_literals, "libs/base/id.cc", 'read("lead.events of it"); read("lead.scores"); read("id");', None),
    (topics.topic_literals, "libs/base/id_test.cc", 'read("lead.events");', None),
    (topics.topic_literals, "libs/stream/fakes/log.h", 'read("lead.events");', None),
    (topics.topic_literals, "libs/stream/log_fake.h", 'read("lead.events");', None),
    (topics.topic_literals, "libs/stream/topics.h", 'read("lead.events");', None),
    (topics.topic_literals, "libs/config/schema.cc", 'add("lead.events");', None),

    *[(statements.comma_joined, "libs/base/id.cc", "void f() {\n" + statement + "\n}", line) for statement, line in [
        ("a = b, c = d;", 2),
        ("read(\n  a, b), write();", 3),
        ("return x = y, Status();", 2),
        ("if (a < b)\n  ++a, --b;\nelse\n  c = 1;", 3),
        ("if (a) {\n}\nelse ++a, --b;", 4),
        ("case Kind::kA: ++a, --b;", 2),
        ("for (const auto& [a, b] : c) ++d, e += b;", 2),
        ("run(1, [&](int a, int b) -> Result<int, A> { ++a, ++b; });", 2),
        ("const auto f = [this] { return ++a, b; };", 2),
        ("a < b ? c() : d(), e();", 2),
        ("ok && run(), stop();", 2),
        ("get<A, B>(), stop();", 2),
        ("int a = 1, b = 2;", None),
        ("const std::map<A, B>::iterator a = f(1, 2), b{1, 2};", None),
        ("static constexpr const char *a = x[1], *b = nullptr;", None),
        ("unsigned long a, b; auto &c = d, &e = d;", None),
        ("for (int i = 0, j = 1; i < j; ++i, --j) read(i, j);", None),
        ("if (const auto a = f(1, 2); a) return {a, b};", None),
        ("x = std::pair<int, int>{1, 2}; y = std::map<A<B, C>, D>();", None),
        ("auto& [a, b] = c; run<A, B>([a, b] { return f(a, b); });", None),
        ("using A = std::pair<B, C>; struct D : E, F { int a, b; }; enum G : int { kH, kI };", None),
    ]],
    (statements.comma_joined, "libs/base/id.h", "class A : B, C {\n  A() : a_(1), b_{2} { a_ = 1, b_ = 2; }\n};", 2),
    (statements.comma_joined, "libs/base/id.h", "#define A a = 1, \\\n  b = 2;\nclass A : B, C {\n  A() : a_(1), b_{2} {}\n"
     "  template <class D, class E>\n  friend bool operator<(D a, E b);\n private:\n  int a_, b_;\n};", None),

    (protos.proto_packages, "proto/leakproof/lead/v1/lead.proto", "// A.\npackage leakproof.lead;", 2),
    (protos.proto_packages, "proto/leakproof/lead/v1/lead.proto", "// A.\npackage leakproof.lead.v1;", None),
    (protos.proto_packages, "proto/google/rpc/status.proto", "package other;", None),
    (protos.proto_names, "proto/leakproof/a.proto", "message A {\n  string leadId = 1;\n}", 2),
    (protos.proto_names, "proto/leakproof/a.proto", "message A {\n  oneof kind {\n    map<string, B> B_c = 1;\n  }\n}", 3),
    (protos.proto_names, "proto/leakproof/a.proto", "message A { repeated b.C lead_id2 = 1 [deprecated = true]; enum D { E = 1; } }", None),
    (protos.proto_numbers, "proto/leakproof/a.proto", "message A {\n  string a = 1;\n  oneof b {\n    int32 c = 1;\n  }\n}", 4),
    (protos.proto_numbers, "proto/leakproof/a.proto", "enum A {\n  A_UNSPECIFIED = 0;\n  B = 0;\n}", 3),
    (protos.proto_numbers, "proto/leakproof/a.proto", "message A {\n  string a = 1;\n  message B {\n    // string c = 1;\n    string b = 1;\n  }\n}", None),
    (protos.proto_zeros, "proto/leakproof/a.proto", "enum A {\n  NONE = 0;\n}", 2),
    (protos.proto_zeros, "proto/leakproof/a.proto", "message M { string a = 0; enum A { A_UNSPECIFIED = 0; B = 1; } }", None),
    (protos.proto_comments, "proto/leakproof/a.proto", "syntax = \"proto3\";", 1),
    (protos.proto_comments, "proto/leakproof/a.proto", "// A.\nsyntax = \"proto3\";", None),
]


class Rules(unittest.TestCase):
    def test_each_finds_its_break_and_nothing_else(self):
        for rule, path, text, line in CASES:
            with self.subTest(rule=rule.__name__, path=path, text=text[:60]):
                found = [finding for finding in rule(Tree({**HOUSE, path: text})) if finding.path == path]
                self.assertEqual([finding.line for finding in found], [] if line is None else [line])

    def test_each_is_shown_a_break(self):
        self.assertEqual({rule for rule, _, _, line in CASES if line}, set(tidy.RULES + tidy.COMING))


class OnDisk(unittest.TestCase):
    def test_a_worktree_whose_git_is_a_file_is_read_without_it(self):
        with tempfile.TemporaryDirectory() as root:
            for name in (".git", "README.md"):
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write("words\n")
            self.assertEqual(set(Tree.read(root).paths), {"README.md"})


class Code(unittest.TestCase):
    def test_keeps_its_lines_and_loses_comments_and_literals(self):
        text = "a /* b\nc */ \"d // e\" 'f' 1'000 R\"x(\n\")x\" g // h\ni"
        self.assertEqual(code_of(text).split(), ["a", "1'000", "g", "i"])
        self.assertEqual(code_of(text).count("\n"), text.count("\n"))


class Headers(unittest.TestCase):
    def test_flags_lose_launcher_source_and_outputs(self):
        self.assertEqual(headers.flags_of("/usr/bin/ccache /usr/bin/c++ -Ilibs -MD -MT x.o -o x.o -c libs/x.cc"), ["/usr/bin/c++", "-Ilibs"])

    def test_a_neighbour_lends_its_flags(self):
        self.assertEqual(headers.nearest("libs/net/door.h", ["libs/base/id.cc", "libs/net/server.cc"]), "libs/net/server.cc")

    def test_a_header_that_leans_on_its_includer_is_found(self):
        with tempfile.TemporaryDirectory() as root:
            texts = {"libs/a/leans.h": "std::string name();\n", "libs/a/stands.h": "#include <string>\nstd::string name();\n"}
            os.makedirs(f"{root}/libs/a")
            for path, text in texts.items():
                with open(f"{root}/{path}", "w", encoding="utf-8") as file:
                    file.write(text)
            command = {"file": f"{root}/libs/a/a.cc", "directory": root, "command": f"g++ -I{root}/libs -o a.o -c libs/a/a.cc"}
            with open(f"{root}/compile_commands.json", "w", encoding="utf-8") as file:
                json.dump([command], file)
            self.assertEqual([finding.path for finding in headers.self_contained(root, Tree(texts), root)], ["libs/a/leans.h"])


if __name__ == "__main__":
    unittest.main()
