#include "group.h"

#include <algorithm>

namespace leakproof::sim {

class Group::Seat final : public stream::Ownership {
 public:
  Seat(Group& group, int machine, std::string stage) : group_(group), machine_(machine), stage_(std::move(stage)) {}
  ~Seat() override {
    std::erase_if(group_.held_, [&](auto& held) { return held.first == machine_ && held.second.first == stage_; });
  }
  std::vector<stream::OwnershipChange> poll() override {
    std::vector<stream::OwnershipChange> changes;
    if (group_.deaf(machine_)) return changes;
    for (const auto& [place, owner] : group_.owners_) {
      if (place.first != stage_) continue;
      const bool wanted = group_.wanted(machine_, place), held = group_.holds(machine_, place);
      if (wanted && !held && group_.free_for(machine_, place)) {
        group_.held_.insert({machine_, place});
        changes.push_back({place.second, true});
      } else if (!wanted && held && revoked_.insert(place.second).second) {
        changes.push_back({place.second, false});
      }
    }
    return changes;
  }
  void released(std::int32_t partition) override {
    group_.held_.erase({machine_, {stage_, partition}});
    revoked_.erase(partition);
  }

 private:
  Group& group_;
  const int machine_;
  const std::string stage_;
  std::set<std::int32_t> revoked_;
};

std::unique_ptr<stream::Ownership> Group::join(int machine, const std::string& stage) {
  return std::make_unique<Seat>(*this, machine, stage);
}

bool Group::wanted(int machine, const Place& place) const {
  return owners_.at(place) == machine || shared_.contains({place, machine});
}

// Nobody who hears still has it.
bool Group::free_for(int machine, const Place& place) const {
  return std::ranges::none_of(held_, [&](const auto& held) {
    return held.second == place && held.first != machine && !deaf(held.first) && !wanted(held.first, place);
  });
}

}  // namespace leakproof::sim
