#include "stream/invariants.h"

#include <gtest/gtest.h>

#include "stream/limits.h"
#include "stream/task_state.h"

namespace leakproof::stream::invariants {
namespace {

journal::v1::Effect effect(std::int64_t epoch, std::int64_t seq) {
  journal::v1::Effect made;
  made.set_epoch(epoch);
  made.set_seq(seq);
  return made;
}
journal::v1::StorePosition position(std::int64_t next_offset, std::int64_t epoch, const char* stage = "router") {
  journal::v1::StorePosition made;
  made.set_stage(stage);
  made.set_next_offset(next_offset);
  made.mutable_reader()->set_epoch(epoch);
  return made;
}
journal::v1::InputPosition input(const char* topic, std::int64_t next_offset) {
  journal::v1::InputPosition made;
  made.set_topic(topic);
  made.set_next_offset(next_offset);
  return made;
}
journal::v1::Timer timer(std::int64_t due) {
  journal::v1::Timer made;
  made.set_due_micros(due);
  return made;
}
journal::v1::StorePosition with_cursor(std::int64_t micros) {
  auto made = position(9, 3);
  made.set_timer_cursor_micros(micros);
  return made;
}

const EpochProgress kNothingInFlight{1, 0, 0, true};
const EpochProgress kTwoInFlight{6, 3, 2, false};  // 4 and 5

TEST(Invariants, HoldInALegalRun) {
  check_in_flight(kNothingInFlight);
  check_in_flight(kTwoInFlight);
  check_append(effect(3, 6), Offset(3), kTwoInFlight, limits::kRecordBytesMax);
  check_read_back(effect(3, 4), {3, 4});
  check_settled(effect(3, 4), kTwoInFlight);
  check_position(position(7, 3), position(9, 8), Position(9));
  check_position(position(0, -1), position(1, -1), Position(4));
  check_input(input("in", 4), input("in", 4));
  check_caught_up(position(9, 3), Offset(3), kNothingInFlight);
  check_due(timer(5), with_cursor(5), instant_from_micros(5));
}

struct Violation {
  const char* what;
  void (*check)();
};
const Violation kViolations[] = {
    {"more has settled than was sent",
     [] {
       check_in_flight({3, 3, 0, true});
     }},
    {"an effect in flight is not kept",
     [] {
       check_in_flight({6, 3, 1, false});
     }},
    {"the overlay has lost what is in flight",
     [] {
       check_in_flight({6, 3, 2, true});
     }},
    {"the overlay holds what has settled",
     [] {
       check_in_flight({6, 5, 0, false});
     }},
    {"more is in flight than may be",
     [] {
       check_in_flight({limits::kInFlightCeiling + 2, 0, limits::kInFlightCeiling + 1, false});
     }},

    {"an effect of another epoch is sent", [] { check_append(effect(2, 6), Offset(3), kTwoInFlight, 1); }},
    {"a sequence number is left out", [] { check_append(effect(3, 7), Offset(3), kTwoInFlight, 1); }},
    {"a record is too large", [] { check_append(effect(3, 6), Offset(3), kTwoInFlight, limits::kRecordBytesMax + 1); }},

    {"another epoch's effect is read back",
     [] {
       check_read_back(effect(3, 4), {2, 4});
     }},
    {"another effect is read back",
     [] {
       check_read_back(effect(3, 4), {3, 5});
     }},
    {"an effect settles before its time", [] { check_settled(effect(3, 5), kTwoInFlight); }},
    {"an effect settles that was not sent", [] { check_settled(effect(3, 1), kNothingInFlight); }},

    {"a store goes back", [] { check_position(position(9, 3), position(8, 3), Position(9)); }},
    {"a store stands still", [] { check_position(position(9, 3), position(9, 3), Position(9)); }},
    {"a store is ahead of its journal", [] { check_position(position(7, 3), position(9, 3), Position(8)); }},
    {"an epoch goes back", [] { check_position(position(7, 3), position(9, 2), Position(9)); }},
    {"an epoch begins later than what was read", [] { check_position(position(7, 3), position(9, 9), Position(9)); }},
    {"a store takes another's place", [] { check_position(position(7, 3, "a"), position(9, 3, "b"), Position(9)); }},
    {"an input goes back", [] { check_input(input("in", 4), input("in", 3)); }},
    {"an input becomes another", [] { check_input(input("in", 4), input("out", 5)); }},

    {"work begins in another's epoch", [] { check_caught_up(position(9, 2), Offset(3), kNothingInFlight); }},
    {"work begins with something in flight", [] { check_caught_up(position(9, 3), Offset(3), kTwoInFlight); }},

    {"a timer fires early", [] { check_due(timer(6), with_cursor(5), instant_from_micros(5)); }},
    {"the cursor has passed a timer", [] { check_due(timer(4), with_cursor(5), instant_from_micros(5)); }},
};

TEST(InvariantsDeathTest, AViolationEndsTheProcess) {
  for (const auto& violation : kViolations) EXPECT_DEATH(violation.check(), "CHECK failed") << violation.what;
}

TEST(TaskState, FollowsTheDrawing) {
  const std::vector<std::pair<TaskState, std::string>> rows = {
      {TaskState::kIdle, "idle restoring claiming released halted"},
      {TaskState::kRestoring, "idle halted"},
      {TaskState::kClaiming, "idle catching_up halted"},
      {TaskState::kCatchingUp, "idle working draining halted"},
      {TaskState::kWorking, "idle draining halted"},
      {TaskState::kDraining, "idle released halted"},
      {TaskState::kReleased, ""},
      {TaskState::kHalted, ""},
  };
  for (const auto& [from, expected] : rows) {
    std::string following;
    for (const auto& [to, ignored] : rows) {
      if (may_follow(from, to)) following.append(following.empty() ? "" : " ").append(name_of(to));
    }
    EXPECT_EQ(following, expected) << name_of(from);
  }
}

}  // namespace
}  // namespace leakproof::stream::invariants
