#include "router/audit/decision_codec.h"

#include <gtest/gtest.h>

#include "router/domain/routing.h"
#include "router/messages/router_messages.h"

namespace leakproof::router {
namespace {

const Messages& kEnglish = messages_in(messages::Language::kEnglish);

RoutingInput full_input() {
  RoutingInput input;
  input.trigger = Trigger::kResponseTimeout;
  input.now = instant_from_micros(1000);
  input.previous_owner = MemberId("lan");
  input.previous_owner_on_leave = true;
  input.attempt = 2;
  input.tried = {MemberId("lan"), MemberId("minh")};
  input.pinned_pool = PoolId("sales");
  input.claimed_by = MemberId("tuan");
  input.handed_back_by = JourneyId("warm");
  input.last_owner = MemberId("last");
  input.previous_owner_online = true;
  input.previous_owner_state = PreviousOwner::kAccepted;
  input.owner_pool = PoolId("owners");
  input.was_won = true;
  input.ownership_token = 4;
  input.hand_back = {JourneyId("warm"), "goal", {"hello", "pause"}};
  return input;
}

RoutingDecision full_decision() {
  RoutingDecision decided;
  decided.outcome = Outcome::kHeld;
  decided.reason = Reason::kNoEligibleMember;
  decided.chosen = {RuleId("r"), PoolId("sales"), MemberId("m"), JourneyId("j")};
  decided.offered = {MemberId("o")};
  decided.ownership_token = 5;
  decided.warn_at = instant_from_micros(7);
  decided.breach_at = instant_from_micros(8);
  decided.hold_until = instant_from_micros(9);
  decided.account = "acme";
  decided.walk.trace = {{RuleId("q"), false, "no"}, {RuleId("r"), true, ""}};
  decided.walk.truncated = true;
  decided.pool = PoolId("sales");
  decided.account = "acme";
  decided.picks = 12;
  decided.load = {1, 2, 3, 4, 5};
  decided.candidates = {
      {MemberId("lan"), Reason::kAtCapHour, 3, true, {true, true, {1, 2, 3, 4, 5}, -4, 6}, 2, 7, "german 1 of 2"}};
  decided.zones = {{"Asia/Ho_Chi_Minh", -10, 20, 25'200}};
  return decided;
}

TEST(DecisionCodec, NothingIsLostThereAndBack) {
  const Stamp stamp{"dc_1", "ld_1", "dc_0", "timer:x", 3, "hash", "engine", "2026b"};
  const auto once = encode(stamp, full_input(), full_decision(), {}, {});
  const auto again = encode(decode_stamp(once), decode_input(once), decode_decision(once), {}, {});
  EXPECT_EQ(canonical_bytes(once), canonical_bytes(again));
  EXPECT_EQ(decode_input(once).ownership_token, 4) << "one less than after a decision that moved it";
  EXPECT_EQ(decode_pool_seen(once).members[0], (MemberSnapshot{true, true, {1, 2, 3, 4, 5}, -4, 6}));
  // Every field of the message is spoken of in full_input() and full_decision(), but for those of a transfer or a
  // sweep.
  for (int field = 1; field <= 71; field = field == 47 ? 63 : field + 1) {
    const auto* descriptor = lead::v1::Decision::descriptor()->FindFieldByNumber(field);
    if (descriptor == nullptr || descriptor->is_map()) continue;
    const auto* reflection = lead::v1::Decision::GetReflection();
    EXPECT_TRUE(descriptor->is_repeated() ? reflection->FieldSize(once, descriptor) > 0
                                          : reflection->HasField(once, descriptor))
        << descriptor->name();
  }
}

TEST(DecisionCodec, RulesSeeLeadAndScore) {
  Routing routing;
  auto& schema = routing.schema;
  const auto country = schema.add("lead.country", rules::Type::kString),
             total = schema.add("score.total", rules::Type::kDouble);
  Attributes lead;
  lead["country"].set_text("VN");
  lead::v1::LeadScored scored;
  scored.set_total(4.5);
  const Attributes score = score_attributes(scored);
  const LeadRecord record(routing, lead, score);
  EXPECT_EQ(record.record().get(country)->as<std::string_view>(), "VN");
  EXPECT_EQ(record.record().get(total)->as<double>(), 4.5);
}

TEST(DecisionCodec, ExplainsWithNamesWhereTheyTellPeopleApart) {
  config::v1::Workspace workspace;
  for (const auto& [id, name] : {std::pair("lan", "Nguyễn Thị Lan"), std::pair("minh", "Minh"), std::pair("m2", "Minh"),
                                 std::pair("tuan", "")}) {
    workspace.add_members()->set_member_id(id);
    workspace.mutable_members()->rbegin()->set_name(name);
  }
  const MemberNames names(workspace);
  EXPECT_EQ(names.of(MemberId("lan")), MemberId("Nguyễn Thị Lan"));
  EXPECT_EQ(names.of(MemberId("minh")), MemberId("Minh (minh)"));
  EXPECT_EQ(names.of(MemberId("tuan")), MemberId("tuan"));
  EXPECT_EQ(names.of(MemberId("gone")), MemberId("gone"));
  RoutingInput input = full_input();
  input.previous_owner_state = PreviousOwner::kUnknown;
  const lead::v1::Decision decision = encode({}, input, full_decision(), {}, {});
  EXPECT_EQ(explain_decision(decision, kEnglish, names).front(), "Nguyễn Thị Lan did not answer in time.");
  EXPECT_TRUE(why_not(decision, "lan", kEnglish, names).starts_with("Nguyễn Thị Lan is at the hourly cap"));
}

TEST(DecisionCodec, ExplainsAStoredDecision) {
  RoutingInput input = full_input();
  input.previous_owner_state = PreviousOwner::kUnknown;
  lead::v1::Decision decision = encode({}, input, full_decision(), {}, {});
  EXPECT_EQ(explain_decision(decision, kEnglish).front(), "lan did not answer in time.");
  EXPECT_EQ(why_not(decision, "lan", kEnglish), "lan is at the hourly cap (2 this hour) at 1970-01-01T00:00:00.001Z.");
  (*decision.mutable_lead())["unread_value"].mutable_list()->add_items("custom.budget");
  EXPECT_EQ(explain_decision(decision, kEnglish)[1],
            "The values of custom.budget could not be read: they are kept as text, and rules miss them.");
  decision.set_trigger(static_cast<lead::v1::Decision::Trigger>(99));  // of a later version
  EXPECT_FALSE(explain_decision(decision, kEnglish).empty());
}

// Triggers and outcomes are stored by value.
TEST(DecisionCodec, ValuesAreThoseOfTheWire) {
  const auto upper = [](std::string_view name) {
    std::string text(name);
    for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return text;
  };
  using lead::v1::Decision;
  for (const auto& row : kTriggers)
    EXPECT_EQ(Decision::Trigger_Name(static_cast<Decision::Trigger>(row.value)), upper(row.name));
  for (const auto& row : kOutcomes)
    EXPECT_EQ(Decision::Outcome_Name(static_cast<Decision::Outcome>(row.value)), upper(row.name));
  EXPECT_EQ(kTriggers.size() + 1, static_cast<std::size_t>(Decision::Trigger_descriptor()->value_count()));
  EXPECT_EQ(kOutcomes.size() + 1, static_cast<std::size_t>(Decision::Outcome_descriptor()->value_count()));
}

TEST(DecisionCodec, MapsAreSortedInTheBytes) {
  Attributes a, b;
  for (int i = 0; i < 50; ++i) {
    a["k" + std::to_string(i)].set_integer(i);
    b["k" + std::to_string(49 - i)].set_integer(49 - i);
  }
  EXPECT_EQ(canonical_bytes(encode({}, {}, {}, a, {})), canonical_bytes(encode({}, {}, {}, b, {})));
}

}  // namespace
}  // namespace leakproof::router
