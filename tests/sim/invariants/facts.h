// Ways through a story that several invariants go.
#pragma once
#include <functional>
#include <map>
#include <string>

#include "evidence.h"

namespace leakproof::sim {

struct Fact {
  const Place& place;
  const Counting& counting;
  const lead::v1::Event& event;
};
// The facts that a stage itself has found, in their order, partition by partition.
void each_fact(const Story& story, const std::string& stage, const std::function<void(const Fact&)>& visit);
// Those of the router with what it read from the stage before.
void each_event(const Story& story, const std::string& stage, const std::function<void(const Fact&)>& visit);

inline bool is_own(const std::string& stage, const lead::v1::Event& event) {
  return event.event_id().starts_with(stage + "-");
}
inline std::string name_of(const Place& place) { return place.first + "/" + std::to_string(place.second); }
inline std::string at(const Place& place, std::int64_t offset) { return name_of(place) + "@" + std::to_string(offset); }
inline std::string at(const Fact& fact) { return at(fact.place, fact.counting.offset); }

// Whose lead it is, event by event.
class Owners {
 public:
  using Lead = std::pair<std::string, std::string>;    // workspace, lead
  using Member = std::pair<std::string, std::string>;  // workspace, member
  // Nothing, or what is wrong: a second live owner.
  std::string add(const lead::v1::Event& event);
  // Of the last decision that moved the lead; 0 before the first.
  std::int64_t token(const Lead& lead) const;
  const std::string& owner(const Lead& lead) const;
  int open(const Member& member) const;

 private:
  void move(const Lead& lead, const std::string& workspace, const std::string& member);
  std::map<Lead, std::string> owners_;
  std::map<Lead, std::int64_t> tokens_;
  std::map<Lead, bool> on_offer_;  // to many
  std::map<Member, int> open_;
};

}  // namespace leakproof::sim
