// A YAML text as a tree with positions: the part of YAML that a configuration needs, in bounded memory.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "config/problem.h"

namespace leakproof::config {

// Where a node begins: bytes from the start, and the line with the column in bytes, all 0-based.
struct Mark {
  std::size_t offset = 0;
  int line = 0;
  int column = 0;
};

struct Node {
  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  Mark mark;
  bool quoted = false;  // of a scalar: a text whatever it looks like
  std::string scalar;
  std::vector<Node> items;                            // of a list
  std::vector<std::pair<std::string, Node>> entries;  // of a map, in order, no key twice
  std::vector<Mark> key_marks;                        // by entry

  // Null when this is no map or lacks the key.
  const Node* find(std::string_view key) const;
};

// The one document of `text`, or the first thing that stops it from being read.
std::variant<Node, Problem> parse_yaml(std::string_view text);

// The node at "rules[3].to.pool", or the nearest above it that exists.
const Node& node_at(const Node& root, std::string_view path);

// 1-based column in characters of a byte column within `line` of the text (0-based line).
int character_column(std::string_view text, const Mark& mark);

}  // namespace leakproof::config
