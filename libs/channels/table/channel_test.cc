#include "channels/table/channel.h"

#include <gtest/gtest.h>

namespace leakproof::channels {
namespace {

Message whole() {
  Message message{"w", "ld_1"};
  message.from = "from";
  message.to = "to";
  message.url = "url";
  message.secret = "secret";
  message.subject = "subject";
  message.text = "text";
  message.body = "body";
  message.unsubscribe_url = "way out";
  message.message_id = "id";
  return message;
}

template <class Call>
std::string sent(Channel channel) {
  Call call;
  EXPECT_TRUE(call.ParseFromString(row_of(channel).encode(whole())));
  return call.ShortDebugString();
}

TEST(Channel, APayloadTakesOfAMessageWhatItHasAPlaceFor) {
  EXPECT_EQ(sent<state::v1::WebhookCall>(Channel::kWebhook),
            R"(workspace_id: "w" url: "url" secret: "secret" body: "body" lead_id: "ld_1")");
  EXPECT_EQ(sent<lead::v1::EmailCall>(Channel::kEmail),
            R"(workspace_id: "w" lead_id: "ld_1" from: "from" to: "to" subject: "subject" text: "text" )"
            R"(unsubscribe_url: "way out" message_id: "id")");
  EXPECT_EQ(sent<state::v1::BotCall>(Channel::kBot),
            R"(workspace_id: "w" lead_id: "ld_1" url: "url" token: "secret" chat: "to" text: "subject\ntext")");
}
TEST(Channel, EveryRowIsFoundByItsNameAndKnowsWhoseLeadItsPayloadTellsOf) {
  for (const auto& row : kChannels) {
    EXPECT_EQ(find_channel(row.name), &row);
    const auto lead = lead_of(row.name, row.encode(whole()));
    ASSERT_TRUE(lead.has_value()) << row.name;
    EXPECT_EQ(lead->workspace_id + "/" + lead->lead_id, "w/ld_1") << row.name;
    EXPECT_FALSE(lead_of(row.name, "\xff").has_value()) << row.name;
  }
  EXPECT_EQ(find_channel("pigeon"), nullptr);
  EXPECT_FALSE(lead_of("append", "").has_value());
}
TEST(Channel, JourneysMayUseThoseThatHaveAnAddressOfALead) {
  EXPECT_EQ(names_of_channels(reaches_leads), "email");
  EXPECT_EQ(names_of_channels(reaches_members), "webhook, email, bot");
}
TEST(Channel, AMessageHasTheIdOfItsEntryAndTheDomainOfItsSender) {
  EXPECT_EQ(message_id("e", "hello@example.com"), message_id("e", "hello@example.com"));
  EXPECT_NE(message_id("e", "hello@example.com"), message_id("f", "hello@example.com"));
  EXPECT_EQ(message_id("e", "hello@example.com").substr(32), "@example.com");
}

}  // namespace
}  // namespace leakproof::channels
