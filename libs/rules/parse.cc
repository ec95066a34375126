#include "rules/parse.h"

#include <algorithm>
#include <array>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/limit_depth.hpp>

#include "base/parse_number.h"
#include "rules/limits.h"
#include "rules/text_literal.h"

namespace leakproof::rules {
namespace {

using namespace tao::pegtl;
using Kind = Expression::Kind;

constexpr const char* kTooDeep = "nested too deeply: at most 100 levels";

// The grammar. It never backtracks over a rule that has an action, so that actions may build the tree as they go; after
// an operator or an opening bracket the rest is `needed` and its absence is an error at that place.
template <class Rule>
struct needed : seq<Rule> {};
struct white : one<' ', '\t', '\n', '\r', '\f'> {};
struct blank : star<sor<white, seq<string<'/', '/'>, star<not_one<'\n'>>>>> {};
template <char... C>
struct keyword : seq<string<C...>, not_at<identifier_other>> {};

struct expression;
struct boolean : sor<keyword<'t', 'r', 'u', 'e'>, keyword<'f', 'a', 'l', 's', 'e'>> {};
struct null_word : keyword<'n', 'u', 'l', 'l'> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct number_end : sor<at<keyword<'i', 'n'>>, not_at<identifier_other>> {};
struct real : sor<seq<star<digit>, one<'.'>, plus<digit>, opt<exponent>>, seq<plus<digit>, exponent>> {};
struct whole_number : sor<seq<string<'0', 'x'>, plus<xdigit>>, plus<digit>> {};
struct natural_number : seq<whole_number, one<'u', 'U'>> {};
struct sign : seq<one<'-'>, blank> {};
struct number : seq<sor<natural_number, seq<opt<sign>, sor<real, whole_number>>>, number_end> {};

template <char Quote>
struct closing_quote : one<Quote> {};
template <char Quote>
struct closing_quotes : string<Quote, Quote, Quote> {};
struct escaped : seq<one<'\\'>, utf8::any> {};
template <char Quote, class... Escape>
struct long_text
    : if_must<string<Quote, Quote, Quote>, star<not_at<string<Quote, Quote, Quote>>, sor<Escape..., utf8::any>>,
              closing_quotes<Quote>> {};
template <char Quote>
struct short_text
    : if_must<one<Quote>, star<sor<seq<one<'\\'>, utf8::not_one<'\n', '\r'>>, utf8::not_one<Quote, '\\', '\n', '\r'>>>,
              closing_quote<Quote>> {};
template <char Quote>
struct short_raw_text : if_must<one<Quote>, star<utf8::not_one<Quote, '\n', '\r'>>, closing_quote<Quote>> {};
struct quote : one<'"', '\''> {};
struct byte_mark : opt<one<'b', 'B'>> {};
struct cooked_text : seq<byte_mark, at<quote>,
                         sor<long_text<'"', escaped>, long_text<'\'', escaped>, short_text<'"'>, short_text<'\''>>> {};
struct raw_text : seq<byte_mark, one<'r', 'R'>, at<quote>,
                      sor<long_text<'"'>, long_text<'\''>, short_raw_text<'"'>, short_raw_text<'\''>>> {};
struct text_literal : sor<cooked_text, raw_text> {};

struct closing_round : one<')'> {};
struct closing_square : one<']'> {};
struct colon : one<':'> {};
struct items : opt<expression, star<blank, one<','>, blank, needed<expression>>> {};
template <char Close, class Item>
struct listed : opt<sor<one<','>, seq<Item, star<blank, one<','>, blank, sor<at<one<Close>>, needed<Item>>>>>> {
};  // a last comma is free
struct list_open : one<'['> {};
struct list : seq<list_open, blank, listed<']', expression>, blank, closing_square> {};
struct closing_curly : one<'}'> {};
struct key_colon : one<':'> {};
struct map_entry : seq<expression, blank, key_colon, blank, needed<expression>> {};
struct map_open : one<'{'> {};
struct map : seq<map_open, blank, listed<'}', map_entry>, blank, closing_curly> {};
struct call_open : one<'('> {};
struct call : seq<call_open, blank, items, blank, closing_round> {};
struct group : seq<one<'('>, blank, needed<expression>, blank, closing_round> {};

struct name : seq<opt<one<'.'>, blank>, not_at<keyword<'i', 'n'>>, identifier> {};
struct member_name : seq<not_at<sor<keyword<'i', 'n'>, keyword<'t', 'r', 'u', 'e'>, keyword<'f', 'a', 'l', 's', 'e'>,
                                    keyword<'n', 'u', 'l', 'l'>>>,
                         identifier> {};
struct quoted_name : seq<one<'`'>, plus<sor<alnum, one<'_', '.', '-', '/', ' '>>>, one<'`'>> {};
struct member : seq<blank, one<'.'>, blank, sor<quoted_name, seq<needed<member_name>, opt<blank, call>>>> {};
struct index_open : one<'['> {};
struct index : seq<index_open, blank, needed<expression>, blank, closing_square> {};
struct indexed : seq<blank, index> {};
struct primary : sor<boolean, null_word, number, text_literal, list, map, group, seq<name, opt<blank, call>>> {};
struct postfix : seq<primary, star<sor<member, indexed>>> {};
struct prefix_operator : one<'!', '-'> {};
template <char Operator>
struct prefixed : seq<at<one<Operator>>, prefix_operator, blank, needed<sor<prefixed<Operator>, postfix>>> {};
struct signed_number : seq<sign, not_at<natural_number>, opt<one<'.'>>, digit> {
};  // of `-5` the sign is the number's, of `--5` not
struct unary : sor<prefixed<'!'>, seq<not_at<signed_number>, prefixed<'-'>>, postfix> {};

struct times_operator : one<'*', '/', '%'> {};
struct plus_operator : one<'+', '-'> {};
struct relation_operator : sor<string<'=', '='>, string<'!', '='>, string<'<', '='>, string<'>', '='>, one<'<'>,
                               one<'>'>, keyword<'i', 'n'>> {};
struct and_operator : string<'&', '&'> {};
struct or_operator : string<'|', '|'> {};
struct condition_operator : one<'?'> {};
template <class Operator, class Operand>
struct tail : seq<blank, Operator, blank, needed<Operand>> {};
template <class Operator, class Operand>
struct chain : seq<Operand, star<tail<Operator, Operand>>> {};
struct product : chain<times_operator, unary> {};
struct sum : chain<plus_operator, product> {};
struct relation : chain<relation_operator, sum> {};
struct conjunction : chain<and_operator, relation> {};
struct disjunction : chain<or_operator, conjunction> {};
struct branches : seq<blank, condition_operator, blank, needed<disjunction>, blank, colon, blank, needed<expression>> {
};
struct expression : seq<disjunction, opt<branches>> {};
struct whole_end : eof {};
struct whole : seq<blank, needed<expression>, blank, whole_end> {};

struct Messages {
  template <class Rule>
  static constexpr const char* message = nullptr;
};
template <class Rule>
constexpr const char* Messages::message<needed<Rule>> = "a value is missing here";
template <>
constexpr const char* Messages::message<needed<member_name>> = "a field or function name is missing after '.'";
template <char Quote>
constexpr const char* Messages::message<closing_quote<Quote>> =
    "the string is not closed on this line, or is not UTF-8";
template <char Quote>
constexpr const char* Messages::message<closing_quotes<Quote>> = "the string is not closed, or is not UTF-8";
template <>
constexpr const char* Messages::message<closing_curly> = "expected '}'";
template <>
constexpr const char* Messages::message<key_colon> = "expected ':' and the value of the key";
template <>
constexpr const char* Messages::message<closing_round> = "expected ')'";
template <>
constexpr const char* Messages::message<closing_square> = "expected ']'";
template <>
constexpr const char* Messages::message<colon> = "expected ':' and the value for when the condition is false";
template <>
constexpr const char* Messages::message<number_end> = "a number ends before letters";
template <>
constexpr const char* Messages::message<whole_end> = "expected an operator or the end";
template <class Rule>
using Control = must_if<Messages, normal, false>::control<Rule>;

// The tree as it grows: operands on a stack, operators and opened brackets that wait for theirs.
class Builder {
 public:
  explicit Builder(std::string_view text) : text_(text) {}
  std::size_t offset(const char* place) const { return static_cast<std::size_t>(place - text_.data()); }
  Expression result() { return pop(); }

