#include "router/domain/accounts.h"

#include <gtest/gtest.h>

#include "rules/schema.h"

namespace leakproof::router {
namespace {

rules::Schema schema_of() {
  rules::Schema schema;
  for (const char* path : {"lead.email_domain", "lead.company_domain", "lead.company", "lead.account",
                           "lead.account_parent", "lead.account_pool"})
    schema.add(path, rules::Type::kString);
  schema.add("lead.free_mail", rules::Type::kBool);
  return schema;
}

class AccountsTest : public ::testing::Test {
 protected:
  AccountsTest() {
    accounts_.add({"acme", "", PoolId("named"), MemberId("lan")}, {"Acme Holding", "ACME"}, {"acme.co.uk"});
    accounts_.add({"acme-vn", "acme", {}, {}}, {"Công ty Acme VN"}, {"vn.acme.co.uk"});
  }
  // "account<parent pool owner" of a lead.
  std::string of(std::string_view email_domain, std::string_view company_domain, std::string_view company = {},
                 bool free_mail = false) {
    rules::Record record(schema_);
    const auto set = [&](const char* path, std::string_view text) {
      if (!text.empty()) record.set(*schema_.find(path), rules::Value(text));
    };
    set("lead.email_domain", email_domain);
    set("lead.company_domain", company_domain);
    set("lead.company", company);
    if (!email_domain.empty()) record.set(*schema_.find("lead.free_mail"), rules::Value(free_mail));
    accounts_.name_in(record);
    const auto text = [&](const char* path) {
      const auto& value = record.get(*schema_.find(path));
      return value ? std::string(value->as<std::string_view>()) : "";
    };
    const Account* named = accounts_.named_in(record);
    return text("lead.account") + "<" + text("lead.account_parent") + " " + text("lead.account_pool") +
           (named == nullptr ? "" : " " + named->owner.value());
  }
  const rules::Schema schema_ = schema_of();
  Accounts accounts_{schema_};
};

TEST_F(AccountsTest, ADomainIsFoundInFullThenByWhatWasRegistered) {
  EXPECT_EQ(of("acme.co.uk", "acme.co.uk"), "acme< named lan");
  EXPECT_EQ(of("mail.acme.co.uk", "acme.co.uk"), "acme< named lan");
  EXPECT_EQ(of("vn.acme.co.uk", "acme.co.uk"), "acme-vn<acme  ");
  EXPECT_EQ(of("other.co.uk", "other.co.uk"), "< ");
  EXPECT_EQ(of("", ""), "< ");
}

TEST_F(AccountsTest, ANameIsFoundHoweverItIsWrittenAndBehindTheDomain) {
  EXPECT_EQ(of("", "", "acme-holding"), "acme< named lan");
  EXPECT_EQ(of("", "", "CONG TY ACME VN"), "acme-vn<acme  ");
  EXPECT_EQ(of("", "", "Acme Holdings"), "< ");
  EXPECT_EQ(of("vn.acme.co.uk", "acme.co.uk", "Acme Holding"), "acme-vn<acme  ");
}

TEST_F(AccountsTest, ANameFoldsByTheVersionOfTheConfiguration) {
  for (const auto version : {text::FoldVersion::kFirst, text::FoldVersion::kLetters}) {
    auto schema = schema_of();
    schema.fold_by(version);
    Accounts accounts(schema);
    accounts.add({"lodz", "", PoolId("named"), {}}, {"Łódź Tools"}, {});
    rules::Record record(schema);
    record.set(*schema.find("lead.company"), rules::Value(std::string_view("Lodz Tools")));
    accounts.name_in(record);
    EXPECT_EQ(accounts.named_in(record) != nullptr, version == text::FoldVersion::kLetters);
  }
}

TEST_F(AccountsTest, APublicMailProviderIsNobodys) {
  EXPECT_EQ(of("acme.co.uk", "acme.co.uk", "", true), "< ");
  EXPECT_EQ(of("gmail.com", "", "Acme", true), "acme< named lan");
}

TEST_F(AccountsTest, ASchemaWithoutAccountsHasNone) {
  const rules::Schema none;
  const Accounts accounts(none);
  rules::Record record(none);
  accounts.name_in(record);
  EXPECT_EQ(accounts.named_in(record), nullptr);
}

}  // namespace
}  // namespace leakproof::router
