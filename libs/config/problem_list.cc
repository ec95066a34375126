// Tested by: libs/config/compile_test.cc
#include "config/problem_list.h"

#include <algorithm>
#include <tuple>

#include "config/limits.h"
#include "config/scalar_position.h"

namespace leakproof::config {

std::string format_problems(const std::string& file, const std::vector<Problem>& problems) {
  std::string out;
  for (const auto& problem : problems) {
    out += (problem.file.empty() ? file : problem.file) + ":" + std::to_string(problem.line) + ":" +
           std::to_string(problem.column) + ": ";
    if (!problem.path.empty()) out += problem.path + ": ";
    out += problem.message + "\n";
  }
  return out;
}

void ProblemList::add(const std::string& path, std::string message) {
  add_at(node_at(root_, path).mark, path, std::move(message));
}

void ProblemList::add_at(const Mark& mark, const std::string& path, std::string message) {
  if (!paths_.insert(path).second) return;
  problems_.push_back({mark.line + 1, character_column(text_, mark), path, std::move(message), ""});
}

void ProblemList::add_inside(const std::string& path, int column, std::string message) {
  add_at(position_inside(text_, node_at(root_, path), column - 1), path, std::move(message));
}

void ProblemList::add_in_file(const std::string& file, int line, int column, const std::string& name,
                              std::string message) {
  problems_.push_back({line, column, name, std::move(message), file});
}

std::vector<Problem> ProblemList::take() && {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
  });
  if (problems_.size() > kProblemsMax) problems_.resize(kProblemsMax);
  return std::move(problems_);
}

}  // namespace leakproof::config
