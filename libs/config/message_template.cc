#include "config/message_template.h"

#include <algorithm>
#include <vector>

#include "config/limits.h"
#include "config/schema.h"
#include "text/csv.h"

namespace leakproof::config {
namespace {

struct Tag {
  char kind;  // '#', '^', '/', '&', '{', or ' ' for a plain variable
  std::string_view name;
  std::size_t begin, end;  // in the text; end is behind the closing braces
};

// The next tag from `from` on; its end is 0 when it is not closed.
std::optional<Tag> next_tag(std::string_view text, std::size_t from) {
  const auto begin = text.find("{{", from);
  if (begin == std::string_view::npos) return std::nullopt;
  const bool triple = text.substr(begin).starts_with("{{{");
  const std::string_view closing = triple ? "}}}" : "}}";
  const auto close = text.find(closing, begin);
  if (close == std::string_view::npos) return Tag{' ', {}, begin, 0};
  auto inside = text::trimmed(text.substr(begin + closing.size(), close - begin - closing.size()));
  char kind = triple ? '{' : ' ';
  if (!triple && !inside.empty() && std::string_view("#^/&!>=").find(inside.front()) != std::string_view::npos) {
    kind = inside.front();
    inside = text::trimmed(inside.substr(1));
  }
  return Tag{kind, inside, begin, close + closing.size()};
}

// What is wrong with one tag; keeps the open sections in step.
std::optional<std::string> tag_problem(const Tag& tag, const rules::Schema& lead, std::vector<std::string_view>& open) {
  if (tag.end == 0) return "'{{' is not closed by '}}'";
  if (tag.kind == '!') return std::nullopt;
  if (tag.kind == '>' || tag.kind == '=')
    return "partials ({{>) and other delimiters ({{=) are not part of this format";
  if (tag.kind == '/') {
    if (open.empty() || open.back() != tag.name)
      return "'{{/" + std::string(tag.name) + "}}' closes no section that is open here";
    open.pop_back();
    return std::nullopt;
  }
  if (!is_template_variable(tag.name, lead))
    return "no variable '" + std::string(tag.name) +
           "': use contact.given_name and the like, a lead.* field, or unsubscribe_url";
  if (tag.kind == '#' || tag.kind == '^') open.push_back(tag.name);
  return std::nullopt;
}

int column_of(std::string_view text, std::size_t at) {
  return static_cast<int>(std::count_if(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at),
                                        [](char c) { return (c & 0xC0) != 0x80; })) +
         1;
}

}  // namespace

std::optional<TemplateProblem> template_problem(std::string_view text, const rules::Schema& lead) {
  if (text.size() > kTemplateMax) return TemplateProblem{1, "longer than " + std::to_string(kTemplateMax) + " bytes"};
  std::vector<std::string_view> open;
  std::size_t at = 0;
  while (const auto tag = next_tag(text, at)) {
    if (auto problem = tag_problem(*tag, lead, open))
      return TemplateProblem{column_of(text, tag->begin), std::move(*problem)};
    at = tag->end;
  }
  if (!open.empty()) return TemplateProblem{1, "the section '" + std::string(open.back()) + "' is not closed"};
  return std::nullopt;
}

std::optional<std::string> hole_in(std::string_view text, const std::function<bool(std::string_view)>& has_value) {
  std::vector<bool> shown = {true};  // of the sections that are open, the outermost first
  std::size_t at = 0;
  for (auto tag = next_tag(text, at); tag && tag->end != 0; tag = next_tag(text, at)) {
    at = tag->end;
    if (tag->kind == '/') {
      if (shown.size() > 1) shown.pop_back();
    } else if (tag->kind == '#' || tag->kind == '^') {
      shown.push_back(shown.back() && has_value(tag->name) == (tag->kind == '#'));
    } else if (tag->kind != '!' && shown.back() && !has_value(tag->name)) {
      return std::string(tag->name);
    }
  }
  return std::nullopt;
}

}  // namespace leakproof::config
