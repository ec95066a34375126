// True time, and what is to happen at some moment of it. Machines have clocks of their own.
#pragma once
#include <functional>
#include <map>

#include "base/time.h"

namespace leakproof::sim {

class Agenda {
 public:
  explicit Agenda(Instant now) : now_(now) {}
  Instant now() const { return now_; }
  void set(Instant now) { now_ = now; }
  void in(Duration wait, std::function<void()> what) { entries_.emplace(now_ + wait, std::move(what)); }
  Instant next() const { return entries_.empty() ? Instant::max() : entries_.begin()->first; }
  // Everything due by `until`, in order. True when there was something.
  bool run(Instant until) {
    bool any = false;
    for (; !entries_.empty() && next() <= until; any = true) {
      const auto what = std::move(entries_.begin()->second);
      entries_.erase(entries_.begin());
      what();
    }
    return any;
  }

 private:
  Instant now_;
  std::multimap<Instant, std::function<void()>> entries_;
};

}  // namespace leakproof::sim
