// What differs between two configurations, in the terms of their author: rules, pools, members and all else by their
// names, not by lines. Pure. docs/formats/workspace.md has the names.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "leakproof/config/v1/workspace.pb.h"

namespace leakproof::config {

struct Change {
  enum class Kind { kAdded, kRemoved, kChanged, kMoved };
  Kind kind;
  std::string where;        // pools[vn_sales].members[lan].weight
  std::string before, now;  // values as short text; of a rule that moved: the rule before it, empty = it is the first
};

// What becomes of a version when another text takes its place.
struct Changes {
  std::vector<Change> by_author;   // between the two texts
  std::vector<Change> by_program;  // this program makes something else of the same text than the one that stored it
};
Changes changes_since(const v1::Workspace& stored, std::string_view text, const v1::Workspace& now);

// In the order of the format. Rules count by their order among those that stayed: what an insertion pushes down has not
// moved.
std::vector<Change> changes_between(const v1::Workspace& before, const v1::Workspace& now);

// "~ rules[vip].when: a → b", "+ pools[desk].members[lan]: weight 2", "- …", "↕ rules[vip]: before behind x, now
// first".
std::string line_of(const Change& change);

}  // namespace leakproof::config
