#include "router/domain/sweep.h"

#include <algorithm>

namespace leakproof::router {
namespace {

constexpr std::array<std::string_view, kSweepKinds.size()> kKinds = {"unowned",     "no_follow_up", "returned",
                                                                     "unreachable", "duplicate",    "too_old"};
constexpr std::array<std::string_view, 5> kActions = {"remind", "reassign", "escalate", "nurture", "close"};

template <class Word, class Names>
std::optional<Word> find_word(const Names& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  return found == names.end() ? std::nullopt : std::optional(static_cast<Word>(found - names.begin()));
}

}  // namespace

std::string_view name_of(SweepKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view name_of(SweepAction action) { return kActions[static_cast<std::size_t>(action)]; }
std::optional<SweepKind> sweep_kind_of(std::string_view name) { return find_word<SweepKind>(kKinds, name); }
std::optional<SweepAction> sweep_action_of(std::string_view name) { return find_word<SweepAction>(kActions, name); }

}  // namespace leakproof::router
