#include "config/files.h"

#include <gtest/gtest.h>

#include "config/yaml_tree.h"

namespace leakproof::config {
namespace {

const std::string kYaml = "tables: [{id: t, file: a b.csv}]";

std::string packed(const std::string& yaml, const std::string& csv) {
  return std::get<std::string>(with_files(yaml, [&](const std::string& name) {
    EXPECT_EQ(name, "a b.csv");
    return std::optional(csv);
  }));
}
std::string text_in(const std::string& yaml) {
  const auto tree = parse_yaml(yaml);
  const auto* root = std::get_if<Node>(&tree);
  return root == nullptr ? std::get<Problem>(tree).message : root->find("files")->find("a b.csv")->scalar;
}

TEST(Files, TravelBehindTheTextWithTheirLinesAsTheyAre) {
  EXPECT_EQ(packed(kYaml,
                   "\xEF\xBB\xBF"
                   "a;b\r\n1;2\r\n"),
            kYaml + "\nfiles:\n  \"a b.csv\": |2\n    a;b\n    1;2\n");
}

TEST(Files, ComeOutOfYamlAsTheyWentIn) {
  for (const std::string csv :
       {"a,b\n1,2\n", "  a,b\n 1,2\n", "# a: [b\n---\n...\n\"x: y\"\n", "a,b\n\n\n1,2\n", "\ta\n\t\n", "'\"|\n>\n"})
    EXPECT_EQ(text_in(packed(kYaml + "\n", csv)), csv);
  EXPECT_EQ(text_in(packed(kYaml + "\n", "a\r\rb\r\nc")), "a\n\nb\nc\n");
}

TEST(Files, AreReadOnce) {
  const std::string whole = packed(kYaml, "a\n");
  EXPECT_EQ(packed(whole, "b\n"), whole);
}

TEST(Files, OfATextWithoutNamesNothingChanges) {
  for (const char* yaml : {"workspace: w\n", "tables: x\n", "{", "tables: [{id: t, file: ../x}]\n"})
    EXPECT_EQ(packed(yaml, "a\n"), yaml);
}

TEST(Files, OneThatIsNotUtf8IsNamedWithItsLine) {
  const auto problems = std::get<std::vector<Problem>>(
      with_files(kYaml, [](const std::string&) { return std::optional<std::string>("a\nJos\xe9\n"); }));
  EXPECT_EQ(format_problems("w", problems), "a b.csv:2:1: not UTF-8: save the file as CSV in UTF-8\n");
}

}  // namespace
}  // namespace leakproof::config
