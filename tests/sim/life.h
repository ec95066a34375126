// The life of one process: it can end at every touch with the world. From there on nothing it does reaches anybody.
#pragma once
#include <utility>

namespace leakproof::sim {

class Life {
 public:
  // To be asked before and after everything that a process does to the world. False: it is dead, nothing happens.
  bool goes_on() {
    if (left_ > 0 && --left_ == 0) over_ = true;
    return !over_;
  }
  // At the n-th touch from now, from 1.
  void ends_at(int touch) { left_ = touch; }
  void ends_behind_call() { at_call_ = true; }  // the next to the outside
  bool goes_on_behind_call() {
    over_ = over_ || std::exchange(at_call_, false);
    return goes_on();
  }
  void spare() {
    left_ = 0;
    at_call_ = false;
  }
  bool over() const { return over_; }

 private:
  int left_ = 0;
  bool at_call_ = false;
  bool over_ = false;
};

}  // namespace leakproof::sim
