#include "router/notify/notification_outbox.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "leakproof/lead/v1/message.pb.h"
#include "router/domain/limits.h"
#include "router/messages/router_messages.h"

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
  std::vector<journal::v1::OutboxEntry> told(NotificationKind kind, const std::string& to = "lan") {
    const auto why = [](const Messages& texts) {
      return std::string(&texts == &messages_in(messages::Language::kVietnamese) ? "tại sao" : "why");
    };
    return notifications(workspace_, lead_, {kind, to, "dc_1", why}, Instant());
  }
  config::v1::Channel& channel(const std::string& by, const std::string& to) {
    auto& added = *workspace_.mutable_members(1)->add_notify();
    added.set_by(by);
    added.set_to(to);
    return added;
  }
  // What minh's first channel, a bot, brings.
  std::string text(NotificationKind kind = NotificationKind::kAssigned) {
    state::v1::BotCall call;
    EXPECT_TRUE(call.ParseFromString(told(kind, "minh").at(0).payload()));
    return call.text();
  }
  nlohmann::json body() {
    state::v1::WebhookCall call;
    EXPECT_TRUE(call.ParseFromString(told(NotificationKind::kWarning).at(0).payload()));
    EXPECT_LT(call.body().size(), kNotificationBytesMax);
    return nlohmann::json::parse(call.body());
  }
  config::v1::Workspace workspace_;
  state::v1::RoutedLead lead_;
};

std::string ids(const std::vector<journal::v1::OutboxEntry>& entries) {
  std::string all;
  for (const auto& entry : entries) all += (all.empty() ? "" : " ") + entry.id() + "=" + entry.channel();
  return all;
}

TEST_F(NotificationTest, EachChannelIsToldOnItsOwn) {
  EXPECT_EQ(ids(told(NotificationKind::kAssigned, "minh")), "");
  EXPECT_EQ(ids(told(NotificationKind::kAssigned, "nobody")), "");
  EXPECT_EQ(ids(told(NotificationKind::kEscalated)), "w:escalated:dc_1=webhook");
  channel("bot", "7");
  channel("email", "minh@example.com");
  channel("email", "all@example.com").add_only("lead.escalated");
  EXPECT_EQ(ids(told(NotificationKind::kAssigned, "minh")), "w:notify:dc_1:bot1=bot w:notify:dc_1:email2=email");
  EXPECT_EQ(ids(told(NotificationKind::kEscalated, "minh")),
            "w:escalated:dc_1:bot1=bot w:escalated:dc_1:email2=email w:escalated:dc_1:email3=email");
  EXPECT_EQ(channels_for(workspace_, "minh", NotificationKind::kAssigned), 2);
  EXPECT_EQ(channels_for(workspace_, "lan", NotificationKind::kAssigned), 1);
  EXPECT_EQ(channels_for(workspace_, "nobody", NotificationKind::kAssigned), 0);
}

TEST_F(NotificationTest, WhomAnEntryTellsOfWhatIsKnownByTheEntry) {
  channel("bot", "7");
  channel("email", "minh@example.com");
  for (const auto& entry : told(NotificationKind::kAssigned, "minh")) {
    EXPECT_EQ(notification_ref_of(entry)->lead_id, "ld_1");
    EXPECT_EQ(notification_ref_of(entry)->workspace_id, "w");
    EXPECT_TRUE(announces_assignment(entry, "w", "dc_1"));
    EXPECT_FALSE(announces_assignment(entry, "w", "dc_12"));
    EXPECT_FALSE(announces_assignment(entry, "w", "dc_"));
  }
  EXPECT_FALSE(announces_assignment(told(NotificationKind::kWarning).at(0), "w", "dc_1"));
}

