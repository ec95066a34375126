#include "leadctl/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "leakproof/api/v1/lead_service.pb.h"
#include "leakproof/api/v1/roster_service.pb.h"
#include "leakproof/api/v1/routing_service.pb.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"

namespace leakproof::leadctl {
namespace {

using ::testing::HasSubstr;

TEST(JsonText, NumbersAreNumbersAndTimesCanBeRead) {
  api::v1::GetLeadResponse response;
  auto& view = *response.mutable_lead();
  view.set_ownership_token(3);
  view.set_breach_at_micros(1'771'315'200'000'000);
  view.set_value_minor(-25);
  auto& lead = *view.mutable_lead();
  lead.mutable_contact()->set_full_name("Lan \"L\" Nguyễn");
  (*lead.mutable_attributes())["budget"].set_integer(50'000);
  const auto text = json_text(response);
  for (const char* part :
       {"\"ownership_token\":3", "\"breach_at\":\"2026-02-17T08:00:00Z\"", "\"value_minor\":-25", "\"last_step\":\"\"",
        "\"last_step_at\":null", "\"full_name\":\"Lan \\\"L\\\" Nguyễn\"", "\"integer\":50000"})
    EXPECT_THAT(text, HasSubstr(part));
  EXPECT_THAT(text, testing::Not(HasSubstr("breach_at_micros")));
}

TEST(JsonText, LengthsOfTimeStayLengths) {
  config::v1::Workspace workspace;
  workspace.add_pools()->set_hold_max_micros(3'600'000'000);
  EXPECT_THAT(json_text(workspace), HasSubstr("\"hold_max_micros\":3600000000"));
}

// The fields of every message below `type` that count microseconds.
void collect(const google::protobuf::Descriptor& type, std::set<std::string>& seen, std::set<std::string>& names) {
  if (!seen.insert(type.full_name()).second) return;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.message_type() != nullptr) collect(*field.message_type(), seen, names);
    if (field.name().ends_with("_micros")) names.insert(field.name());
  }
}

// Which is which is told by the name: a name that is new is looked at here once.
TEST(JsonText, EveryFieldThatCountsMicrosecondsIsATimeOrALength) {
  std::set<std::string> seen, times, names;
  for (const auto* type : {lead::v1::Event::descriptor(), lead::v1::Decision::descriptor(),
                           api::v1::GetLeadResponse::descriptor(), api::v1::ListMembersResponse::descriptor(),
                           api::v1::ListSweepsResponse::descriptor(), config::v1::Workspace::descriptor()})
    collect(*type, seen, names);
  for (const auto& name : names)
    if (is_instant(name)) times.insert(name);
  EXPECT_THAT(times,
              testing::IsSubsetOf({"received_micros", "at_micros",        "until_micros",     "since_micros",
                                   "from_micros",     "occurred_micros",  "breach_at_micros", "as_of_micros",
                                   "warn_at_micros",  "updated_micros",   "submitted_micros", "oldest_micros",
                                   "now_micros",      "last_step_micros", "instant_micros",   "hold_until_micros",
                                   "created_micros",  "consent_micros",   "applied_micros",   "to_micros"}));
}

}  // namespace
}  // namespace leakproof::leadctl
