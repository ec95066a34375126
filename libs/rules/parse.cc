#include "rules/parse.h"

#include <algorithm>
#include <charconv>
#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/limit_depth.hpp>

#include "rules/limits.h"
#include "rules/text_literal.h"

namespace leakproof::rules {
namespace {

using namespace tao::pegtl;
using Kind = Expression::Kind;

constexpr const char* kTooDeep = "nested too deeply: at most 100 levels";

// The grammar. It never backtracks over a rule that has an action, so that actions may build the tree as they go; after an operator or an
// opening bracket the rest is `needed` and its absence is an error at that place.
template <class Rule>
struct needed : seq<Rule> {};
struct blank : star<sor<space, seq<string<'/', '/'>, star<not_one<'\n'>>>>> {};
template <char... C>
struct keyword : seq<string<C...>, not_at<identifier_other>> {};

struct expression;
struct boolean : sor<keyword<'t', 'r', 'u', 'e'>, keyword<'f', 'a', 'l', 's', 'e'>> {};
struct null_word : keyword<'n', 'u', 'l', 'l'> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct number_end : not_at<identifier_other> {};
struct real : seq<opt<one<'-'>>, plus<digit>, sor<seq<one<'.'>, plus<digit>, opt<exponent>>, exponent>> {};
struct hexadecimal : seq<opt<one<'-'>>, one<'0'>, one<'x', 'X'>, plus<xdigit>> {};
struct decimal : seq<opt<one<'-'>>, plus<digit>> {};
struct number : seq<sor<real, hexadecimal, decimal>, number_end> {};

template <char Quote>
struct closing_quote : one<Quote> {};
template <char Quote>
struct quoted
    : if_must<one<Quote>, star<sor<seq<one<'\\'>, utf8::not_one<'\n'>>, utf8::not_one<Quote, '\\', '\n'>>>, closing_quote<Quote>> {};
template <char Quote>
struct quoted_raw : if_must<one<Quote>, star<utf8::not_one<Quote, '\n'>>, closing_quote<Quote>> {};
struct text_literal : sor<quoted<'"'>, quoted<'\''>> {};
struct raw_text_literal : seq<one<'r', 'R'>, at<one<'"', '\''>>, sor<quoted_raw<'"'>, quoted_raw<'\''>>> {};

struct closing_round : one<')'> {};
struct closing_square : one<']'> {};
struct colon : one<':'> {};
struct items : opt<expression, star<blank, one<','>, blank, needed<expression>>> {};
struct list_open : one<'['> {};
struct list : seq<list_open, blank, items, blank, closing_square> {};
struct call_open : one<'('> {};
struct call : seq<call_open, blank, items, blank, closing_round> {};
struct group : seq<one<'('>, blank, needed<expression>, blank, closing_round> {};

struct name : seq<not_at<keyword<'i', 'n'>>, identifier> {};
struct member_name : identifier {};
struct member : seq<blank, one<'.'>, blank, needed<member_name>, opt<call>> {};
struct primary : sor<boolean, null_word, number, raw_text_literal, text_literal, list, group, seq<name, opt<call>>> {};
struct postfix : seq<primary, star<member>> {};
struct prefix_operator : sor<one<'!'>, seq<one<'-'>, not_at<digit>>> {};
struct unary;
struct prefixed : seq<prefix_operator, blank, needed<unary>> {};
struct unary : sor<prefixed, postfix> {};

struct times_operator : one<'*', '/', '%'> {};
struct plus_operator : one<'+', '-'> {};
struct relation_operator
    : sor<string<'=', '='>, string<'!', '='>, string<'<', '='>, string<'>', '='>, one<'<'>, one<'>'>, keyword<'i', 'n'>> {};
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
struct branches : seq<blank, condition_operator, blank, needed<expression>, blank, colon, blank, needed<expression>> {};
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
constexpr const char* Messages::message<closing_quote<Quote>> = "the string is not closed on this line, or is not UTF-8";
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
  void prefix(std::size_t begin) {
    join(1);
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
  void select(std::string name, std::size_t at, std::size_t end) {
    auto& target = stack_.back();
    if (target.kind != Kind::kPath) {
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

std::variant<bool, std::int64_t, double, std::string> number_of(std::string_view text, std::size_t at) {
  const bool hex = text.find_first_of("xX") != std::string_view::npos;
  const bool negative = text[0] == '-';
  if (!hex && text.find_first_of(".eE") != std::string_view::npos) {
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc())
      throw Refused{"the number does not fit a double", at};
    return value;
  }
  std::string digits(text.substr(negative));
  if (hex) digits.erase(0, 2);
  if (negative) digits.insert(0, "-");
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value, hex ? 16 : 10);
  if (read.ec != std::errc()) throw Refused{"the number does not fit 64 bits", at};
  return value;
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
LEAKPROOF_ON(null_word, throw(Refused{"there is no null: ask has(lead.field) whether a field is set", begin}))
LEAKPROOF_ON(number, builder.push({.literal = number_of(text, begin)}, begin, end))
LEAKPROOF_ON(text_literal, builder.push({.literal = unescaped(text.substr(1, text.size() - 2), begin + 1)}, begin, end))
LEAKPROOF_ON(raw_text_literal, builder.push({.literal = std::string(text.substr(2, text.size() - 3))}, begin, end))
LEAKPROOF_ON(name, builder.push({.kind = Kind::kPath, .name = std::string(text)}, begin, end))
LEAKPROOF_ON(member_name, builder.select(std::string(text), begin, end))
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
template <>
struct Action<prefixed> : limit_depth<kNestingMax> {
  template <class Input>
  static void apply(const Input& in, Builder& builder) {
    builder.prefix(builder.offset(in.begin()));
  }
};
template <>
struct Action<expression> : limit_depth<kNestingMax> {};

}  // namespace

Expression parse(std::string_view text) {
  if (text.size() > kTextMax) throw Refused{"the rule is longer than 16 KiB", 0};
  Builder builder(text);
  memory_input<> input(text.data(), text.data() + text.size(), "");
  try {
    tao::pegtl::parse<whole, Action, Control>(input, builder);
  } catch (const parse_error& error) {
    const std::string message(error.message());
    throw Refused{message.starts_with("maximum") ? kTooDeep : message, error.positions().front().byte};
  }
  return builder.result();
}

}  // namespace leakproof::rules
