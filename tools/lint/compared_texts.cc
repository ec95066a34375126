// Tested by: tools/lint/place_findings_test.cc
#include "lint/compared_texts.h"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>

#include "lint/condition.h"

namespace leakproof::router {
namespace {

using rules::Node;

// What a pattern has around words: (?i)^(viet nam)$ → viet nam.
std::string without_marks(std::string_view part) {
  std::string text(part);
  for (const std::string_view mark : {"(?i)", "\\b", "^", "$", "(", ")"}) {
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark)) text.erase(at, mark.size());
  }
  return text;
}

class Finder {
 public:
  explicit Finder(const rules::Schema& schema) : schema_(schema) {}

  void look(const Node& node) {
    if (node.kind == Node::Kind::kMatches && node.pattern != nullptr) pattern(node);
    const auto name = called_by(node);
    const bool is_whole = name == "==" || name == "!=" || name == "in";
    if ((is_whole || name == "startsWith" || name == "endsWith" || name == "contains") && node.argument_count == 2) {
      const std::string relation(is_whole ? "==" : name);
      compared(node.arguments()[0], node.arguments()[1], relation);
      if (is_whole) compared(node.arguments()[1], node.arguments()[0], relation);
    }
    for (const auto& argument : node.arguments()) look(argument);
  }
  std::vector<ComparedText> take() && { return std::move(found_); }

 private:
  // False when it is no field, or one through a function that says nothing about the text.
  bool is_field(const Node& what, ComparedText& one) const {
    const auto function = called_by(what);
    const bool goes_through = function == "fold" || function == "lowerAscii" || function == "upperAscii";
    const Node& field = goes_through ? what.arguments()[0] : what;
    if (field.kind != Node::Kind::kField) return false;
    one.path = schema_.path(field.slot);
    one.function = goes_through ? std::string(function) : "";
    return true;
  }
  void compared(const Node& what, const Node& with, const std::string& relation) {
    ComparedText one{.relation = relation, .is_whole = relation == "==", .letters_only = true};
    if (is_field(what, one)) add(one, with);
  }
  void add(const ComparedText& one, const Node& with) {
    if (with.kind == Node::Kind::kList) {
      for (const auto& element : with.arguments()) add(one, element);
    }
    if (!with.has_constant()) return;
    if (const auto* list = with.constant().get_if<rules::List>()) {
      for (const auto& value : *list) add(one, value);
    }
    add(one, with.constant());
  }
  void add(ComparedText one, const rules::Value& value) {
    const auto* text = value.get_if<std::string_view>();
    if (text == nullptr) return;
    one.text = *text;
    found_.push_back(std::move(one));
  }
  void pattern(const Node& node) {
    ComparedText one{.relation = "matches", .is_whole = false, .letters_only = true};
    if (!is_field(node.arguments()[0], one)) return;
    one.pattern = node.pattern->pattern();
    std::string_view left = node.pattern->pattern();
    for (auto bar = left.find('|');; bar = left.find('|')) {
      one.text = without_marks(left.substr(0, bar));
      one.letters_only =
          std::ranges::all_of(one.text, [](unsigned char c) { return std::isalpha(c) != 0 || c == ' ' || c >= 0x80; });
      found_.push_back(one);
      if (bar == left.npos) return;
      left.remove_prefix(bar + 1);
    }
  }

  const rules::Schema& schema_;
  std::vector<ComparedText> found_;
};

}  // namespace

std::vector<ComparedText> compared_texts(const rules::Program& when, const rules::Schema& schema) {
  Finder finder(schema);
  finder.look(when.code().root);
  return std::move(finder).take();
}

}  // namespace leakproof::router