  void push(Expression expression, std::size_t begin, std::size_t end) {
    expression.begin = expression.at = begin;
    expression.end = end;
    stack_.push_back(std::move(expression));
  }
  void operate(std::string name, std::size_t at) { operators_.push_back({std::move(name), at}); }
  // Joins the newest `count` operands under the newest operator.
  void join(std::size_t count) {
    auto [name, at] = std::move(operators_.back());
    operators_.pop_back();
    Expression joined = take(count);
    auto& first = joined.arguments.front();
    if ((name == "&&" || name == "||") && first.kind == Kind::kCall && first.name == name) {
      std::vector<Expression> flat = std::move(first.arguments);
      flat.push_back(std::move(joined.arguments[1]));
      joined.arguments = std::move(flat);
    }
    joined.kind = Kind::kCall;
    joined.name = std::move(name);
    add(std::move(joined), at);
  }
  // Two of one kind side by side are none: !!x is x, whatever x is.
  void prefix(std::size_t begin) {
    const auto& operand = stack_.back();
    const bool doubled =
        operand.kind == Kind::kCall && operand.name == operators_.back().name && operand.at == operand.begin;
    join(1);
    if (doubled) stack_.back() = Expression(std::move(stack_.back().arguments[0].arguments[0]));
    stack_.back().begin = begin;
  }
  void open() { opened_.push_back(stack_.size()); }
  void close_list(std::size_t begin, std::size_t end) {
    Expression list = take(since_opened());
    list.kind = Kind::kList;
    list.begin = begin;
    list.end = end;
    add(std::move(list), begin);
  }
  void close_map(std::size_t begin, std::size_t end) {
    close_list(begin, end);
    stack_.back().kind = Kind::kMap;
  }
  void close_index(std::size_t at, std::size_t end) {
    Expression indexed = take(2);
    indexed.kind = Kind::kCall;
    indexed.name = "[]";
    indexed.end = end;
    add(std::move(indexed), at);
  }
  // `quoted`: written x.`name`, which is never a part of a path.
  void select(std::string name, std::size_t at, std::size_t end, bool quoted = false) {
    auto& target = stack_.back();
    if (quoted || target.kind != Kind::kPath) {
      Expression member = take(1);
      member.kind = Kind::kMember;
      member.name = std::move(name);
      member.end = end;
      return add(std::move(member), at);
    }
    target.name += "." + std::move(name);
    target.at = at;
    target.end = end;
  }
  // `f(...)`, `path.f(...)` and `x.f(...)`: what stands before the bracket becomes the call.
  void close_call(std::size_t end) {
    auto arguments = std::move(take(since_opened()).arguments);
    Expression target = pop();
    Expression called = target;
    called.kind = target.kind == Kind::kMember ? Kind::kMethod : Kind::kCall;
    const auto dot = target.name.rfind('.');
    if (target.kind == Kind::kPath && dot != std::string::npos) {
      called.kind = Kind::kMethod;
      called.name = target.name.substr(dot + 1);
      target.name.resize(dot);
      target.end = text_.rfind('.', target.at);
      target.at = target.begin;
      called.arguments = {std::move(target)};
    }
    std::ranges::move(arguments, std::back_inserter(called.arguments));
    called.end = end;
    const auto at = called.at;
    add(std::move(called), at);
  }
  void widen(std::size_t begin, std::size_t end) {
    stack_.back().begin = begin;
    stack_.back().end = end;
  }

