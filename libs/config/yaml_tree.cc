// Tested by: libs/config/compile_test.cc
#include "config/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <istream>
#include <sstream>

#include "base/parse_number.h"
#include "config/limits.h"
#include "text/utf8.h"

namespace leakproof::config {
namespace {

// Thrown through yaml-cpp, which offers no other way to stop; caught in parse_yaml.
struct Stop {
  Problem problem;
};

class Builder final : public YAML::EventHandler {
 public:
  Node root;
  int documents = 0;

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents > 1) stop(mark, "a second document begins here: keep one workspace a file");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(mark, "", anchor, Node::Kind::kNull); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop(mark, "aliases (*name) are not part of this format: write the value out");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (expects_key()) return take_key(mark, value, anchor);
    Node& node = add(mark, tag, anchor, Node::Kind::kScalar);
    node.quoted = tag == "!";
    node.scalar = value;
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(add(mark, tag, anchor, Node::Kind::kList));
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(add(mark, tag, anchor, Node::Kind::kMap));
  }
  void OnMapEnd() override { open_.pop_back(); }

 private:
  [[noreturn]] static void stop(const YAML::Mark& mark, std::string message) {
    throw Stop{{mark.line + 1, mark.column + 1, "", std::move(message)}};
  }

  bool expects_key() const { return !open_.empty() && open_.back()->kind == Node::Kind::kMap && !key_taken_; }

  void take_key(const YAML::Mark& mark, const std::string& key, YAML::anchor_t anchor) {
    if (anchor != 0) stop(mark, "anchors (&name) are not part of this format: remove it");
    if (open_.back()->find(key) != nullptr) stop(mark, "the key '" + key + "' stands here a second time: keep one");
    if (open_.back()->entries.size() >= kEntriesMax)
      stop(mark, "more than " + std::to_string(kEntriesMax) + " keys in one place");
    open_.back()->key_marks.push_back(mark_of(mark));
    key_ = key;
    key_taken_ = true;
  }

  // The next value's node, in its place.
  Node& add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node::Kind kind) {
    if (expects_key()) stop(mark, "a key must be a word");
    if (anchor != 0) stop(mark, "anchors (&name) are not part of this format: remove it");
    if (!tag.empty() && tag != "?" && tag != "!") stop(mark, "tags (!name) are not part of this format: remove it");
    if (++nodes_ > kNodesMax) stop(mark, "more than " + std::to_string(kNodesMax) + " values: split the workspace");
    Node& node = place();
    node.kind = kind;
    node.mark = mark_of(mark);
    return node;
  }
  Node& place() {
    if (open_.empty()) return root;
    if (open_.back()->kind == Node::Kind::kList) return open_.back()->items.emplace_back();
    key_taken_ = false;
    return open_.back()->entries.emplace_back(std::move(key_), Node{}).second;
  }
  void open(Node& node) {
    if (open_.size() >= kNestingMax) {
      throw Stop{{node.mark.line + 1, node.mark.column + 1, "",
                  "nested deeper than " + std::to_string(kNestingMax) + " levels: the format needs eight"}};
    }
    open_.push_back(&node);
  }
  static Mark mark_of(const YAML::Mark& mark) {
    return {static_cast<std::size_t>(std::max(mark.pos, 0)), mark.line, mark.column};
  }

  std::vector<Node*> open_;  // a container grows only while it is the last one here, so the others' addresses hold
  std::string key_;
  bool key_taken_ = false;
  std::size_t nodes_ = 0;
};

Problem unreadable(std::string_view text, std::size_t at) {
  const auto line =
      static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n')) + 1;
  const auto line_start = text.substr(0, at).rfind('\n') + 1;  // npos + 1 is 0
  const bool nul = text[at] == '\0';
  return {line, static_cast<int>(at - line_start) + 1, "",
          nul ? "a NUL byte: save the file as plain UTF-8 text" : "not UTF-8: save the file as UTF-8"};
}

std::variant<Node, Problem> parse(std::string_view text) {
  std::istringstream stream{std::string(text)};
  YAML::Parser parser(stream);
  Builder builder;
  while (parser.HandleNextDocument(builder)) {
  }
  if (builder.documents == 0) return Problem{1, 1, "", "the file is empty: begin with 'workspace: <id>'"};
  return std::move(builder.root);
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto it = std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == key; });
  return it == entries.end() ? nullptr : &it->second;
}

std::variant<Node, Problem> parse_yaml(std::string_view text) {
  if (text.size() > kTextMax)
    return Problem{1, 1, "", "larger than " + std::to_string(kTextMax) + " bytes: split the workspace"};
  if (const auto at = text::first_foreign_byte(text); at != std::string_view::npos) return unreadable(text, at);
  try {
    return parse(text);
  } catch (const Stop& stop) {
    return stop.problem;
  } catch (const YAML::Exception& error) {
    return Problem{std::max(error.mark.line, 0) + 1, std::max(error.mark.column, 0) + 1, "", "not YAML: " + error.msg};
  }
}

const Node& node_at(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (!path.empty()) {
    if (path.front() == '.') path.remove_prefix(1);
    const Node* next = nullptr;
    if (path.starts_with('[')) {
      const auto index = parse_number<std::size_t>(path.substr(1, path.find(']') - 1)).value_or(0);
      if (index < node->items.size()) next = &node->items[index];
      path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
    } else {
      const auto end = std::min(path.find_first_of(".["), path.size());
      next = node->find(path.substr(0, end));
      path.remove_prefix(end);
    }
    if (next == nullptr) return *node;
    node = next;
  }
  return *node;
}

int character_column(std::string_view text, const Mark& mark) {
  const auto offset = std::min(mark.offset, text.size());
  const auto line_start = text.substr(0, offset).rfind('\n') + 1;
  const auto line = text.substr(line_start, offset - line_start);
  return static_cast<int>(std::count_if(line.begin(), line.end(), [](char c) { return (c & 0xC0) != 0x80; })) + 1;
}

}  // namespace leakproof::config
