// Tested by: libs/config/compile_test.cc
#include "config/pools.h"

#include <algorithm>
#include <map>
#include <set>

#include "config/format.h"

namespace leakproof::config {
namespace {

using Names = std::vector<std::string>;

std::string at(const std::string& path, const char* list, int index, const char* key = "") {
  return path + "." + list + "[" + std::to_string(index) + "]" + (*key ? std::string(".") + key : "");
}

class Check {
 public:
  Check(const v1::Workspace& workspace, ProblemList& problems) : workspace_(workspace), problems_(problems) {
    for (const auto& member : workspace.members()) members_[member.member_id()] = &member;
    for (const auto& pool : workspace.pools()) pools_[pool.pool_id()] = &pool;
    for (const auto& journey : workspace.journeys()) journeys_[journey.journey_id()] = &journey;
  }

  void run() {
    for (int i = 0; i < workspace_.pools_size(); ++i) {
      const auto& pool = workspace_.pools(i);
      const std::string path = "pools[" + std::to_string(i) + "]";
      seats(pool, path);
      strategy(pool, path);
      overflow(pool, path);
      if (pool.has_sla()) sla(pool.sla(), path + ".sla");
    }
    reference("member", workspace_.escalate_to(), members_, "escalate_to");
    fallback_circles();
    nesting_circles();
    nested_weights();
  }

 private:
  template <class Map>
  void reference(const char* kind, const std::string& id, const Map& known, const std::string& path) {
    if (id.empty() || known.contains(id)) return;
    Names names;
    for (const auto& [name, value] : known) names.push_back(name);
    problems_.add(path, std::string("no ") + kind + " '" + id + "'" + did_you_mean(id, names));
  }

  void seats(const v1::Pool& pool, const std::string& path) {
    std::set<std::string> seen;
    for (int i = 0; i < pool.members_size(); ++i) {
      const auto& seat = pool.members(i);
      const auto& id = seat.member_id();
      if (id.empty() == seat.pool_id().empty()) problems_.add(at(path, "members", i), "expected one of member, pool");
      reference("member", id, members_, at(path, "members", i));
      reference("pool", seat.pool_id(), pools_, at(path, "members", i, "pool"));
      if (!id.empty() && !seen.insert(id).second)
        problems_.add(at(path, "members", i), "'" + id + "' is in this pool already: give the first a weight instead");
    }
    const auto can_work = [](const v1::Member* member) { return !member->inactive(); };
    const auto all = everybody_of(pool);
    if (pool.members_size() > 0 && !all.empty() && std::none_of(all.begin(), all.end(), can_work))
      problems_.add(path + ".members", "every member of this pool is inactive: nobody could get a lead");
  }

  // The members of the pool and of those nested in it; unknown ones are left out.
  std::set<const v1::Member*> everybody_of(const v1::Pool& pool) const {
    std::set<const v1::Member*> members;
    std::set<std::string> seen;
    std::vector<const v1::Pool*> open = {&pool};
    while (!open.empty()) {
      const v1::Pool* one = open.back();
      open.pop_back();
      if (!seen.insert(one->pool_id()).second) continue;
      for (const auto& seat : one->members()) {
        if (const auto member = members_.find(seat.member_id()); member != members_.end())
          members.insert(member->second);
        if (const auto nested = pools_.find(seat.pool_id()); nested != pools_.end()) open.push_back(nested->second);
      }
    }
    return members;
  }

  void strategy(const v1::Pool& pool, const std::string& path) {
    if (pool.strategy() == "best_skilled" && pool.needs_size() == 0)
      problems_.add(path + ".strategy", "best_skilled needs 'needs': say which skills are compared");
    if (pool.strategy() == "shark_tank" && pool.sla().respond_within_micros() == 0)
      problems_.add(path + ".strategy", "shark_tank needs 'sla' with respond_within: an offer to many must end");
    if (pool.leave_credit() == "capped" && pool.leave_credit_max() == 0)
      problems_.add(path + ".leave_credit", "capped needs 'leave_credit_max': how many leads a leave may earn at most");
    if (pool.leave_credit() != "capped" && pool.leave_credit_max() > 0)
      problems_.add(path + ".leave_credit_max", "only leave_credit: capped has this");
    const auto all = everybody_of(pool);
    for (int i = 0; i < pool.needs_size(); ++i) {
      const auto& need = pool.needs(i);
      const auto reaches = [&](const v1::Member* member) {
        return std::any_of(member->skills().begin(), member->skills().end(), [&](const auto& skill) {
          return skill.name() == need.skill() && skill.level() >= need.level();
        });
      };
      if (!need.skill().empty() && !all.empty() && std::none_of(all.begin(), all.end(), reaches))
        problems_.add(at(path, "needs", i, "skill"), "nobody in this pool knows '" + need.skill() + "' at level " +
                                                         std::to_string(need.level()) +
                                                         did_you_mean_skill(need.skill(), all));
    }
  }
  static std::string did_you_mean_skill(const std::string& name, const std::set<const v1::Member*>& members) {
    std::set<std::string> known;
    for (const auto* member : members) {
      for (const auto& skill : member->skills()) known.insert(skill.name());
    }
    return known.contains(name) ? "" : did_you_mean(name, Names(known.begin(), known.end()));
  }

