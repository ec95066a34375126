// Collects problems by path while a document is compiled, and finds where in the text they stand. One thread.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "config/limits.h"
#include "config/problem.h"
#include "config/yaml_tree.h"

namespace leakproof::config {

class ProblemList {
 public:
  // `text` and the tree made of it outlive the list.
  ProblemList(std::string_view text, const Node& root) : text_(text), root_(root) {}
  // At the value at `path`, or at the nearest above it that exists. A second problem at the same value is left out: it
  // mostly follows from the first.
  void add(const std::string& path, std::string message);
  // At the key itself, such as one that nobody knows.
  void add_at(const Mark& mark, const std::string& path, std::string message);
  // Inside the text at `path`, `column` characters from its start (1-based).
  void add_inside(const std::string& path, int column, std::string message);
  // In a file that the document names, by row and cell.
  void add_in_file(const std::string& file, int line, int column, const std::string& name, std::string message);
  bool empty() const { return problems_.empty(); }
  // More would not be told: looking for them is not worth it.
  bool full() const { return problems_.size() >= kProblemsMax; }
  // By file and position, the workspace's own first; at most kProblemsMax.
  std::vector<Problem> take() &&;

 private:
  std::string_view text_;
  const Node& root_;
  std::vector<Problem> problems_;
  std::set<std::string> paths_;
};

}  // namespace leakproof::config
