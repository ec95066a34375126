#include "nurture/message.h"

#include <gtest/gtest.h>

namespace leakproof::nurture {
namespace {

lead::v1::Lead lan() {
  lead::v1::Lead lead;
  lead.set_lead_id("ld_1");
  lead.mutable_contact()->set_full_name("Nguyễn Thị Lan");
  lead.mutable_contact()->set_email("lan@example.vn");
  auto& attributes = *lead.mutable_attributes();
  attributes["company"].set_text("Gỗ & Sơn <JSC>");
  attributes["free_mail"].set_flag(true);
  attributes["submissions"].set_integer(2);
  attributes["custom.budget"].set_real(12.5);
  attributes["custom.interests"].mutable_list()->add_items("doors");
  attributes["custom.interests"].mutable_list()->add_items("floors");
  return lead;
}
config::v1::Workspace demo() {
  config::v1::Workspace workspace;
  workspace.set_workspace_id("demo");
  workspace.set_default_region("VN");
  workspace.mutable_messaging()->set_email_from("hello@example.com");
  workspace.mutable_messaging()->set_unsubscribe_url("https://leads.example.com/unsubscribe");
  return workspace;
}
channels::Message rendered(const std::string& subject, const std::string& text, const lead::v1::Lead& lead = lan()) {
  config::v1::Send message;
  message.set_subject(subject);
  message.set_text(text);
  const auto& email = channels::row_of(channels::Channel::kEmail);
  return render(email, message, demo(), lead, "demo:email:ld_1:1");
}

TEST(Message, IsPlainTextOfTheLead) {
  const std::pair<const char*, const char*> rows[] = {
      {"Hello {{contact.full_name}}", "Hello Nguyễn Thị Lan"},
      {"{{lead.company}}", "Gỗ & Sơn <JSC>"},
      {"of{{#lead.company}} {{lead.company}}{{/lead.company}}.", "of Gỗ & Sơn <JSC>."},
      {"of{{#lead.city}} {{lead.city}}{{/lead.city}}.", "of."},
      {"{{^lead.city}}somewhere{{/lead.city}}", "somewhere"},
      {"{{#lead.free_mail}}private{{/lead.free_mail}}", "private"},
      {"{{lead.submissions}} {{lead.custom.budget}} {{lead.custom.interests}}", "2 12.5 doors, floors"},
      {"[{{lead.custom.nothing}}]", "[]"},
  };
  for (const auto& [form, text] : rows) EXPECT_EQ(rendered("s", form).text, text) << form;
}
// full name, given name, country; greeting.
TEST(Message, ABlankIsNoValueAndAFullNameSaysHowToAddressThePerson) {
  constexpr const char* kGreeting =
      "{{#contact.given_name}}{{contact.given_name}}, {{/contact.given_name}}{{^contact.given_name}}Hello, "
      "{{/contact.given_name}}how others plan";
  const struct {
    const char *full, *given, *country, *text;
  } rows[] = {
      {"Nguyễn Thị Lan", "", "", "Lan, how others plan"},
      {"Nguyễn Thị Lan", " ", "VN", "Lan, how others plan"},
      {"Nguyễn Thị Lan", "Thị Lan", "VN", "Thị Lan, how others plan"},
      {"Anna Petersen", "", "DE", "Anna, how others plan"},
      {"", "", "DE", "Hello, how others plan"},
      {" \t", " ", "DE", "Hello, how others plan"},
      {"山田太郎", "", "JP", "Hello, how others plan"},
  };
  for (const auto& row : rows) {
    auto lead = lan();
    lead.mutable_contact()->set_full_name(row.full);
    lead.mutable_contact()->set_given_name(row.given);
    (*lead.mutable_attributes())["country"].set_text(row.country);
    EXPECT_EQ(rendered("s", kGreeting, lead).text, row.text) << row.full;
  }
}
TEST(Message, AHoleIsAValueThatTheLeadDoesNotHave) {
  const struct {
    const char *subject, *text, *hole;
  } rows[] = {
      {"{{contact.given_name}}, hello", "", ""},
      {"{{contact.phone}}, hello", "", "contact.phone"},
      {"s", "{{lead.company}} {{lead.custom.budget}} {{unsubscribe_url}}", ""},
      {"s", "{{lead.city}}", "lead.city"},
      {"s", "{{lead.custom.nothing}}", "lead.custom.nothing"},
      {"s", "{{#lead.city}}in {{lead.city}}{{/lead.city}}{{^lead.city}}there{{/lead.city}}", ""},
  };
  for (const auto& row : rows) {
    config::v1::Send message;
    message.set_subject(row.subject);
    message.set_text(row.text);
    EXPECT_EQ(hole_in(message, demo(), lan()).value_or(""), row.hole) << row.subject << row.text;
  }
}
TEST(Message, ANameCannotAddAHeader) {
  auto lead = lan();
  lead.mutable_contact()->set_full_name("Lan\r\nBcc: all@example.com");
  EXPECT_EQ(rendered("For {{contact.full_name}}", "", lead).subject, "For Lan  Bcc: all@example.com");
}
TEST(Message, ANameIsNoTemplate) {
  auto lead = lan();
  lead.mutable_contact()->set_full_name("{{contact.email}}");
  EXPECT_EQ(rendered("s", "{{contact.full_name}}", lead).text, "{{contact.email}}");
}
TEST(Message, TheWayOutNamesTheLeadAndNobody) {
  const auto call = rendered("s", "{{unsubscribe_url}}");
  EXPECT_EQ(call.text, call.unsubscribe_url);
  EXPECT_EQ(call.unsubscribe_url, "https://leads.example.com/unsubscribe/demo.ld_1");
}
TEST(Message, GoesFromTheWorkspaceToTheAddressThatTheChannelUses) {
  EXPECT_EQ(rendered("s", "").from, "hello@example.com");
  EXPECT_EQ(rendered("s", "").to, "lan@example.vn");
}
TEST(Message, ItsIdIsThatOfTheCall) {
  EXPECT_EQ(rendered("s", "").message_id, rendered("other", "t").message_id);
  EXPECT_TRUE(rendered("s", "").message_id.ends_with("@example.com"));
}
TEST(Message, KnowsWhatIsNoTemplate) {
  EXPECT_TRUE(is_template("{{lead.city}}"));
  EXPECT_FALSE(is_template("{{lead.city"));
  EXPECT_FALSE(is_template("{{#lead.city}}"));
}

}  // namespace
}  // namespace leakproof::nurture
