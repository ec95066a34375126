// Measures decisions of the router's domain, with nothing around them: rules × members, by the index and one by one in
// turns, what the explanation takes, what a changed rule costs, and memory a rule. Prints lines of JSON for ./dev bench
// router.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "router/domain/decide.h"
#include "router/domain/limits.h"
#include "router/domain/routing.h"
#include "rules/rule_index.h"
#include "rules/schema.h"

namespace leakproof::router {
namespace {

using Clock = std::chrono::steady_clock;
constexpr int kCountries = 40, kCampaigns = 250, kRounds = 5;
const Instant kNow = instant_from_micros(1'770'000'000'000'000);

double micros_since(Clock::time_point began) {
  return std::chrono::duration<double, std::micro>(Clock::now() - began).count();
}

// As sales ops write them: a place, a campaign or an industry, a budget.
std::string condition(int number) {
  std::string text = "lead.country == 'C" + std::to_string(number % kCountries) +
                     "' && lead.custom.budget >= " + std::to_string(number % 97 * 500);
  if (number % 3 != 2) text += " && lead.utm_campaign == 'k" + std::to_string(number / kCountries % kCampaigns) + "'";
  if (number % 3 != 1) text += " && lead.email_domain.endsWith('" + std::to_string(number % 211) + ".example')";
  return text;
}

struct World {
  Routing routing;
  rules::Slot country, campaign, domain, budget;
  std::vector<MemberSnapshot> seen;

  World(int rules, int members) {
    using rules::Type;
    country = routing.schema.add("lead.country", Type::kString);
    campaign = routing.schema.add("lead.utm_campaign", Type::kString);
    domain = routing.schema.add("lead.email_domain", Type::kString);
    budget = routing.schema.add("lead.custom.budget", Type::kInt);
    Pool& pool = routing.pools[PoolId("sales")];
    pool.id = PoolId("sales");
    for (int i = 0; i < members; ++i) {
      const MemberId id("m" + std::to_string(i));
      routing.members[id].id = id;
      pool.members.push_back({id, 1 + i % 5});
    }
    seen.resize(static_cast<std::size_t>(members));
    for (auto& one : seen) one.online = true;
    std::vector<Rule> list;
    for (int i = 0; i < rules; ++i) list.push_back(rule(i, condition(i)));
    routing.rules = RuleList(std::move(list));
    routing.fallback.pool = PoolId("sales");
  }
  Rule rule(int number, const std::string& when) const {
    auto program = std::get<rules::Program>(rules::Program::compile(when, routing.schema, rules::Type::kBool));
    return {RuleId("r" + std::to_string(number)), std::move(program), {PoolId("sales"), {}}};
  }
};

struct Leads {
  std::vector<std::string> words;
  std::vector<rules::Record> records;
  // Each is what one of the rules asks for, or asks for nothing that is there.
  Leads(const World& world, int rules, int count) {
    std::mt19937 dice(7);
    words.reserve(static_cast<std::size_t>(3 * count));
    const auto word = [&](std::string text) { return std::string_view(words.emplace_back(std::move(text))); };
    for (int i = 0; i < count; ++i) {
      const int number = static_cast<int>(dice() % static_cast<unsigned>(rules + rules / 4 + 1));
      auto& record = records.emplace_back(world.routing.schema);
      record.set(world.country, word("C" + std::to_string(number % kCountries)));
      record.set(world.campaign, word("k" + std::to_string(number / kCountries % kCampaigns)));
      record.set(world.domain, word("mail" + std::to_string(number % 211) + ".example"));
      record.set(world.budget, std::int64_t{48'500});
    }
  }
};

// Microseconds of one decision.
double decisions(const World& world, const Routing& routing, const Leads& leads) {
  const auto look = [&](const Pool&) { return PoolSnapshot{.picks = 1, .members = world.seen, .load = {}}; };
  RoutingInput input;
  input.now = kNow;
  std::int64_t tokens = 0;
  const auto began = Clock::now();
  for (const auto& record : leads.records) {
    input.record = &record;
    tokens += decide(routing, input, look).ownership_token;
  }
  const double each = micros_since(began) / static_cast<double>(leads.records.size());
  return tokens > 0 ? each : -1;
}

// Microseconds of finding the rule, without saying why not the others.
double look_ups(const rules::RuleIndex& index, const Leads& leads) {
  std::size_t found = 0;
  const auto began = Clock::now();
  for (const auto& record : leads.records) found += index.first_match(record, kNow).has_value();
  return found > 0 ? micros_since(began) / static_cast<double>(leads.records.size()) : -1;
}
double scans(const std::vector<Rule>& rules, const Leads& leads) {
  std::size_t found = 0;
  const auto began = Clock::now();
  for (const auto& record : leads.records) {
    for (const auto& rule : rules) {
      if (!rule.when.evaluate(record, kNow).is_true()) continue;
      ++found;
      break;
    }
  }
  return found > 0 ? micros_since(began) / static_cast<double>(leads.records.size()) : -1;
}

double median(std::vector<double> figures) {
  std::ranges::sort(figures);
  return figures[figures.size() / 2];
}

std::vector<rules::Program> programs_of(const World& world) {
  std::vector<rules::Program> programs;
  for (const auto& rule : world.routing.rules.in_order) programs.push_back(rule.when);
  return programs;
}

void measure(int rules, int members) {
  const auto used = [] { return mallinfo2().uordblks + mallinfo2().hblkhd; };
  const std::size_t before = used();
  World world(rules, members);
  const double bytes_a_rule = static_cast<double>(used() - before) / rules;  // compiled, and with its part of the index
  Routing one_by_one = world.routing;
  one_by_one.rules.index.reset();
  rules::RuleIndex index;
  auto programs = programs_of(world);
  index.update(programs);
  const int linear_leads = std::max(20, std::min(2'000, 4'000'000 / rules)), count = 20'000 / (1 + members / 500);
  const Leads leads(world, rules, count), few(world, rules, std::min(count, linear_leads));
  std::vector<double> indexed, linear, look_up, scan, change;
  for (int round = 0; round < kRounds; ++round) {
    indexed.push_back(decisions(world, world.routing, leads));
    linear.push_back(decisions(world, one_by_one, few));
    look_up.push_back(look_ups(index, leads));
    scan.push_back(scans(world.routing.rules.in_order, few));
    programs[programs.size() / 2] = world.rule(0, "lead.country == 'X" + std::to_string(round) + "'").when;
    const auto began = Clock::now();
    index.update(programs);
    change.push_back(micros_since(began));
  }
  std::printf(
      R"({"rules":%d,"members":%d,"decision":%.3f,"decision_one_by_one":%.3f,"look_up":%.3f,"scan":%.3f,"change":%.1f,"bytes":%.0f})"
      "\n",
      rules, members, median(indexed), median(linear), median(look_up), median(scan), median(change), bytes_a_rule);
  std::fflush(stdout);
}

}  // namespace
}  // namespace leakproof::router

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: router_bench RULES MEMBERS\n");
    return 64;
  }
  leakproof::router::measure(std::atoi(argv[1]), std::atoi(argv[2]));
}
