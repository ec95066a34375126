// Who is the same person, and what could not be read of them: through the whole of ingest.
#include "ingest/submission_handler.h"

#include <gtest/gtest.h>

#include "ingest/codec.h"
#include "ingest/ids.h"
#include "ingest/ingest_processor.h"
#include "ingest/keys.h"
#include "ingest/sources/text.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/fakes/draft_fake.h"
#include "stream/typed_state.h"

namespace leakproof::ingest {
namespace {

const Instant kNow = instant_from_micros(1767582700000000);

// One workspace in Vietnam with one source of kind json.
class Person : public ::testing::Test {
 protected:
  Person() { start(); }

  void start() {
    draft_.state.clear();
    config::v1::Workspace workspace;
    workspace.set_workspace_id("demo");
    workspace.set_default_region("VN");
    auto& field = *workspace.add_fields();
    field.set_name("budget");
    field.set_type("integer");
    auto& source = *workspace.add_sources();
    source.set_source_id("api");
    source.set_kind("json");
    state::v1::ConfigVersion version;
    version.set_version(1);
    version.set_workspace(workspace.SerializeAsString());
    draft_.put(config_key("demo"), version.SerializeAsString());
  }

  // The members of `fields`, as JSON.
  void submit(const std::string& id, const std::string& fields) {
    lead::v1::Submission made;
    made.set_workspace_id("demo");
    made.set_source_id("api");
    made.set_kind("json");
    made.set_content_type("application/json");
    made.set_receipt_id(receipt_id("demo", "api", id));
    made.set_provider_id(id);
    made.set_body("{\"fields\":{" + fields + "}}");
    made.set_received_micros(to_micros(kNow));
    stream::Record record;
    record.value = made.SerializeAsString();
    ASSERT_TRUE(processor_.on_record("lead.submissions", record, draft_).ok());
    for (const auto& event : draft_.take_events()) {
      if (event.has_lead_changed()) lead_ = event.lead_changed().lead();
      if (event.has_submission_settled()) settled_ = event.submission_settled();
    }
  }
  // The numbers of the leads that the submissions come to: "1 1 2".
  std::string leads_of(const std::vector<std::string>& submissions) {
    std::map<std::string, std::size_t> numbers;
    std::string leads;
    for (std::size_t i = 0; i < submissions.size(); ++i) {
      submit("k" + std::to_string(i), submissions[i]);
      const auto number = numbers.emplace(settled_.lead_ids(0), numbers.size() + 1).first->second;
      leads += (leads.empty() ? "" : " ") + std::to_string(number);
    }
    return leads;
  }
  SourceLedger ledger() {
    return from_proto(stream::find<state::v1::Ledger>(draft_, ledger_key("demo", "api")).value_or(state::v1::Ledger()));
  }

  stream::DraftFake draft_{kNow};
  IngestProcessor processor_{real_text()};
  lead::v1::Lead lead_;
  lead::v1::SubmissionSettled settled_;
};

struct Case {
  const char* what;
  std::vector<std::string> submissions;
  const char* leads;
};
const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"a number is of the stated country first",
       {R"("phone":"0812345678")", R"("phone":"0812345678","country":"TH")"},
       "1 2"},
      {"by the code that was chosen beside it",
       {R"("phone":"+66812345678")", R"("phone":"0812345678","country_code":"+66")",
        R"("phone":"812345678","dial_code":66)", R"("phone":"0812345678","country_code":"TH")"},
       "1 1 1 1"},
      {"a country that nobody can read",
       {R"("phone":"0901001107")", R"("phone":"0901001107","country":"Atlantis")",
        R"("phone":"0901001107","country":"Atlantis")", R"("phone":"0901001107","country":"Lemuria")",
        R"("phone":"+84901001107","country":"Atlantis")", R"("phone":"0901001107","country":"null")"},
       "1 2 2 3 1 1"},
      {"what was chosen beside it goes before the stated country",
       {R"("phone":"+84906000111")", R"("phone":"0906000111","country":"Germany","phone_country":"VN")",
        R"("phone":"0906000111","country":"Germany","phone_country":"+84")",
        R"j("phone":"0906000111","country":"Atlantis","phone_country":"Vietnam (+84)")j"},
       "1 1 1 1"},
      {"a code among words",
       {R"("phone":"+12125552390")", R"j("phone":"2125552390","country_code":"+1 (US)")j",
        R"("phone":"2125552390","country_code":"US +1")", R"("phone":"2125552390","country_code":"001")"},
       "1 1 1 1"},
      {"a choice that nobody can read",
       {R"("phone":"0901001107")", R"("phone":"0901001107","country":"VN","country_code":"Atlantis")",
        R"("phone":"0901001107","country_code":"-")"},
       "1 2 1"},
      {"what is taken by its look joins nobody",
       {R"("q1":"a@x.example","phone":"0901001101")", R"("q1":"a@x.example","phone":"0901001102")",
        R"("email":"a@x.example")", R"("q2":"0901001103","email":"b@x.example")", R"("phone":"0901001103")"},
       "1 2 3 4 5"},
      {"by name", {R"("phone":"+66812345678")", R"("phone":"0812345678","country":"Thailand")"}, "1 1"},
      {"by the lead's own country",
       {R"("email":"a@x.example","country":"TH")", R"("phone":"0812345678")",
        R"("email":"a@x.example","phone":"0812345678")", R"("phone":"+66812345678")"},
       "1 2 1 1"},
      {"something beside it",
       {R"("phone":"0901001107")", R"("phone":"0901001107 Zalo")", R"("phone":"p:+84901001107")"},
       "1 1 1"},
      {"a second number", {R"("phone":"0901001101 / 0901001102")", R"("phone":"0901001102")"}, "1 1"},
      {"a second number, the other way round",
       {R"("phone":"0901001102")", R"("phone":"0901001101 / 0901001102")"},
       "1 1"},
      {"a second address", {R"("email":"a@x.example; b@x.example")", R"("email":"b@x.example")"}, "1 1"},
      {"extensions of a house",
       {R"("phone":"02438253536 ext 1")", R"("phone":"02438253536 ext 2")", R"("phone":"02438253536 x1")"},
       "1 2 1"},
      {"two readings",
       {R"("phone":"491713920012","country":"DE")", R"("phone":"+491713920012")", R"("phone":"+49491713920012")",
        R"("phone":"491713920012","country":"DE")"},
       "1 2 3 1"},
      {"spellings of Argentina",
       {R"("phone":"+5491123456789")", R"("phone":"011 15-2345-6789","country":"AR")", R"("phone":"+541123456789")"},
       "1 1 1"},
      {"of Brazil", {R"("phone":"+551181234567")", R"("phone":"+5511981234567")"}, "1 1"},
      {"of Mexico", {R"("phone":"+5215512345678")", R"("phone":"+525512345678")"}, "1 1"},
      {"a domain beyond ASCII",
       {R"("email":"info@müller-bau.example")", R"("email":"info@xn--mller-bau-q9a.example")"},
       "1 1"},
      {"a number that fits nowhere",
       {R"("email":"a@x.example","phone":"12345")", R"("email":"b@x.example","phone":"12345")"},
       "1 2"},
  };
  return all;
}

