#include "stream/delivery.h"

#include <gtest/gtest.h>

namespace leakproof::stream {
namespace {

using lead::v1::Delivery;
using State = OutboxOutcome::State;

TEST(Delivery, SaysWhatBecameOfTheCall) {
  journal::v1::OutboxEntry entry;
  entry.set_id("w:notify:d");
  entry.set_channel("webhook");
  const std::pair<State, Delivery::State> rows[] = {{State::kDelivered, Delivery::DELIVERED},
                                                    {State::kFailed, Delivery::FAILED},
                                                    {State::kUnknown, Delivery::UNKNOWN}};
  for (const auto& [state, expected] : rows) {
    const auto delivery = delivery_of(entry, {state, "HTTP 200", 3});
    EXPECT_EQ(delivery.state(), expected);
    EXPECT_EQ(delivery.outbox_id(), "w:notify:d");
    EXPECT_EQ(delivery.channel(), "webhook");
    EXPECT_EQ(delivery.detail(), "HTTP 200");
    EXPECT_EQ(delivery.attempts(), 3);
    EXPECT_FALSE(delivery.recipient_gone());
  }
  EXPECT_TRUE(delivery_of(entry, {State::kFailed, "550", 1, true}).recipient_gone());
}

}  // namespace
}  // namespace leakproof::stream
