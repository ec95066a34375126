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
  std::string
      file{};  // the file beside the workspace's that it stands in, by row and cell; empty for the workspace's own
  bool operator==(const Problem&) const = default;
};

// "workspace.yaml:12:7: rules[3].when: ...", "territories.csv:17:3: country: ...", a line a problem.
std::string format_problems(const std::string& file, const std::vector<Problem>& problems);

}  // namespace leakproof::config
