#include "leadctl/stage_versions.h"

#include <algorithm>
#include <iterator>

#include "stream/topics.h"

namespace leakproof::leadctl {
namespace {

using stream::topics::kStages;

void append(std::string& list, const std::string& more) { list += (list.empty() ? "" : ", ") + more; }

}  // namespace

bool is_in_force(std::int64_t version, const StageVersions& stages) {
  return stages.size() == static_cast<int>(std::size(kStages)) &&
         std::ranges::all_of(stages, [&](const auto& each) { return each.version() >= version; });
}

std::string not_in_force(std::int64_t version, const StageVersions& stages) {
  std::string working, behind, silent;
  for (const char* name : kStages) {
    const auto told = std::ranges::find(stages, name, &api::v1::StageVersion::stage);
    if (told == stages.end())
      append(silent, name);
    else if (told->version() < version)
      append(behind, std::string(name) + " (" + std::to_string(told->version()) + ")");
    else
      append(working, name);
  }
  return "version " + std::to_string(version) + " is kept" + (working.empty() ? "" : " and in force in " + working) +
         (silent.empty() ? "" : "; no answer from " + silent + ": start it, or look at its log") +
         (behind.empty() ? "" : "; behind: " + behind) +
         "; the others follow by themselves, so do not apply it again: leadctl config progress says when";
}

}  // namespace leakproof::leadctl