TEST_F(NotificationTest, WordsAndTimesAreTheMembersOwn) {
  channel("bot", "7");
  lead_.mutable_lead()->mutable_contact()->set_full_name("Nguyễn Văn An");
  lead_.mutable_lead()->mutable_contact()->set_phone("+84901234567");
  lead_.mutable_score()->set_total(62.5);
  lead_.mutable_score()->set_grade("hot");
  (*lead_.mutable_lead()->mutable_attributes())["has_phone"].set_flag(true);
  lead_.set_member_id("minh");
  lead_.set_pool_id("sales");
  lead_.set_breach_at_micros(1'770'343'800'000'000);
  workspace_.mutable_members(1)->set_zone("Asia/Ho_Chi_Minh");
  EXPECT_EQ(
      text(),
      "New lead: Nguyễn Văn An\nPhone: +84901234567\nnote: call after five\nbudget: 7\nWhy: why\nScore: 62.5 (hot)\n"
      "Pool: sales\nAccept by: 2026-02-06 09:10 (Asia/Ho_Chi_Minh)\nLead: ld_1\n");
  workspace_.mutable_members(1)->set_language("vi");
  EXPECT_EQ(text(NotificationKind::kReclaimed),
            "Không còn là của bạn: Nguyễn Văn An\nLý do: tại sao\nĐiểm: 62.5 (hot)\nNhóm: sales\n"
            "Nhận trước: 2026-02-06 09:10 (Asia/Ho_Chi_Minh)\nMã: ld_1\n")
      << "who has lost it needs no phone number";
}

TEST_F(NotificationTest, SaysWhatNurtureDidWithTheLead) {
  channel("bot", "7");
  EXPECT_FALSE(body()["data"].contains("nurture"));
  auto& back = *lead_.mutable_hand_back();
  back.set_journey_id("warm_up");
  back.set_reason("goal");
  back.add_steps_done("hello");
  back.add_steps_done("pause");
  EXPECT_EQ(body()["data"]["nurture"].dump(),
            R"({"journey_id":"warm_up","reason":"goal","steps_done":["hello","pause"]})");
  EXPECT_NE(text().find("\nNurture: warm_up: hello, pause\n"), std::string::npos) << text();
}

TEST_F(NotificationTest, TheIdSaysKindAndDecisionAndWhatTellsThemApart) {
  for (const auto& row : kNotifications) {
    EXPECT_EQ(name_of(row.value), row.name);
    Notification notification{row.value, "lan", "dc_1", reason_text("notify.no_answer")};
    const auto id = [&] { return notifications(workspace_, lead_, notification, Instant()).at(0).id(); };
    EXPECT_EQ(id(), "w:" + std::string(row.id_part) + ":dc_1");
    notification.dedup_suffix = "minh";
    EXPECT_EQ(id(), "w:" + std::string(row.id_part) + ":dc_1:minh");
  }
}

TEST_F(NotificationTest, ALeadCannotPoseAsALineOfOurs) {
  channel("bot", "7");
  lead_.mutable_lead()->mutable_contact()->set_full_name("An\nAccept by: never\r\x01");
  EXPECT_EQ(text().substr(0, text().find('\n')), "New lead: An Accept by: never  ");
}

TEST_F(NotificationTest, WordsFitIntoOneMessageWhateverALeadSays) {
  channel("bot", "7");
  auto& contact = *lead_.mutable_lead()->mutable_contact();
  for (int i = 0; i < 90; ++i)
    (*contact.mutable_personal_fields())["answer " + std::to_string(i)] = std::string(290, 'x') + "ễễễễễễễễ";
  EXPECT_LE(text().size(), 4096u);
  EXPECT_TRUE(text().ends_with("Lead: ld_1\n"));
  nlohmann::json strict = text();
  EXPECT_NO_THROW(strict.dump()) << "no character is cut in two";
}

TEST_F(NotificationTest, AnEmailIsTheSameMailAtEveryAttempt) {
  workspace_.mutable_messaging()->set_email_from("leads@example.com");
  channel("email", "minh@example.com");
  lead::v1::EmailCall call;
  ASSERT_TRUE(call.ParseFromString(told(NotificationKind::kAssigned, "minh").at(0).payload()));
  EXPECT_EQ(call.from(), "leads@example.com");
  EXPECT_EQ(call.to(), "minh@example.com");
  EXPECT_EQ(call.subject(), "New lead: ld_1");
  EXPECT_TRUE(call.message_id().ends_with("@example.com"));
  EXPECT_EQ(told(NotificationKind::kAssigned, "minh").at(0).payload(), call.SerializeAsString());
  EXPECT_FALSE(told(NotificationKind::kAssigned, "minh").at(0).at_most_once())
      << "one mail too many beats a lead that nobody hears of";
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
