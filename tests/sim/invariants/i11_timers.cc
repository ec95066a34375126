// I11: a timer never fires before its time by the clock of the decision, and not when it was taken back; it ends once;
// none that is due is left; after the last fault none is late.
#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

using namespace std::chrono_literals;
using Timers = std::map<std::pair<std::string, std::int64_t>, int>;  // id, due → live

void fired(const Place& place, const Counting& counting, const Timers& live, const Evidence& evidence,
           Breaches& breaches) {
  const auto& id = counting.effect.cause().timer_id();
  for (const auto& cleared : counting.effect.timers_cleared()) {
    const auto timer = live.find({cleared.id(), cleared.due_micros()});
    if (cleared.id() != id || timer == live.end()) continue;
    const Duration late = instant_from_micros(counting.effect.now_micros()) - instant_from_micros(cleared.due_micros());
    if (late < 0s) breaches.push_back({"I11", at(place, counting.offset) + ": timer " + id + " fired early"});
    const Instant due = instant_from_micros(cleared.due_micros());
    if (due >= evidence.caught_up && counting.appended >= evidence.caught_up &&
        late >= 1ms)  // the least step of the world
      breaches.push_back({"I11", at(place, counting.offset) + ": timer " + id + " fired late"});
    if (due < evidence.healed && counting.appended > evidence.caught_up + 5s)
      breaches.push_back({"I11", at(place, counting.offset) + ": timer " + id + " fired long after the last fault"});
    return;
  }
  breaches.push_back(
      {"I11", at(place, counting.offset) + ": timer " + id + " fired and was not set, or not ended by it"});
}

}  // namespace

void check_i11(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& [place, journal] : story.journals) {
    Timers live;
    for (const auto& counting : journal) {
      if (!counting.effect.cause().timer_id().empty()) fired(place, counting, live, evidence, breaches);
      for (const auto& timer : counting.effect.timers_cleared()) live.erase({timer.id(), timer.due_micros()});
      for (const auto& timer : counting.effect.timers_set()) live[{timer.id(), timer.due_micros()}] = 1;
    }
    for (const auto& [timer, one] : live) {
      if (instant_from_micros(timer.second) <= evidence.end)
        breaches.push_back({"I11", name_of(place) + ": timer " + timer.first + " was due and never fired"});
    }
  }
}

}  // namespace leakproof::sim
