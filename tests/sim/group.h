// The consumer group: which machine is to own which partition. A machine may be deaf: it goes on with what it has.
#pragma once
#include <map>
#include <memory>
#include <set>

#include "evidence.h"

namespace leakproof::sim {

class Group {
 public:
  class Seat;
  // The machine's part in the group for one stage, from now on; what it held before is forgotten. Belongs to a runner,
  // dies before the group.
  std::unique_ptr<stream::Ownership> join(int machine, const std::string& stage);
  // To another machine: as soon as the one before has released it, if that one hears.
  void give(const Place& place, int machine) { owners_[place] = machine; }
  int owner(const Place& place) const { return owners_.at(place); }
  const std::map<Place, int>& owners() const { return owners_; }
  void deafen(int machine, bool deaf) { deaf ? void(deaf_.insert(machine)) : void(deaf_.erase(machine)); }
  bool deaf(int machine) const { return deaf_.contains(machine); }
  // A second owner beside the first.
  void share(const Place& place, int machine) { shared_.insert({place, machine}); }
  void end_sharing() { shared_.clear(); }
  // Whether a process of that machine has it.
  bool holds(int machine, const Place& place) const { return held_.contains({machine, place}); }

 private:
  bool wanted(int machine, const Place& place) const;
  bool free_for(int machine, const Place& place) const;

  std::map<Place, int> owners_;
  std::set<std::pair<int, Place>> held_;
  std::set<int> deaf_;
  std::set<std::pair<Place, int>> shared_;
};

}  // namespace leakproof::sim