 private:
  Expression pop() {
    Expression last = std::move(stack_.back());
    stack_.pop_back();
    return last;
  }
  std::size_t since_opened() {
    const auto count = stack_.size() - opened_.back();
    opened_.pop_back();
    return count;
  }
  Expression take(std::size_t count) {
    Expression taken;
    taken.arguments.assign(std::make_move_iterator(stack_.end() - count), std::make_move_iterator(stack_.end()));
    stack_.resize(stack_.size() - count);
    if (count == 0) return taken;
    taken.begin = taken.arguments.front().begin;
    taken.end = taken.arguments.back().end;
    return taken;
  }
  void add(Expression expression, std::size_t at) {
    expression.at = at;
    expression.depth = 1;
    for (const auto& argument : expression.arguments) expression.depth = std::max(expression.depth, argument.depth + 1);
    if (expression.depth > kNestingMax) throw Refused{kTooDeep, at};
    stack_.push_back(std::move(expression));
  }

  struct Operator {
    std::string name;
    std::size_t at;
  };
  std::string_view text_;
  std::vector<Expression> stack_;
  std::vector<Operator> operators_;
  std::vector<std::size_t> opened_;
};

template <class T>
Literal whole_number_of(const std::string& digits, int base, std::size_t at) {
  const auto value = parse_number<T>(digits, base);
  if (!value) throw Refused{"the number does not fit 64 bits", at};
  return *value;
}
// Whether a number that no double holds is too small for one: it reads as 0.
bool vanishes(std::string_view text) {
  const auto exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) return text[exponent + 1] == '-';
  return text.substr(0, text.find('.')).find_first_of("123456789") == std::string_view::npos;
}
Literal number_of(std::string_view text, std::size_t at) {
  const bool negative = text[0] == '-';
  text.remove_prefix(std::max<std::size_t>(negative, text.find_last_of(" \t\n\r\f") + 1));  // blanks behind the sign
  const bool hex = text.find('x') != std::string_view::npos, natural = text.back() == 'u' || text.back() == 'U';
  if (!hex && text.find_first_of(".eE") != std::string_view::npos) {
    const auto value = parse_number<double>(text);
    if (!value && !vanishes(text)) throw Refused{"the number does not fit a double", at};
    return negative ? -value.value_or(0) : value.value_or(0);
  }
  std::string digits(text.substr(hex ? 2 : 0, text.size() - natural - (hex ? 2 : 0)));
  if (negative) digits.insert(0, "-");
  return natural ? whole_number_of<std::uint64_t>(digits, hex ? 16 : 10, at)
                 : whole_number_of<std::int64_t>(digits, hex ? 16 : 10, at);
}

// `b`, `r` and the quotes off, the escapes read.
Literal text_of(std::string_view text, std::size_t at) {
  const auto quote = text.find_first_of("\"'");
  const std::string_view marks = text.substr(0, quote), quotes = text.substr(quote);
  const bool bytes = marks.find_first_of("bB") != std::string_view::npos,
             raw = marks.find_first_of("rR") != std::string_view::npos;
  const std::size_t width = quotes.size() >= 6 && quotes.substr(0, 3) == std::string(3, quotes[0]) ? 3 : 1;
  const std::string_view body = quotes.substr(width, quotes.size() - 2 * width);
  std::string plain = raw ? std::string(body) : unescaped(body, at + quote + width, bytes);
  if (bytes) return ByteText{std::move(plain)};
  return plain;
}

Expression name_of_text(std::string_view text, std::size_t at) {
  static constexpr std::array<std::string_view, 16> kReserved = {
      "as",     "break", "const", "continue", "else",      "for",    "function", "if",
      "import", "let",   "loop",  "package",  "namespace", "return", "var",      "void"};
  Expression path{.kind = Kind::kPath, .absolute = text[0] == '.'};
  path.name = path.absolute ? text.substr(text.find_first_not_of(". \t\n\r\f\v")) : text;
  if (path.name == "while" || std::ranges::find(kReserved, path.name) != kReserved.end())
    throw Refused{"'" + path.name + "' is a reserved word", at};
  return path;
}

template <class Rule>
struct Action : nothing<Rule> {};
// An action that gets the builder, the matched text and where it begins and ends.
#define LEAKPROOF_ON(RULE, BODY)                                                            \
  template <>                                                                               \
  struct Action<RULE> {                                                                     \
    template <class Input>                                                                  \
    static void apply(const Input& in, Builder& builder) {                                  \
      const std::string_view text = in.string_view();                                       \
      const std::size_t begin = builder.offset(in.begin()), end = builder.offset(in.end()); \
      static_cast<void>(text), static_cast<void>(begin), static_cast<void>(end);            \
      BODY;                                                                                 \
    }                                                                                       \
  };
LEAKPROOF_ON(boolean, builder.push({.literal = text == "true"}, begin, end))
LEAKPROOF_ON(null_word, builder.push({}, begin, end))
LEAKPROOF_ON(number, builder.push({.literal = number_of(text, begin)}, begin, end))
LEAKPROOF_ON(text_literal, builder.push({.literal = text_of(text, begin)}, begin, end))
LEAKPROOF_ON(name, builder.push(name_of_text(text, begin), begin, end))
LEAKPROOF_ON(member_name, builder.select(std::string(text), begin, end))
LEAKPROOF_ON(quoted_name, builder.select(std::string(text.substr(1, text.size() - 2)), begin, end, true))
LEAKPROOF_ON(map_open, builder.open())
LEAKPROOF_ON(map, builder.close_map(begin, end))
LEAKPROOF_ON(index, builder.close_index(begin, end))
LEAKPROOF_ON(list_open, builder.open())
LEAKPROOF_ON(call_open, builder.open())
LEAKPROOF_ON(list, builder.close_list(begin, end))
LEAKPROOF_ON(call, builder.close_call(end))
LEAKPROOF_ON(group, builder.widen(begin, end))
LEAKPROOF_ON(prefix_operator, builder.operate(text == "-" ? "negate" : "!", begin))
LEAKPROOF_ON(times_operator, builder.operate(std::string(text), begin))
LEAKPROOF_ON(plus_operator, builder.operate(std::string(text), begin))
LEAKPROOF_ON(relation_operator, builder.operate(std::string(text), begin))
LEAKPROOF_ON(and_operator, builder.operate("&&", begin))
LEAKPROOF_ON(or_operator, builder.operate("||", begin))
LEAKPROOF_ON(condition_operator, builder.operate("?:", begin))
LEAKPROOF_ON(branches, builder.join(3))
#undef LEAKPROOF_ON
template <class Operator, class Operand>
struct Action<tail<Operator, Operand>> {
  static void apply0(Builder& builder) { builder.join(2); }
};
template <char Operator>
struct Action<prefixed<Operator>> : limit_depth<kNestingMax> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.prefix(builder.offset(in.begin()));
  }
};
template <>
struct Action<expression> : limit_depth<kNestingMax> {};

}  // namespace