TEST_F(Person, IsKnownByNumbersAndAddressesThatReadOneWay) {
  for (const auto& c : cases()) {
    start();
    EXPECT_EQ(leads_of(c.submissions), c.leads) << c.what;
  }
}

TEST_F(Person, IsFoundByWhatWasTakenByItsLook) {
  submit("k1", R"("q1":"A@x.example","q2":"0901001103")");
  EXPECT_EQ(draft_.get(doubtful_email_key("demo", "a@x.example")), lead_.lead_id());
  EXPECT_EQ(draft_.get(doubtful_phone_key("demo", "+84901001103")), lead_.lead_id());
  EXPECT_EQ(lead_.attributes().at("phone_validity").text(), "guessed");
}

TEST_F(Person, IsWhereTheySaidAndElseWhereTheirNumberIs) {
  struct Row {
    const char *first, *then, *country;
  };
  const Row rows[] = {
      {R"("country":"DE")", R"("country":"Atlantis")", "DE"},
      {R"("country":"DE")", R"("phone_country":"VN")", "DE"},
      {R"("country":"DE")", R"("country":"select")", "DE"},
      {R"("country":"DE")", R"("country":"FR")", "FR"},
      {R"("country":"Atlantis")", R"("country":"Lemuria")", "Lemuria"},
      {R"("country":"Atlantis")", R"("country":"DE")", "DE"},
      {R"("phone_country":"VN")", R"("city":"Hue")", "VN"},
      {R"("phone_country":"VN")", R"("country":"DE")", "DE"},
      {R"("phone_country":"Atlantis")", R"("city":"Hue")", "Atlantis"},
  };
  for (const auto& [first, then, country] : rows) {
    start();
    submit("k1", std::string(first) + R"(,"email":"a@x.example")");
    submit("k2", std::string(then) + R"(,"email":"a@x.example")");
    EXPECT_EQ(lead_.attributes().at("country").text(), country) << first << " " << then;
  }
}

TEST_F(Person, ValuesThatCouldNotBeReadAreNamedAndCounted) {
  submit("k1", R"("phone":"+84901234567","budget":"much","country":"Atlantis")");
  ASSERT_EQ(settled_.unread_values_size(), 2);
  EXPECT_EQ(settled_.unread_values(1), "custom.budget");
  EXPECT_EQ(lead_.attributes().at("unread_value").list().items(0), "country");
  EXPECT_EQ(ledger().unread_values.at("custom.budget"), 1);
  submit("k2", R"("phone":"0901234567","budget":"50.000","country":"Việt Nam")");
  EXPECT_EQ(settled_.unread_values_size(), 0);
  EXPECT_FALSE(lead_.attributes().contains("unread_value"));
  EXPECT_EQ(lead_.attributes().at("custom.budget").integer(), 50000);
  EXPECT_EQ(lead_.attributes().at("country").text(), "VN");
  submit("k3", R"("phone":"0901234567","budget":50000.0)");
  EXPECT_EQ(settled_.unread_values_size(), 0) << "a number of JSON";
  EXPECT_EQ(ledger().unread_values.at("custom.budget"), 1);
}

}  // namespace
}  // namespace leakproof::ingest
