// The door of this library: YAML as people write it in, a checked config.v1.Workspace out, or every problem at once.
// Pure: the same text gives the same result on every machine with the same time-zone names. Free to call from any
// thread; never throws. docs/formats/workspace.md is the format.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.h"
#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

struct Compiled {
  v1::Workspace workspace;        // meaningful only when ok()
  std::vector<Problem> problems;  // by line, then column
  bool ok() const { return problems.empty(); }
};

Compiled compile_workspace(std::string_view yaml);

// The bytes that are stored, hashed and compared: the same workspace always gives the same.
std::string canonical_bytes(const v1::Workspace& workspace);

}  // namespace leakproof::config