namespace {
// What other languages write in this place.
std::string in_this_language(std::string_view message, std::string_view rest) {
  if (message.starts_with("expected ':'") && rest.starts_with("?")) return "; put the inner choice in brackets";
  static constexpr std::pair<std::string_view, std::string_view> kMeant[] = {
      {"=", "=="},   {"<>", "!="},  {"and ", "&&"}, {"AND ", "&&"},
      {"or ", "||"}, {"OR ", "||"}, {"&", "&&"},    {"|", "||"}};
  for (const auto& [written, meant] : kMeant) {
    if (rest.starts_with(written)) return "; did you mean '" + std::string(meant) + "'?";
  }
  return "";
}
}  // namespace

Expression parse(std::string_view text) {
  if (text.size() > kTextMax) throw Refused{"the rule is longer than 16 KiB", 0};
  Builder builder(text);
  memory_input<> input(text.data(), text.data() + text.size(), "");
  try {
    tao::pegtl::parse<whole, Action, Control>(input, builder);
  } catch (const parse_error& error) {
    const std::string message(error.message());
    const std::size_t at = error.positions().front().byte;
    throw Refused{message.starts_with("maximum") ? kTooDeep : message + in_this_language(message, text.substr(at)), at};
  }
  return builder.result();
}

}  // namespace leakproof::rules
