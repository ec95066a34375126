#include "lint/lint.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/time_text.h"
#include "calendar/shipped.h"
#include "lint/hours.h"
#include "lint/rule_findings.h"
#include "lint/traps.h"

namespace leakproof::router {
namespace {

constexpr double kDaysAMonth = 30.4;

// Everything that a lead may come to, from the rules that are reached on.
std::set<PoolId> reached_pools(const Routing& routing, const std::set<std::size_t>& rules,
                               const std::vector<PoolId>& used) {
  std::vector<PoolId> open(used.begin(), used.end());
  for (const auto place : rules) open.push_back(routing.rules.in_order[place].to.pool);
  open.push_back(routing.fallback.pool);
  std::set<PoolId> reached;
  while (!open.empty()) {
    const PoolId id = open.back();
    open.pop_back();
    const Pool* pool = routing.pool(id);
    if (pool == nullptr || !reached.insert(id).second) continue;
    if (pool->overflow == Overflow::kFallback) open.push_back(pool->fallback);
  }
  return reached;
}

void look_at_members(const Routing& routing, const std::set<PoolId>& reached, LintReport& report) {
  std::set<MemberId> seated;
  for (const auto& [id, pool] : routing.pools) {
    seated.insert(pool.escalate_to);
    if (!reached.contains(id)) continue;
    for (const auto& seat : pool.members) seated.insert(seat.id);
  }
  for (const auto& [id, member] : routing.members) {
    if (!member.inactive && !seated.contains(id))
      report.findings.push_back(
          {Concern::kUnreachedMember, id.value(), "in no pool that leads come to: gets nothing", {}, false});
  }
}

// Leads a month; nullopt = as many as there are.
std::optional<double> capacity(const Load& caps) {
  std::optional<double> least;
  const auto add = [&](int cap, double times) {
    if (cap > 0) least = std::min(least.value_or(cap * times), cap * times);
  };
  add(caps.hour, kDaysAMonth * 24);
  add(caps.day, kDaysAMonth);
  add(caps.week, kDaysAMonth / 7);
  add(caps.month, 1);
  return least;
}

void look_at_volume(const Routing& routing, const std::set<PoolId>& reached, std::int64_t leads, LintReport& report) {
  std::set<MemberId> members;
  for (const auto& id : reached) {
    for (const auto& seat : routing.pool(id)->members) members.insert(seat.id);
  }
  double all = 0;
  for (const auto& id : members) {
    const Member* member = routing.member(id);
    if (member == nullptr || member->inactive) continue;
    const auto most = capacity(member->caps);
    if (!most) return;
    all += *most;
  }
  if (all >= static_cast<double>(leads)) return;
  report.findings.push_back({Concern::kTooSmall,
                             "caps",
                             "the caps of all members allow " + std::to_string(static_cast<std::int64_t>(all)) +
                                 " leads a month, and " + std::to_string(leads) + " are expected",
                             {},
                             true});
}

// Who looks into a list finds their leads there; but speed is what wins them.
void look_at_channels(const Pool& pool, const std::set<MemberId>& untold, LintReport& report) {
  std::set<MemberId> to{pool.escalate_to};
  for (const auto& seat : pool.members) to.insert(seat.id);
  std::string names;
  for (const auto& id : to) {
    if (untold.contains(id)) names += (names.empty() ? "" : ", ") + id.value();
  }
  if (names.empty()) return;
  report.findings.push_back({Concern::kUntold,
                             pool.id.value(),
                             "nothing tells " + names + " of its leads: 'webhook' or 'notify'",
                             {},
                             false});
}

// Said once a journey, of the first rule that does not ask: messages need a consent, wherever it comes from.
void look_at_consent(const Routing& routing, const std::set<std::size_t>& rules, const LintOptions& options,
                     LintReport& report) {
  std::map<JourneyId, std::string> by;
  for (const auto place : rules) {
    const Rule& rule = routing.rules.in_order[place];
    if (rule.when.text().find("lead.consent") == std::string::npos) by.try_emplace(rule.to.journey, rule.id.value());
  }
  by.try_emplace(routing.fallback.journey, "fallback");
  for (const auto& [journey, subject] : by) {
    const auto sends = options.sending.find(journey);
    if (sends == options.sending.end()) continue;
    const std::string then = sends->second ? "go back to sales at once" : "go through it and get none";
    report.findings.push_back({Concern::kNoConsent,
                               subject,
                               "journey " + journey.value() +
                                   " sends messages, and they need the lead's consent: leads" +
                                   " without it, or without an address, " + then + " ('cannot_send')",
                               {},
                               false});
  }
}

void look_at_messages(const LintOptions& options, LintReport& report) {
  for (const auto& [message, value] : options.needs_value) {
    report.findings.push_back({Concern::kNeedsValue,
                               message,
                               "leads without " + value + " do not get this message: write what stands in its place, " +
                                   "{{^" + value + "}}…{{/" + value + "}}, and the value in {{#" + value + "}}",
                               {},
                               false});
  }
}

void look_at_calendars(const LintOptions& options, LintReport& report) {
  using namespace std::chrono;
  const Instant end = sys_days((calendar::kShippedTo + years(1)) / 1 / 1);
  if (options.now + days(366) < end) return;
  for (const auto& schedule : options.with_calendars) {
    const auto text = "its holiday_calendars end with " + std::to_string(static_cast<int>(calendar::kShippedTo)) +
                      ": install a newer Leakproof and apply again, or write holidays";
    report.findings.push_back({Concern::kHolidaysEnd, schedule, text, {}, options.now >= end});
  }
}

}  // namespace

std::string_view name_of(Concern concern) {
  static constexpr std::array<std::string_view, 23> kNames = {
      "never_true",   "shadowed",      "always_true",  "overlap",        "gap",    "unreached_pool", "unreached_member",
      "nobody_there", "too_small",     "holidays_end", "honeypot",       "untold", "no_consent",     "needs_value",
      "nobody_told",  "next_in_line",  "loose_match",  "case_sensitive", "over",   "not_the_code",   "not_the_name",
      "merged",       "many_spellings"};
  return kNames[static_cast<std::size_t>(concern)];
}

namespace {

// Rules that are in force for a time only neither take every lead of another, nor need one at every time: they are left
// out, but for where they lead.
Routing without_limited(const Routing& routing, LintOptions& options, LintReport& report) {
  Routing always = routing;
  std::vector<Rule> rules;
  for (const auto& rule : routing.rules.in_order) {
    if (!rule.from && !rule.until) {
      rules.push_back(rule);
      continue;
    }
    options.used_by_pools.push_back(rule.to.pool);
    if (rule.until && *rule.until <= options.now)
      report.findings.push_back({.concern = Concern::kOver,
                                 .subject = rule.id.value(),
                                 .text = "it was in force until " + format_instant(*rule.until) + ": take it out",
                                 .warning = false});
  }
  always.rules = RuleList(std::move(rules));
  return always;
}

LintReport lint_always(const Routing& routing, const LintOptions& options, LintReport report) {
  const auto rules = lint_rules(routing, options, report);
  const auto reached = reached_pools(routing, rules, options.used_by_pools);
  for (const auto& [id, pool] : routing.pools) {
    if (!reached.contains(id))
      report.findings.push_back({Concern::kUnreachedPool,
                                 id.value(),
                                 "no rule that can match, no fallback and no other pool leads to it",
                                 {},
                                 true});
    else {
      look_at_hours(routing, pool, options.now, report);
      look_at_channels(pool, options.untold, report);
    }
  }
  look_at_members(routing, reached, report);
  look_at_calendars(options, report);
  look_at_traps(options.traps, report);
  look_at_consent(routing, rules, options, report);
  look_at_messages(options, report);
  if (options.leads_a_month > 0) look_at_volume(routing, reached, options.leads_a_month, report);
  return report;
}

}  // namespace

LintReport lint(const Routing& routing, const LintOptions& options) {
  const bool limited =
      std::ranges::any_of(routing.rules.in_order, [](const Rule& rule) { return rule.from || rule.until; });
  if (!limited) return lint_always(routing, options, {});
  LintReport report;
  LintOptions asked = options;
  const Routing always = without_limited(routing, asked, report);
  return lint_always(always, asked, std::move(report));
}

}  // namespace leakproof::router