  void overflow(const v1::Pool& pool, const std::string& path) {
    reference("pool", pool.fallback_pool_id(), pools_, path + ".fallback");
    reference("member", pool.escalate_to(), members_, path + ".escalate_to");
    reference("member", pool.team_lead_id(), members_, path + ".team_lead");
    reference("journey", pool.overflow_journey_id(), journeys_, path + ".overflow_journey");
    const std::string& to = pool.overflow();
    if (to == "fallback" && pool.fallback_pool_id().empty())
      problems_.add(path + ".overflow", "needs 'fallback', the pool that takes over");
    if (!to.empty() && to != "fallback" && !pool.fallback_pool_id().empty())
      problems_.add(path + ".fallback", "is not used with overflow: " + to + ": take one of them out");
    if (to == "nurture" && pool.overflow_journey_id().empty())
      problems_.add(path + ".overflow", "needs 'overflow_journey'");
    if (to != "nurture" && !pool.overflow_journey_id().empty())
      problems_.add(path + ".overflow_journey", "is used with overflow: nurture only");
    const auto journey = journeys_.find(pool.overflow_journey_id());
    if (journey != journeys_.end() && journey->second->trigger() != "routed")
      problems_.add(path + ".overflow_journey", "'" + pool.overflow_journey_id() + "' begins when a lead is " +
                                                    journey->second->trigger() +
                                                    ": routing needs a journey with trigger routed");
  }

  void sla(const v1::Sla& sla, const std::string& path) {
    targets(sla, path);
    for (const auto& grade : sla.grades()) targets(grade, path + ".grades." + grade.grade());
  }
  template <class Message>
  void targets(const Message& targets, const std::string& path) {
    warning(targets.warn_after_micros(), targets.respond_within_micros(), path + ".warn_after", "respond_within");
    warning(targets.next_step_warn_micros(), targets.next_step_within_micros(), path + ".next_step_warn_after",
            "next_step_within");
  }
  void warning(std::int64_t after, std::int64_t within, const std::string& path, const std::string& target) {
    if (after == 0 || (within == 0 && path.ends_with("sla.warn_after")))
      return;  // there a missing target is the shape's business
    if (within == 0) return problems_.add(path, "without '" + target + "' there is nothing to warn of");
    if (after >= within) problems_.add(path, "the warning must come before " + target + " is over");
  }

  void fallback_circles() {
    for (int i = 0; i < workspace_.pools_size(); ++i) {
      const std::string& start = workspace_.pools(i).pool_id();
      std::string way = start, now = workspace_.pools(i).fallback_pool_id();
      for (std::size_t steps = 0; !now.empty() && steps < pools_.size(); ++steps) {
        way += " → " + now;
        if (now == start)
          return problems_.add("pools[" + std::to_string(i) + "].fallback", "fallbacks run in a circle: " + way);
        const auto next = pools_.find(now);
        now = next == pools_.end() ? "" : next->second->fallback_pool_id();
      }
    }
  }

  // The first pool that stands for itself, by the seat that leads there.
  void nesting_circles() {
    for (int i = 0; i < workspace_.pools_size(); ++i) {
      const auto& pool = workspace_.pools(i);
      for (int k = 0; k < pool.members_size(); ++k) {
        std::set<std::string> seen;
        const auto way = way_back(pool.members(k).pool_id(), pool.pool_id(), seen);
        if (way.empty()) continue;
        return problems_.add(at("pools[" + std::to_string(i) + "]", "members", k, "pool"),
                             "pools nest in a circle: " + pool.pool_id() + way);
      }
    }
  }
  // Who weighs millions of times what another does has shares too small to be counted
  // (services/router/domain/fair_pick.h).
  void nested_weights() {
    for (int i = 0; i < workspace_.pools_size(); ++i) {
      if (heaviest(workspace_.pools(i)) > kWeightMax)
        return problems_.add("pools[" + std::to_string(i) + "].members",
                             "weights of pools in pools multiply to more than 1000000");
    }
  }
  std::int64_t heaviest(const v1::Pool& pool) {
    const auto [known, added] = heaviest_.try_emplace(pool.pool_id(), 1);
    if (!added) return known->second;  // also of a circle, which is told of elsewhere
    std::int64_t most = 1;
    for (const auto& seat : pool.members()) {
      const auto nested = pools_.find(seat.pool_id());
      most = std::max(most, seat.weight() * (nested == pools_.end() ? 1 : heaviest(*nested->second)));
    }
    return heaviest_[pool.pool_id()] = std::min(most, kWeightMax + 1);
  }

  // " → a → b", from pool `from` to pool `home`; empty when there is no way.
  std::string way_back(const std::string& from, const std::string& home, std::set<std::string>& seen) const {
    if (from.empty() || !seen.insert(from).second) return "";
    if (from == home) return " → " + home;
    const auto pool = pools_.find(from);
    if (pool == pools_.end()) return "";
    for (const auto& seat : pool->second->members()) {
      const auto way = way_back(seat.pool_id(), home, seen);
      if (!way.empty()) return " → " + from + way;
    }
    return "";
  }

  static constexpr std::int64_t kWeightMax = 1'000'000;

  const v1::Workspace& workspace_;
  ProblemList& problems_;
  std::map<std::string, std::int64_t> heaviest_;  // by pool id
  std::map<std::string, const v1::Member*> members_;
  std::map<std::string, const v1::Pool*> pools_;
  std::map<std::string, const v1::Journey*> journeys_;
};

}  // namespace

void check_pools(const v1::Workspace& workspace, ProblemList& problems) { Check(workspace, problems).run(); }

}  // namespace leakproof::config
