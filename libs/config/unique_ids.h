// Ids that are used twice in a list. Internal to config.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "config/problem_list.h"

namespace leakproof::config {

// "rules[3]", "rules[3].when".
inline std::string path_of(const std::string& list, int index, const std::string& key = "") {
  const std::string path = list + "[" + std::to_string(index) + "]";
  return key.empty() ? path : path + "." + key;
}

// The ids of the items, in order; one that stands under `key` of two items is reported. An empty one is the shape's to
// report.
template <class Repeated, class IdOf>
std::vector<std::string> unique_ids(const Repeated& items, const std::string& list, const std::string& key, IdOf id_of,
                                    ProblemList& problems) {
  std::vector<std::string> ids;
  std::map<std::string, int> seen;
  for (int i = 0; i < items.size(); ++i) {
    const std::string id = id_of(items[i]);
    if (id.empty()) continue;
    const auto [first, is_new] = seen.emplace(id, i);
    if (!is_new)
      problems.add(path_of(list, i, key),
                   "'" + id + "' is taken by " + path_of(list, first->second) + ": use another one");
    ids.push_back(id);
  }
  return ids;
}

}  // namespace leakproof::config
