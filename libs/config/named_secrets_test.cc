#include "config/named_secrets.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

namespace leakproof::config {
namespace {

TEST(NamedSecrets, AreAllThatAConfigurationNames) {
  v1::Workspace workspace;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(R"(
    workspace_id: "demo"
    sources { source_id: "api" kind: "json" }
    sources { source_id: "fb" kind: "meta" secret: "app" meta { verify_token: "verify" access_token: "access" } }
    sources { source_id: "stand-in" kind: "meta" secret: "key" meta { access_token: "page" graph_url: "http://a.example" } }
    sources { source_id: "zalo" kind: "zalo" secret: "oa" }
    sources { source_id: "hook" kind: "webhook" secret: "hook" }
    members { member_id: "lan" webhook_secret: "crm" notify { by: "webhook" secret: "sign" }
              notify { by: "bot" secret: "bot" } notify { by: "email" to: "lan@a.example" } }
    messaging { unsubscribe_url: "https://a.example/u" })",
                                                            &workspace));
  std::string text;
  for (const auto& one : secrets_of(workspace))
    text += one.of + " " + one.id + " " + one.name + (one.is_standard_webhooks ? " webhooks" : "") +
            (one.is_required ? "" : " optional") +
            (one.given_by.empty() ? "" : ": " + one.given_by.substr(0, one.given_by.find(':'))) + "\n";
  EXPECT_EQ(
      text,
      "workspace demo api_token optional\nworkspace demo unsubscribe_key\nsource fb app: Meta\n"
      "source fb verify\nsource fb access: Meta\nsource stand-in key\nsource stand-in page\nsource zalo oa: Zalo\n"
      "source hook hook webhooks\nmember lan crm webhooks\nmember lan sign webhooks\n"
      "member lan bot: the bot's platform; of Telegram @BotFather\n");
  workspace.clear_messaging();
  EXPECT_EQ(secrets_of(workspace)[1].name, "app") << "no link is signed";
}

}  // namespace
}  // namespace leakproof::config
