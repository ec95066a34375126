// Tested by: libs/config/compile_test.cc
#include "config/reading.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "base/time_text.h"
#include "calendar/shipped.h"
#include "channels/table/channel.h"
#include "config/format.h"
#include "config/keys.h"
#include "config/scoring_rules.h"
#include "text/fold.h"

namespace leakproof::config {
namespace {

constexpr std::string_view kEmail = channels::row_of(channels::Channel::kEmail).name;

void read_field(const Keys& keys, v1::Field& field) {
  field.set_name(keys.text("name"));
  field.set_type(keys.text("type"));
  keys.texts("aliases", field.mutable_aliases());
  field.set_personal(keys.flag("personal"));
}

void read_form(const Keys& keys, v1::Form& form) {
  form.set_redirect(keys.text("redirect"));
  form.set_honeypot(keys.text("honeypot"));
  keys.texts("allowed_origins", form.mutable_allowed_origins());
}

void read_meta(const Keys& keys, v1::Meta& meta) {
  meta.set_graph_url(keys.text("graph_url"));
  meta.set_verify_token(keys.text("verify_token"));
  meta.set_access_token(keys.text("access_token"));
}

void read_source(const Keys& keys, v1::Source& source) {
  source.set_source_id(keys.text("id"));
  source.set_kind(keys.text("kind"));
  source.set_secret(keys.text("secret"));
  source.set_path_token(keys.text("path_token"));
  for (const auto& [from, to] : keys.at("aliases").entries) {
    auto* alias = source.add_aliases();
    alias->set_from(from);
    alias->set_to(to.scalar);
  }
  keys.texts("required", source.mutable_required());
  source.set_consent_field(keys.text("consent_field"));
  if (keys.has("form")) read_form(keys.below("form"), *source.mutable_form());
  if (keys.has("meta")) read_meta(keys.below("meta"), *source.mutable_meta());
}

// People write an end at 23:59 where they mean the end of the day: nobody is to be away for its last minute.
std::string interval_of(const std::string& text) {
  return text.ends_with("-23:59") ? text.substr(0, text.size() - 5) + "24:00" : text;
}

// One-off days as written, then the days of calendars that nothing else says anything about.
void read_special_days(const Keys& keys, v1::Schedule& schedule) {
  std::set<std::string> taken(schedule.holidays().begin(), schedule.holidays().end());
  for (const auto& [date, hours] : keys.at("days").entries) {
    auto* day = schedule.add_special_days();
    day->set_date(date);
    for (const auto& item : hours.items) day->add_intervals(interval_of(item.scalar));
    taken.insert(date);
  }
  for (const auto& name : schedule.holiday_calendars()) {
    for (const auto& holiday : calendar::shipped_days(name)) {
      const auto date = format_date(holiday.date);
      if (!taken.insert(date).second) continue;
      auto* day = schedule.add_special_days();
      day->set_date(date);
      day->set_holiday(holiday.name);
    }
  }
}

void read_schedule(const Keys& keys, const std::string& zone, v1::Schedule& schedule) {
  schedule.set_schedule_id(keys.text("id"));
  schedule.set_zone(keys.text("zone", zone));
  std::map<int, std::vector<std::string>> days;
  for (const auto& [names, hours] : keys.at("week").entries) {
    for (const int day : parse_weekdays(names)) {
      for (const auto& item : hours.items) days[day].push_back(interval_of(item.scalar));
    }
  }
  for (const auto& [weekday, intervals] : days) {
    auto* day = schedule.add_days();
    day->set_weekday(weekday);
    day->mutable_intervals()->Assign(intervals.begin(), intervals.end());
  }
  keys.texts("holidays", schedule.mutable_holidays());
  keys.texts("holiday_calendars", schedule.mutable_holiday_calendars());
  read_special_days(keys, schedule);
}

// Of members and pools alike.
template <class Message>
void read_caps(const Keys& keys, Message& out) {
  out.set_open_max(keys.integer("open_max"));
  out.set_hourly_max(keys.integer("hourly_max"));
  out.set_daily_max(keys.integer("daily_max"));
  out.set_weekly_max(keys.integer("weekly_max"));
  out.set_monthly_max(keys.integer("monthly_max"));
}

void read_ramp_up(const Keys& keys, v1::RampUp& ramp_up) {
  const auto since = parse_date(keys.text("since"));
  if (since.ok()) ramp_up.set_since_micros(std::chrono::microseconds(since->time_since_epoch()).count());
  ramp_up.set_over_micros(keys.micros("over"));
  ramp_up.set_start_percent(keys.integer("start_percent", 25));
}

// Where each channel has the fields of config.v1.Channel; "" where it has none. Chats are asked for by the Bot API of
// Telegram, which others speak too.
struct NotifyKeys {
  channels::Channel channel;
  const char* url;
  const char* url_default;
  const char* secret;
  const char* to;
};
constexpr NotifyKeys kNotify[] = {
    {channels::Channel::kWebhook, "url", "", "secret", ""},
    {channels::Channel::kEmail, "", "", "", "to"},
    {channels::Channel::kBot, "url", "https://api.telegram.org", "token", "chat"},
};

// None, and more than one, are reported by references.
void read_channel(const Keys& keys, v1::Channel& channel) {
  keys.texts("only", channel.mutable_only());
  const auto is_written = [&](const NotifyKeys& one) { return keys.has(channels::row_of(one.channel).name); };
  if (std::ranges::count_if(kNotify, is_written) != 1) return;
  const NotifyKeys& one = *std::ranges::find_if(kNotify, is_written);
  const auto name = channels::row_of(one.channel).name;
  const Keys below = keys.below(name);
  channel.set_by(std::string(name));
  channel.set_url(below.text(one.url, one.url_default));
  channel.set_secret(below.text(one.secret));
  channel.set_to(below.text(one.to));
}

void read_member(const Keys& keys, v1::Member& member) {
  member.set_member_id(keys.text("id"));
  member.set_name(keys.text("name"));
  member.set_email(keys.text("email"));
  member.set_schedule_id(keys.text("schedule"));
  member.set_zone(keys.text("zone"));
  member.set_webhook_url(keys.below("webhook").text("url"));
  member.set_webhook_secret(keys.below("webhook").text("secret"));
  keys.each("notify", member.mutable_notify(), read_channel);
  for (auto& channel : *member.mutable_notify()) {
    if (channel.by() == kEmail && channel.to().empty()) channel.set_to(member.email());
  }
  member.set_language(keys.text("language"));
  read_caps(keys, member);
  member.set_inactive(keys.flag("inactive"));
  member.set_starts_online(keys.flag("starts_online"));
  for (const auto& [name, level] : keys.at("skills").entries) {
    auto* skill = member.add_skills();
    skill->set_name(name);
    skill->set_level(static_cast<std::int32_t>(std::clamp(to_number(level.scalar), 0.0, 10.0)));
  }
  if (keys.has("ramp_up")) read_ramp_up(keys.below("ramp_up"), *member.mutable_ramp_up());
}

// Of an SLA, and of a grade in it.
template <class Message>
void read_targets(const Keys& keys, Message& out) {
  out.set_respond_within_micros(keys.micros("respond_within"));
  out.set_warn_after_micros(keys.micros("warn_after"));
  out.set_next_step_within_micros(keys.micros("next_step_within"));
  out.set_next_step_warn_micros(keys.micros("next_step_warn_after"));
}

void read_sla(const Keys& keys, v1::Sla& sla) {
  read_targets(keys, sla);
  sla.set_attempts_max(keys.integer("attempts_max", 3));
  for (const auto& [grade, targets] : keys.at("grades").entries) {
    auto* of_grade = sla.add_grades();
    of_grade->set_grade(grade);
    read_targets(Keys(targets), *of_grade);
  }
}

void read_strategy(const Keys& keys, v1::Pool& pool) {
  pool.set_strategy(keys.text("strategy"));
  keys.each("needs", pool.mutable_needs(), [](const Keys& need, v1::Need& out) {
    out.set_skill(need.text("skill"));
    out.set_level(need.integer("level", 1));
    out.set_when(need.text("when"));
  });
  pool.set_sticky(keys.flag("sticky"));
  pool.set_leave_credit(keys.text("leave_credit"));
  pool.set_leave_credit_max(keys.integer("leave_credit_max"));
  read_caps(keys, pool);
}

void read_pool(const Keys& keys, v1::Pool& pool) {
  pool.set_pool_id(keys.text("id"));
  keys.each("members", pool.mutable_members(), [](const Keys& member, v1::PoolMember& out) {
    const bool bare = member.node().kind == Node::Kind::kScalar;
    out.set_member_id(bare ? member.node().scalar : member.text("member"));
    out.set_weight(bare ? 1 : member.integer("weight", 1));
    if (bare) return;
    out.set_pool_id(member.text("pool"));
    out.set_tier(member.integer("tier"));
  });
  read_strategy(keys, pool);
  if (keys.has("sla")) read_sla(keys.below("sla"), *pool.mutable_sla());
  pool.set_fallback_pool_id(keys.text("fallback"));
  pool.set_hold_max_micros(keys.micros("hold_max"));
  pool.set_escalate_to(keys.text("escalate_to"));
  pool.set_team_lead_id(keys.text("team_lead"));
  pool.set_repeat_inquiry(keys.text("repeat_inquiry"));
  pool.set_overflow(keys.text("overflow"));
  pool.set_overflow_journey_id(keys.text("overflow_journey"));
}

template <class Message>
void read_destination(const Keys& keys, Message& out) {
  out.set_pool_id(keys.text("pool"));
  out.set_journey_id(keys.text("journey"));
}

void read_rule(const Keys& keys, const std::string& zone, v1::Rule& rule) {
  rule.set_rule_id(keys.text("id"));
  rule.set_when(keys.text("when"));
  read_destination(keys.below("to"), rule);
  if (const auto from = moment_of(keys.text("from"), zone)) rule.set_from_micros(to_micros(*from));
  if (const auto until = moment_of(keys.text("until"), zone)) rule.set_until_micros(to_micros(*until));
  rule.set_line(keys.node().mark.line + 1);
}

void read_sweep(const Keys& keys, v1::Sweep& sweep) {
  sweep.set_kind(keys.text("leads"));
  sweep.set_after_micros(keys.micros("after"));
  sweep.set_action(keys.text("do"));
  sweep.set_to_member_id(keys.text("to"));
  sweep.set_journey_id(keys.text("journey"));
}

void read_step(const Keys& keys, v1::Step& step) {
  step.set_step_id(keys.text("id"));
  if (keys.has("wait")) step.mutable_wait()->set_for_micros(keys.micros("wait"));
  if (keys.has("send")) {
    const Keys send = keys.below("send");
    step.mutable_send()->set_channel(send.text("channel", std::string(kEmail)));
    step.mutable_send()->set_subject(send.text("subject"));
    step.mutable_send()->set_text(send.text("text"));
  }
  if (keys.has("branch")) {
    const Keys branch = keys.below("branch");
    step.mutable_branch()->set_when(branch.text("when"));
    step.mutable_branch()->set_then_step_id(branch.text("then"));
    step.mutable_branch()->set_else_step_id(branch.text("else"));
  }
  if (keys.has("exit")) {
    step.mutable_exit()->set_reason(keys.below("exit").text("reason"));
    step.mutable_exit()->set_hand_back(keys.below("exit").flag("hand_back"));
  }
}

void read_journey(const Keys& keys, v1::Journey& journey) {
  journey.set_journey_id(keys.text("id"));
  journey.set_trigger(keys.text("trigger"));
  journey.set_goal(keys.text("goal"));
  journey.set_exit_when(keys.text("exit_when"));
  journey.set_cannot_send(keys.text("cannot_send"));
  keys.each("steps", journey.mutable_steps(), read_step);
}

void read_messaging(const Keys& keys, const std::string& zone, v1::Messaging& messaging) {
  messaging.set_email_from(keys.text("from"));
  messaging.set_unsubscribe_url(keys.text("unsubscribe_url"));
  if (!keys.has("quiet_hours")) return;
  const Keys quiet = keys.below("quiet_hours");
  messaging.mutable_quiet_hours()->set_zone(quiet.text("zone", zone));
  messaging.mutable_quiet_hours()->set_from(quiet.text("from"));
  messaging.mutable_quiet_hours()->set_until(quiet.text("until"));
}

}  // namespace

v1::Workspace read_workspace(const Node& root) {
  const Keys keys(root);
  v1::Workspace workspace;
  workspace.set_workspace_id(keys.text("workspace"));
  workspace.set_folding(static_cast<std::int32_t>(text::FoldVersion::kLetters));
  workspace.set_default_region(keys.text("region"));
  workspace.set_default_zone(keys.text("zone"));
  workspace.set_escalate_to(keys.text("escalate_to"));
  const std::string& zone = workspace.default_zone();
  keys.each("fields", workspace.mutable_fields(), read_field);
  keys.each("sources", workspace.mutable_sources(), read_source);
  read_scoring(keys.below("scoring"), *workspace.mutable_scoring());
  keys.each("schedules", workspace.mutable_schedules(),
            [&](const Keys& schedule, v1::Schedule& out) { read_schedule(schedule, zone, out); });
  keys.each("members", workspace.mutable_members(), read_member);
  keys.each("pools", workspace.mutable_pools(), read_pool);
  keys.each("rules", workspace.mutable_rules(), [&](const Keys& rule, v1::Rule& out) { read_rule(rule, zone, out); });
  read_destination(keys.below("fallback"), *workspace.mutable_fallback());
  keys.each("sweeps", workspace.mutable_sweeps(), read_sweep);
  keys.each("journeys", workspace.mutable_journeys(), read_journey);
  if (keys.has("messaging")) read_messaging(keys.below("messaging"), zone, *workspace.mutable_messaging());
  return workspace;
}

}  // namespace leakproof::config
