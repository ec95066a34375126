// I5: input, effect, position and state move together: what a store holds is what the effects that count have written,
// and what a store made anew from the log holds.
#include "base/big_endian.h"
#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

// As docs/formats/state.md has it.
std::string timer_key(std::int64_t due_micros, const std::string& id) {
  std::string key = "t";
  append_big_endian(key, static_cast<std::uint64_t>(due_micros));
  return key + id;
}

void apply(const journal::v1::Effect& effect, Contents& contents) {
  for (const auto& change : effect.state_changes()) {
    if (change.has_value())
      contents["s" + change.key()] = change.value();
    else
      contents.erase("s" + change.key());
  }
  for (const auto& timer : effect.timers_cleared()) contents.erase(timer_key(timer.due_micros(), timer.id()));
  for (const auto& timer : effect.timers_set())
    contents[timer_key(timer.due_micros(), timer.id())] = timer.SerializeAsString();
  for (const auto& entry : effect.outbox_added()) contents["o" + entry.id()] = entry.SerializeAsString();
  for (const auto& started : effect.outbox_started()) {
    if (started.taken_back())
      contents.erase("a" + started.id());
    else
      contents["a" + started.id()] = "";
  }
  for (const auto& id : effect.outbox_removed()) {
    contents.erase("o" + id);
    contents.erase("a" + id);
  }
}

// Its own position moves on with each owner; the timeline follows from the effects and is not carried in them.
Contents comparable(Contents contents, bool with_timeline) {
  contents.erase("p");
  std::erase_if(contents, [&](const auto& entry) {
    return !with_timeline && entry.first.find(std::string("\0timeline\0", 10)) != std::string::npos;
  });
  return contents;
}

std::string difference(const Contents& a, const Contents& b) {
  for (const auto& [key, value] : a) {
    const auto other = b.find(key);
    if (other == b.end()) return "only the first has " + key;
    if (other->second != value) return "they differ in " + key;
  }
  for (const auto& [key, value] : b) {
    if (!a.contains(key)) return "only the second has " + key;
  }
  return "";
}

void report(const Place& place, const std::string& what, const Contents& a, const Contents& b, Breaches& breaches) {
  if (auto differs = difference(a, b); !differs.empty())
    breaches.push_back({"I5", name_of(place) + ": " + what + ": " + differs});
}

}  // namespace

void check_i05(const Evidence& evidence, const Story& story, Breaches& breaches) {
  for (const auto& [place, journal] : story.journals) {
    Contents folded;
    for (const auto& counting : journal) apply(counting.effect, folded);
    const auto& store = evidence.stores.at(place);
    report(place, "the journal and the store", folded, comparable(store, false), breaches);
    report(place, "the store and one made anew", comparable(store, true), comparable(evidence.restored.at(place), true),
           breaches);
  }
}

}  // namespace leakproof::sim
