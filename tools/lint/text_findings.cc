#include "lint/text_findings.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace leakproof::router {
namespace {

using rules::Node;

constexpr std::size_t kShort = 4;  // letters, at most, that are easily part of another word

// What people write with their own hands, as opposed to codes and what machines fill in.
bool is_free_text(const std::string& path) {
  static constexpr std::array<std::string_view, 5> kFields = {"lead.region", "lead.city", "lead.district",
                                                              "lead.company", "lead.job_title"};
  return std::ranges::find(kFields, path) != kFields.end() || path.starts_with("lead.custom.");
}

bool has_letters(std::string_view text) {
  return std::ranges::any_of(text, [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
}

// The first alternative of a pattern that is a short word with nothing to say where words begin and end.
std::optional<std::string> loose_part(std::string_view pattern) {
  for (const std::string_view bound : {"\\b", "^", "$", "\\W", "\\s"}) {
    if (pattern.find(bound) != std::string_view::npos) return std::nullopt;
  }
  std::string word;
  const auto is_loose = [&] { return word.size() >= 2 && word.size() <= kShort; };
  bool plain = true;
  for (std::size_t i = 0; i <= pattern.size(); ++i) {
    const char c = i < pattern.size() ? pattern[i] : '|';
    if (c == '|') {
      if (plain && is_loose()) return word;
      word.clear();
      plain = true;
    } else if (std::isalpha(static_cast<unsigned char>(c))) {
      word += c;
    } else if (c != '(' && c != ')') {
      plain = false;
    }
    if (c == '(' && pattern.substr(i, 2) == "(?") {  // (?i)
      i = std::min(pattern.find(')', i), pattern.size() - 1);
    }
  }
  return std::nullopt;
}

class Reader {
 public:
  Reader(const Condition& condition, const rules::Schema& schema, LintReport& report)
      : condition_(condition), schema_(schema), findings_(condition, report) {}

  void read(const Node& node) {
    if (node.kind == Node::Kind::kMatches) matches(node);
    const auto name = called_by(node);
    const bool compares = name == "==" || name == "!=" || name == "in";
    const bool looks_inside = name == "contains";
    const bool at_an_end = name == "startsWith" || name == "endsWith";
    if ((compares || looks_inside || at_an_end) && node.argument_count == 2) {
      const auto& [what, with] = std::pair(node.arguments()[0], node.arguments()[1]);
      compared(what, with);
      compared(with, what);
      if (looks_inside) contains(what, with);
    }
    for (const auto& argument : node.arguments()) read(argument);
  }

 private:
  std::string text_of(const Node& node) const {
    return condition_.when.code().text.substr(node.begin, node.end - node.begin);
  }
  // Somewhere below there is free text.
  std::optional<std::string> free_text(const Node& node) const {
    if (node.kind == Node::Kind::kField && is_free_text(schema_.path(node.slot))) return schema_.path(node.slot);
    for (const auto& argument : node.arguments()) {
      if (auto path = free_text(argument)) return path;
    }
    return std::nullopt;
  }

  void matches(const Node& node) {
    if (node.pattern == nullptr || node.argument_count == 0) return;
    const auto path = free_text(node.arguments()[0]);
    if (!path) return;
    const std::string pattern = node.pattern->pattern();
    if (const auto part = loose_part(pattern)) loose(*part, *path);
    const bool is_raw = node.arguments()[0].kind == Node::Kind::kField;
    if (is_raw && pattern.find("(?i") == std::string::npos && has_letters(pattern))
      case_sensitive(*path, "begin the pattern with (?i)");
  }
  void contains(const Node& what, const Node& with) {
    const auto* word = with.constant().get_if<std::string_view>();
    const auto path = free_text(what);
    if (word != nullptr && path && word->size() <= kShort && has_letters(*word)) loose(std::string(*word), *path);
  }
  void compared(const Node& what, const Node& with) {
    if (what.kind != Node::Kind::kField || !is_free_text(schema_.path(what.slot))) return;
    if (!with.has_constant() && with.kind != Node::Kind::kList) return;
    if (schema_.type(what.slot) != rules::Type::kString || !has_letters(text_of(with))) return;
    case_sensitive(schema_.path(what.slot), "compare " + schema_.path(what.slot) + ".fold()");
  }

  void loose(const std::string& part, const std::string& path) {
    findings_.add(Concern::kLooseMatch,
                  "'" + part + "' is also found inside longer words of " + path +
                      ", as 'cto' in 'Doctor': put \\\\b before and behind it in a pattern",
                  true);
  }
  void case_sensitive(const std::string& path, const std::string& instead) {
    findings_.add(Concern::kCaseSensitive,
                  path + " is free text, and capitals and accents count here: HÀ NỘI is not Hà Nội; " + instead, false);
  }

  const Condition& condition_;
  const rules::Schema& schema_;
  ConditionFindings findings_;
};

}  // namespace

void look_at_texts(const std::vector<Condition>& conditions, const rules::Schema& schema, LintReport& report) {
  for (const auto& condition : conditions) Reader(condition, schema, report).read(condition.when.code().root);
}

}  // namespace leakproof::router
