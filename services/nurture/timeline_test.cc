#include "nurture/timeline.h"

#include <gtest/gtest.h>

namespace leakproof {
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

}  // namespace
}  // namespace leakproof
