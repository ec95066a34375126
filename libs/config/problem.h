// What is wrong with a configuration, for its author: where it stands and what to do.
#pragma once
#include <string>
#include <vector>

namespace leakproof::config {

struct Problem {
  int line = 1;         // 1-based
  int column = 1;       // 1-based, in characters
  std::string path;     // rules[3].when; empty for the whole document
  std::string message;  // one line; holds what was expected and the nearest valid name
  bool operator==(const Problem&) const = default;
};

// "workspace.yaml:12:7: rules[3].when: ...", a line a problem.
std::string format_problems(const std::string& file, const std::vector<Problem>& problems);

}  // namespace leakproof::config
