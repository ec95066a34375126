// The disk of one machine, with a store for each place. A crash keeps what was flushed and any first part of what was
// not.
#pragma once
#include <deque>
#include <memory>

#include "dice.h"
#include "evidence.h"
#include "life.h"
#include "stream/store.h"

namespace leakproof::sim {

class Disk {
 public:
  // Stores for one process. References outlive it.
  std::unique_ptr<stream::StoreFactory> stores(Life& life);
  // The process that had a stage's stores open is gone.
  void crash(const std::string& stage, Dice& dice);
  void lose() { places_.clear(); }
  void fill(bool full) { full_ = full; }
  bool full() const { return full_; }
  // How many writes found it full since the last call.
  int refused() { return std::exchange(refused_, 0); }
  Contents contents(const Place& place) const;
  // What the store of `place` says it has read; 0 before it says anything.
  std::int64_t position(const Place& place) const;

 private:
  class StoreOf;
  class Stores;
  struct Shelf {
    Contents data, flushed;
    std::deque<std::vector<stream::Change>> unflushed;
    bool open = false;
  };
  std::map<Place, std::shared_ptr<Shelf>> places_;
  bool full_ = false;
  int refused_ = 0;
};

}  // namespace leakproof::sim
