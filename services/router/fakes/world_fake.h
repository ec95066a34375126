// For tests: a router over a DraftFake, driven by lines of text; one line in, one line of consequences out. Time is
// minutes since the start, Friday 2026-02-06 09:00 in Ho Chi Minh City.
//   inquire L COUNTRY[/COMPANY] SCORE · score L SCORE · accept|decline|contacted|won|lost|recycled|… L MEMBER [TOKEN
//   [VALUE REASON]] claim L MEMBER · transfer L BY MEMBER|pool:POOL [TOKEN] · handback L online|offline MEMBER ·
//   leave|cancel MEMBER FROM UNTIL · wait MINUTES · config
// Out: `L=outcome:where` a decision, `L+state:member` a change of an assignment, `!reason` an ignored activity,
// `config:N`.
#pragma once
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "crypto/digest.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "router/audit/audit_keys.h"
#include "router/audit/audit_verify.h"
#include "router/router_processor.h"
#include "router/state/keys.h"
#include "router/state/routed_lead_codec.h"
#include "router/state/stored.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::router {

inline const Instant kStart = instant_from_micros(1'770'343'200'000'000);  // 2026-02-06T02:00:00Z

// Of decisions made again from their records to what stands there; nullopt when there is none.
std::optional<std::string> audit_difference(const std::vector<std::string>& records);

class World {
 public:
  explicit World(const std::string& config_text, const std::string& zone_data = calendar::zone_data_version())
      : draft(kStart), processor("test-1", zone_data) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(config_text, &config));
    config.set_workspace_id("w");
    config.set_default_zone("Asia/Ho_Chi_Minh");
    apply();
  }
  ~World() { check(); }

  // The consequences of one line.
  std::string run(const std::string& line) {
    std::istringstream in(line);
    std::string verb;
    in >> verb;
    if (verb == "wait") return wait(in);
    if (verb == "config") return apply();
    if (verb == "inquire") return inquire(in);
    if (verb == "score") return score(in);
    return act(verb, in);
  }
  // Lines "input -> output".
  void play(const std::vector<std::pair<std::string, std::string>>& lines) {
    for (const auto& [input, expected] : lines) EXPECT_EQ(run(input), expected) << "after: " << input;
  }
  std::string apply() {
    lead::v1::Event event;
    auto& applied = *event.mutable_config_applied();
    applied.set_version(++version);
    applied.set_workspace(config.SerializeAsString());
    applied.set_hash(std::string(crypto::bytes_of(crypto::sha256(applied.workspace()))));
    return feed(std::move(event), "");
  }
  state::v1::RoutedLead lead(const std::string& id) { return load<state::v1::RoutedLead>(draft, keys::lead("w", id)); }
  state::v1::MemberState member(const std::string& id) {
    return load<state::v1::MemberState>(draft, keys::member("w", id));
  }
  state::v1::RouterCounts counts() { return load<state::v1::RouterCounts>(draft, keys::counts("w")); }
  std::vector<std::string> audit() {
    std::vector<std::string> records;
    draft.scan(keys::audits("w"), "", [&](std::string_view, std::string_view value) {
      records.emplace_back(value);
      return true;
    });
    return records;
  }
  lead::v1::Decision decision(const std::string& lead_id) {
    const auto place = draft.get(keys::decision("w", lead(lead_id).last_decision_id()));
    return load<lead::v1::AuditRecord>(draft, stream::state_key("w", "audit", {*place})).decision();
  }
  std::string feed(lead::v1::Event event, const std::string& lead_id) {
    event.set_workspace_id("w");
    event.set_lead_id(lead_id);
    event.set_command_id("command");
    const Status status = processor.on_event(event, draft);
    EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().message());
    return consequences();
  }
  // What must hold after every input: the ledger adds up, caps are kept, the audit can be made again byte for byte.
  void check() {
    const auto c = counts();
    std::int64_t in_flight = 0, open = 0, owned = 0;
    draft.scan(stream::state_key("w", "lead"), "", [&](std::string_view, std::string_view value) {
      state::v1::RoutedLead each;
      EXPECT_TRUE(each.ParseFromArray(value.data(), static_cast<int>(value.size())));
      in_flight += each.status() == 0;
      owned += router::owned(status_of(each));
      return true;
    });
    EXPECT_EQ(c.leads(), c.owned() + c.held() + c.nurtured() + c.escalated() + c.closed() + c.offered() + in_flight);
    EXPECT_EQ(c.owned(), owned);
    for (const auto& each : config.members()) {
      open += member(each.member_id()).open();
      if (!beyond_caps && each.open_max() > 0) {
        EXPECT_LE(member(each.member_id()).open(), each.open_max());
      }
    }
    EXPECT_LE(open, owned);
    if (const auto difference = audit_difference(audit())) FAIL() << *difference;
  }

  config::v1::Workspace config;
  stream::DraftFake draft;
  RouterProcessor processor;
  std::int64_t version = 0;
  bool beyond_caps = false;  // a person took it, or gave it

 private:
  std::string wait(std::istream& in) {
    int minutes = 0;
    in >> minutes;
    const Instant end = draft.now() + std::chrono::minutes(minutes);
    while (!draft.timers.empty() &&
           draft.timers.begin()->first.first <= end) {  // one at a time, at its own moment, as they come due
      const auto fired = draft.timers.begin()->second;
      draft.set_now(std::max(draft.now(), draft.timers.begin()->first.first));
      draft.timers.erase(draft.timers.begin());
      EXPECT_TRUE(processor.on_timer(fired, draft).ok()) << fired.id();
    }
    draft.set_now(end);
    return consequences();
  }
  std::string inquire(std::istream& in) {
    std::string id, country;
    double total = 0;
    in >> id >> country >> total;
    const bool known = draft.get(keys::lead("w", id)).has_value();
    lead::v1::Event event;
    event.set_received_micros(to_micros(draft.now()));
    event.set_traceparent("trace-" + id);
    auto& changed = *event.mutable_lead_changed();
    changed.set_change(known ? lead::v1::LeadChanged::REPEATED : lead::v1::LeadChanged::CREATED);
    auto& lead = *changed.mutable_lead();
    lead.set_lead_id(id);
    lead.set_submissions(known ? 2 : 1);
    lead.mutable_contact()->set_full_name("Nguyễn Văn An");
    lead.mutable_contact()->set_phone("+84901234567");
    const auto slash = country.find('/');
    (*lead.mutable_attributes())["country"].set_text(country.substr(0, slash));
    if (slash != std::string::npos) (*lead.mutable_attributes())["company"].set_text(country.substr(slash + 1));
    feed(std::move(event), id);
    return scored(id, total);
  }
  std::string score(std::istream& in) {
    std::string id;
    double total = 0;
    in >> id >> total;
    return scored(id, total);
  }
  std::string scored(const std::string& id, double total) {
    if (between) std::exchange(between, nullptr)();
    lead::v1::Event event;
    event.set_received_micros(to_micros(draft.now()));
    event.mutable_lead_scored()->set_total(total);
    event.mutable_lead_scored()->set_grade(total >= 50 ? "hot" : "cold");
    return feed(std::move(event), id);
  }
  std::string act(const std::string& verb, std::istream& in) {
    lead::v1::Event event;
    auto& activity = *event.mutable_activity();
    activity.set_activity_id("a");
    std::string subject, member;
    std::int64_t first = 0, second = 0;
    in >> subject;
    if (verb == "online" || verb == "offline") {
      activity.mutable_presence()->set_member_id(subject);
      activity.mutable_presence()->set_online(verb == "online");
    } else if (verb == "leave" || verb == "cancel") {
      in >> first >> second;
      activity.mutable_time_off()->set_member_id(subject);
      activity.mutable_time_off()->set_from_micros(to_micros(kStart + std::chrono::minutes(first)));
      activity.mutable_time_off()->set_until_micros(to_micros(kStart + std::chrono::minutes(second)));
      activity.mutable_time_off()->set_cancel(verb == "cancel");
    } else {
      in >> member;
      if (verb != "transfer") in >> first;
      activity.set_lead_id(subject);
      if (verb == "claim") {
        beyond_caps = true;
        activity.mutable_claim()->set_member_id(member);
      } else if (verb == "transfer")
        transfer(member, in, *activity.mutable_transfer());
      else if (verb == "handback")
        activity.mutable_hand_back()->set_reason("goal");
      else {
        feedback(verb, member, first, *activity.mutable_feedback());
        value(in, *activity.mutable_feedback());
      }
    }
    return feed(std::move(event), activity.lead_id());
  }
  static void transfer(const std::string& by, std::istream& in, lead::v1::Transfer& transfer) {
    std::string to;
    std::int64_t token = 0;
    in >> to >> token;
    transfer.set_by_member_id(by);
    to.starts_with("pool:") ? transfer.set_to_pool_id(to.substr(5)) : transfer.set_to_member_id(to);
    transfer.set_ownership_token(token);
    transfer.set_reason("knows them");
  }
  static void value(std::istream& in, lead::v1::Feedback& to) {
    std::int64_t minor = 0;
    std::string reason;
    if (in >> minor) to.set_value_minor(minor);
    if (minor > 0) to.set_currency("VND");
    if (std::getline(in >> std::ws, reason)) to.set_reason(reason);
  }
  static void feedback(std::string verb, const std::string& member, std::int64_t token, lead::v1::Feedback& to) {
    std::ranges::transform(verb, verb.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (verb == "ACCEPT" || verb == "DECLINE") verb += verb == "DECLINE" ? "D" : "ED";
    lead::v1::Feedback::Outcome outcome{};
    EXPECT_TRUE(lead::v1::Feedback::Outcome_Parse(verb, &outcome)) << verb;
    to.set_outcome(outcome);
    to.set_member_id(member);
    to.set_ownership_token(token);
  }
  std::string consequences() {
    std::string out;
    for (const auto& event : draft.take_events()) {
      const std::string word = consequence(event);
      if (!word.empty()) out += (out.empty() ? "" : " ") + word;
    }
    return out;
  }
  static std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
  }
  static std::string consequence(const lead::v1::Event& event) {
    if (event.has_audit() && event.audit().has_config())
      return "config:" + std::to_string(event.audit().config().version());
    if (event.has_activity_ignored()) return "!" + event.activity_ignored().reason();
    if (event.has_assignment_changed()) {
      const auto& change = event.assignment_changed();
      return event.lead_id() + "+" + lower(lead::v1::AssignmentChanged::State_Name(change.state())) +
             (change.member_id().empty() ? "" : ":" + change.member_id());
    }
    if (!event.has_audit()) return "";
    const auto& decision = event.audit().decision();
    const auto& to = decision.chosen();
    std::string where = !to.member_id().empty()    ? to.member_id()
                        : !to.journey_id().empty() ? to.journey_id()
                                                   : decision.reason();
    for (const auto& member : decision.offered()) where += (where.empty() ? "" : ",") + member;
    return event.lead_id() + "=" + lower(lead::v1::Decision::Outcome_Name(decision.outcome())) + ":" + where;
  }

 public:
  std::function<void()> between;  // runs once, between a lead's change and its score
};

}  // namespace leakproof::router
