#include "nurture/timeline.h"

#include <gtest/gtest.h>

namespace leakproof::nurture {
namespace {

TEST(Timeline, KeepsTheOrderOfTheJournalAndOnlyFactsAboutLeads) {
  journal::v1::Effect effect;
  for (auto lead : {"l1", "", "l1"}) {
    auto* event = effect.add_events();
    event->set_workspace_id("w");
    event->set_lead_id(lead);
  }
  std::vector<stream::Change> changes;
  derive_timeline(effect, stream::Offset(255), changes);
  derive_timeline(effect, stream::Offset(256), changes);
  ASSERT_EQ(changes.size(), 4u);
  for (std::size_t i = 1; i < changes.size(); ++i) EXPECT_LT(changes[i - 1].key, changes[i].key);
}

// A store that is rebuilt from the journal is the same, byte for byte: the order in which maps happen to lie in memory
// does not show.
TEST(Timeline, SameFactGivesTheSameBytes) {
  journal::v1::Effect effect, reversed;
  for (auto* each : {&effect, &reversed}) {
    each->add_events()->set_lead_id("l1");
    auto& attributes = *each->mutable_events(0)->mutable_lead_changed()->mutable_lead()->mutable_attributes();
    for (int i = 0; i < 40; ++i) attributes["custom.f" + std::to_string(each == &effect ? i : 39 - i)].set_integer(7);
  }
  std::vector<stream::Change> changes;
  derive_timeline(effect, stream::Offset(1), changes);
  derive_timeline(reversed, stream::Offset(1), changes);
  EXPECT_EQ(changes[0].value, changes[1].value);
}

}  // namespace
}  // namespace leakproof::nurture
