// What sweeps look for, and what a rule of the configuration does about it. Pure.
#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "base/id.h"
#include "base/time.h"

namespace leakproof::router {

// Leads that no timer of their own moves on. Those stuck in a hold have one (Pool::hold_max): they are listed, and a
// sweep leaves them be.
enum class SweepKind { kUnowned, kNoFollowUp, kReturned, kUnreachable, kDuplicate, kTooOld };
inline constexpr std::array kSweepKinds = {SweepKind::kUnowned,     SweepKind::kNoFollowUp, SweepKind::kReturned,
                                           SweepKind::kUnreachable, SweepKind::kDuplicate,  SweepKind::kTooOld};

enum class SweepAction {
  kRemind,    // its owner
  kReassign,  // somebody else of its pool; without an owner rules are asked anew
  kEscalate,  // a person is told; the lead stays where it is
  kNurture,
  kClose,
};

struct SweepRule {
  SweepKind kind{};
  Duration after{};  // by the clock, since it came to be so
  SweepAction action{};
  MemberId to{};        // of kEscalate
  JourneyId journey{};  // of kNurture
};

std::string_view name_of(SweepKind kind);      // "no_follow_up"
std::string_view name_of(SweepAction action);  // "remind"
std::optional<SweepKind> sweep_kind_of(std::string_view name);
std::optional<SweepAction> sweep_action_of(std::string_view name);

}  // namespace leakproof::router
