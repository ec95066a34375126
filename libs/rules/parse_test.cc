#include "rules/parse.h"

#include <gtest/gtest.h>

#include "rules/value.h"

namespace leakproof::rules {
namespace {

struct Shown {
  std::string operator()(std::monostate) const { return "null"; }
  std::string operator()(std::uint64_t literal) const { return Value(Uint{literal}).text(); }
  std::string operator()(const ByteText& literal) const { return Value(Bytes{literal.data}).text(); }
  template <class T>
  std::string operator()(const T& literal) const {
    return Value(literal).text();
  }
};
// The tree in prefix form: (&& (== lead.a 1) (.startsWith lead.b "x")).
std::string tree(const Expression& e) {
  using Kind = Expression::Kind;
  if (e.kind == Kind::kLiteral) return std::visit(Shown(), e.literal);
  if (e.kind == Kind::kPath) return e.name;
  std::string text = e.kind == Kind::kList   ? "["
                     : e.kind == Kind::kMap  ? "{"
                     : e.kind == Kind::kCall ? "(" + e.name
                                             : "(." + e.name;
  for (const auto& argument : e.arguments) text += " " + tree(argument);
  return text + (e.kind == Kind::kList ? "]" : e.kind == Kind::kMap ? "}" : ")");
}
std::string parsed(std::string_view text) {
  try {
    return tree(parse(text));
  } catch (const Refused& refused) {
    return std::to_string(refused.at) + ": " + refused.message;
  }
}

struct Case {
  const char* text;
  const char* tree;
};

TEST(Parse, Trees) {
  const std::vector<Case> cases = {
      {"1 + 2 * 3 - 4", "(- (+ 1 (* 2 3)) 4)"},
      {"(1 + 2) * 3", "(* (+ 1 2) 3)"},
      {"8 / 4 / 2", "(/ (/ 8 4) 2)"},
      {"a.b == 1 && !c || d", "(|| (&& (== a.b 1) (! c)) d)"},
      {"a && b && c && d", "(&& a b c d)"},
      {"a && (b && c)", "(&& a (&& b c))"},
      {"a ? b : c ? d : e", "(?: a b (?: c d e))"},
      {"-1", "-1"},
      {"- x", "(negate x)"},
      {"1-1", "(- 1 1)"},
      {"1 - -1", "(- 1 -1)"},
      {"!!a", "a"},
      {"!(!a) && !!!a", "(&& (! (! a)) (! a))"},
      {"--x - --5", "(- x 5)"},
      {"-(-x)", "(negate (negate x))"},
      {"-1u", "(negate 1u)"},
      {"- // why\n 9223372036854775808", "-9223372036854775808"},
      {"-1e-400", "-0"},
      {"-9223372036854775808", "-9223372036854775808"},
      {"0x1F + 1.5e3 + 2e-1", "(+ (+ 31 1500) 0.2)"},

      {"lead.country.startsWith('V')", "(.startsWith lead.country \"V\")"},
      {"x.lowerAscii().size()", "(.size (.lowerAscii x))"},
      {"'abc'.size()", "(.size \"abc\")"},
      {"has( lead . x )", "(has lead.x)"},
      {"f()", "(f)"},
      {"f (a . g\n())", "(f (.g a))"},
      {"a ? (b ? c : d) : e", "(?: a (?: b c d) e)"},
      {"x in ['a', \"b\"]", "(in x [ \"a\" \"b\"])"},
      {"index in [1]", "(in index [ 1])"},
      {"1in[1u]", "(in 1 [ 1u])"},
      {"truely", "truely"},
      {"r'\\d'", "\"\\\\d\""},
      {"[1,]", "[ 1]"},
      {"[[,], {,}]", "[ [] {}]"},
      {"{'a': 1, 2u: null,}", "{ \"a\" 1 2u null}"},
      {"a.b[0].c", "(.c ([] a.b 0))"},
      {".a.b", "a.b"},
      {"a.`b-c`", "(.b-c a)"},
      {"x.all(i, i > 0)", "(.all x i (> i 0))"},
      {".5 + 0x1Fu", "(+ 0.5 31u)"},
      {"'\\303\\u00fc'", "\"\u00c3\u00fc\""},
      {"b'\\377a'", "b\"\\xffa\""},
      {"'''a'b\n''' + r\"\"\"\\n\"\"\"", "(+ \"a'b \" \"\\\\n\")"},
      {"br'\\x'", "b\"\\x5cx\""},
      {" a // why\n && b ", "(&& a b)"},
  };
  for (const auto& c : cases) EXPECT_EQ(parsed(c.text), c.tree) << c.text;
}

TEST(Parse, ErrorsPointAtTheirPlace) {
  const std::vector<Case> cases = {
      {"", "0: a value is missing here"},
      {"a &&", "4: a value is missing here"},
      {"a = b", "2: expected an operator or the end; did you mean '=='?"},
      {"a and b", "2: expected an operator or the end; did you mean '&&'?"},
      {"a | b", "2: expected an operator or the end; did you mean '||'?"},
      {"(a", "2: expected ')'"},
      {"[1, 2", "5: expected ']'"},
      {"[1,,]", "3: a value is missing here"},
      {"{1: 2, 3}", "8: expected ':' and the value of the key"},
      {"{1: 2", "5: expected '}'"},
      {"a[1", "3: expected ']'"},
      {"'''abc'", "7: the string is not closed, or is not UTF-8"},
      {"f(1,)", "4: a value is missing here"},
      {"--9223372036854775808", "2: the number does not fit 64 bits"},
      {"-!a", "1: a value is missing here"},
      {"a ? b ? c : d : e",
       "6: expected ':' and the value for when the condition is false; put the inner choice in brackets"},
      {"0X1F", "1: a number ends before letters"},
      {"a\v+ b", "1: expected an operator or the end"},
      {"b'\\u00e9'", "2: unknown escape: write \\\\ for a backslash, or a raw string r\"...\""},
      {"a.in", "2: a field or function name is missing after '.'"},
      {"while", "0: 'while' is a reserved word"},
      {"a ? b", "5: expected ':' and the value for when the condition is false"},
      {"a.", "2: a field or function name is missing after '.'"},
      {"'abc", "4: the string is not closed on this line, or is not UTF-8"},
      {"'a\xff'", "2: the string is not closed on this line, or is not UTF-8"},
      {"'\\q'", "1: unknown escape: write \\\\ for a backslash, or a raw string r\"...\""},
      {"9223372036854775808", "0: the number does not fit 64 bits"},
      {"1e999", "0: the number does not fit a double"},
      {"12abc", "2: a number ends before letters"},
      {"\xff", "0: a value is missing here"},
  };
  for (const auto& c : cases) EXPECT_EQ(parsed(c.text), c.tree) << c.text;
}

std::string repeated(int count, const std::string& text) {
  std::string all;
  for (int i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Parse, BoundsHoldAgainstHostileText) {
  for (const auto* deep : {"(", "[", "!", "- ", "f(", "a ? b : ", "a+", "a.f("}) {
    EXPECT_NE(parsed(repeated(2000, deep) + "a").find("nested too deeply"), std::string::npos) << deep;
  }
  EXPECT_NE(parsed(repeated(101, "(") + "a" + repeated(101, ")")).find("nested too deeply"), std::string::npos);
  EXPECT_EQ(parsed(repeated(90, "(") + "a" + repeated(90, ")")), "a");
  EXPECT_EQ(parsed(repeated(2000, "a || ") + "b").substr(0, 7), "(|| a a");
  EXPECT_EQ(parsed(std::string(16 * 1024 + 1, ' ')), "0: the rule is longer than 16 KiB");
}

}  // namespace
}  // namespace leakproof::rules
