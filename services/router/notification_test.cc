#include "router/notification.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "router/domain/limits.h"

namespace leakproof::router {
namespace {

class NotificationTest : public ::testing::Test {
 protected:
  NotificationTest() {
    workspace_.set_workspace_id("w");
    auto& lan = *workspace_.add_members();
    lan.set_member_id("lan");
    lan.set_webhook_url("https://hooks.example/lan");
    workspace_.add_members()->set_member_id("minh");
    lead_.mutable_lead()->set_lead_id("ld_1");
    (*lead_.mutable_lead()->mutable_attributes())["custom.budget"].set_integer(7);
    (*lead_.mutable_lead()->mutable_contact()->mutable_personal_fields())["note"] = "call after five";
  }
  nlohmann::json body() {
    state::v1::WebhookCall call;
    EXPECT_TRUE(call.ParseFromString(notification(workspace_, lead_, {Notice::kWarning, "lan", "dc_1", "why"}, Instant())->payload()));
    EXPECT_LT(call.body().size(), kNotificationBytesMax);
    return nlohmann::json::parse(call.body());
  }
  config::v1::Workspace workspace_;
  state::v1::RoutedLead lead_;
};

TEST_F(NotificationTest, OnlyToMembersWithAWebhook) {
  EXPECT_FALSE(notification(workspace_, lead_, {Notice::kAssigned, "minh", "dc_1", ""}, Instant()));
  EXPECT_FALSE(notification(workspace_, lead_, {Notice::kAssigned, "nobody", "dc_1", ""}, Instant()));
  const auto entry = notification(workspace_, lead_, {Notice::kEscalated, "lan", "dc_1", ""}, Instant());
  EXPECT_EQ(entry->id(), "w:escalated:dc_1");
  EXPECT_EQ(entry->channel(), "webhook");
}

TEST_F(NotificationTest, HoldsAttributesAndContact) {
  const auto json = body();
  EXPECT_EQ(json["type"], "lead.sla_warning");
  EXPECT_EQ(json["data"]["lead"]["attributes"]["custom.budget"], 7);
  EXPECT_EQ(json["data"]["lead"]["contact"]["personal_fields"]["note"], "call after five");
  EXPECT_FALSE(json["data"].contains("accept_by"));
}

TEST_F(NotificationTest, WhatIsTooLongIsLeftOut) {
  (*lead_.mutable_lead()->mutable_contact()->mutable_personal_fields())["essay"] = std::string(30'000, 'x');
  EXPECT_FALSE(body()["data"]["lead"]["contact"].contains("personal_fields"));
  (*lead_.mutable_lead()->mutable_attributes())["long"].set_text(std::string(30'000, 'x'));
  EXPECT_FALSE(body()["data"]["lead"].contains("attributes"));
  lead_.mutable_lead()->mutable_contact()->set_full_name(std::string(30'000, 'x'));
  EXPECT_EQ(body()["data"]["lead"]["lead_id"], "ld_1");
}

}  // namespace
}  // namespace leakproof::router
