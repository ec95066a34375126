// A period of history under a workspace file: tools/backtest.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "backtest/replay.h"
#include "base/time_text.h"
#include "config/compile.h"
#include "leadctl/audit_source.h"
#include "leadctl/commands.h"
#include "router/config/routing_codec.h"

namespace leakproof::leadctl {
namespace {

using Json = nlohmann::ordered_json;
using router::Outcome;
using router::Tally;

struct BacktestOptions {
  std::string file, audit, since, until;
  std::vector<std::string> away;
  std::size_t top = 10;
};

std::string rounded(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value == 0 ? 0.0 : value);  // no "-0.0"
  return text;
}
std::string with_sign(int change) { return (change > 0 ? "+" : "") + std::to_string(change); }
std::string shortly(Duration wait) { return format_duration(std::chrono::floor<std::chrono::seconds>(wait)); }

// One number of each side, for people and for machines.
struct Line {
  std::string name, then, now;
  Json json_then, json_now;
};
Line count_line(const std::string& name, int then, int now) {
  return {name, std::to_string(then), std::to_string(now), then, now};
}
Line real_line(const std::string& name, double then, double now) {
  return {name, rounded(then), rounded(now), then, now};
}
Line wait_line(const std::string& name, Duration then, Duration now) {
  return {name, shortly(then), shortly(now), static_cast<double>(then.count()) / 1e6,
          static_cast<double>(now.count()) / 1e6};
}

int leads_in(const Tally& tally, std::set<Outcome> outcomes) {
  return static_cast<int>(
      std::ranges::count_if(tally.leads(), [&](const auto& one) { return outcomes.contains(one.second.outcome); }));
}
int had_to_wait(const Tally& tally) {
  int leads = 0;
  for (const auto& [id, pool] : tally.pools()) leads += pool.waited;
  return leads;
}
double late(const Tally& tally) {
  double leads = 0;
  for (const auto& [id, member] : tally.members()) leads += member.late;
  return leads;
}
double unfairness(const Tally& tally) {
  double largest = 0;
  for (const auto& [id, member] : tally.members()) largest = std::max(largest, std::abs(member.deviation()));
  return largest;
}

std::vector<Line> lines_of(const Tally& then, const Tally& now) {
  const auto leads = [&](const char* name, std::set<Outcome> outcomes) {
    return count_line(name, leads_in(then, outcomes), leads_in(now, outcomes));
  };
  return {leads("with somebody", {Outcome::kAssigned, Outcome::kClaimed, Outcome::kTransferred}),
          leads("offered to many", {Outcome::kOffered}),
          leads("still waiting", {Outcome::kHeld}),
          leads("with nurture", {Outcome::kNurtured}),
          leads("escalated", {Outcome::kEscalated}),
          count_line("had to wait", had_to_wait(then), had_to_wait(now)),
          wait_line("wait, half of them", then.wait_of(0.5), now.wait_of(0.5)),
          wait_line("wait, 95 of 100", then.wait_of(0.95), now.wait_of(0.95)),
          real_line("answered late", late(then), late(now)),
          real_line("off the fair share", unfairness(then), unfairness(now))};
}

std::string where_of(const Tally::OfLead& lead) {
  const auto& to = lead.first;
  if (!to.member.empty()) return to.member.value();
  if (!to.journey.empty()) return "journey " + to.journey.value();
  return std::string(router::name_of(lead.outcome)) + (to.pool.empty() ? "" : " in " + to.pool.value());
}
std::string why_of(const Tally::OfLead& lead) { return lead.first.rule.empty() ? "fallback" : lead.first.rule.value(); }

// Leads that go to somebody else first, by from, to, the rules that say so, and why.
struct Moves {
  std::map<std::array<std::string, 5>, std::vector<std::string>> leads;
  int all = 0, to_another_pool = 0;
};
Moves moves_of(const router::Replay& replay) {
  Moves moves;
  for (const auto& [id, then] : replay.history().leads()) {
    const auto now = replay.candidate().leads().find(id);
    if (now == replay.candidate().leads().end() || replay.same(id)) continue;
    ++moves.all;
    moves.to_another_pool += now->second.first.pool != then.first.pool ? 1 : 0;
    moves
        .leads[{where_of(then), where_of(now->second), why_of(then), why_of(now->second),
                std::string(replay.because(id))}]
        .push_back(id);
  }
  return moves;
}

using Move = std::pair<std::array<std::string, 5>, std::vector<std::string>>;
std::vector<Move> largest(const Moves& moves, std::size_t top) {
  std::vector<Move> sorted(moves.leads.begin(), moves.leads.end());
  std::ranges::stable_sort(sorted, std::ranges::greater(), [](const Move& move) { return move.second.size(); });
  sorted.resize(std::min(sorted.size(), top));
  return sorted;
}

template <class Map>
typename Map::mapped_type of(const Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  return found == map.end() ? typename Map::mapped_type() : found->second;
}
// The keys of both, once each, in order.
template <class Map>
std::set<typename Map::key_type> keys_of(const Map& then, const Map& now) {
  std::set<typename Map::key_type> keys;
  for (const auto& [key, value] : then) keys.insert(key);
  for (const auto& [key, value] : now) keys.insert(key);
  return keys;
}

class BacktestReport {
 public:
  BacktestReport(const router::Replay& replay, std::size_t top)
      : then_(replay.history()), now_(replay.candidate()), moves_(moves_of(replay)), largest_(largest(moves_, top)) {}

  void print(std::ostream& out) const {
    Table sums({"LEADS", "THEN", "NOW"});
    sums.add({"in all", std::to_string(then_.leads().size()), std::to_string(now_.leads().size())});
    for (const auto& line : lines_of(then_, now_)) sums.add({line.name, line.then, line.now});
    sums.print(out);
    const double part = then_.leads().empty() ? 0 : 100.0 * moves_.all / static_cast<double>(then_.leads().size());
    out << '\n'
        << moves_.all << " leads (" << rounded(part) << " %) go to somebody else first, " << moves_.to_another_pool
        << " of them to another pool\n";
    print_moves(out);
    print_members(out);
    print_pools(out);
  }

  Json json() const {
    Json all;
    all["leads"] = then_.leads().size();
    for (const auto& line : lines_of(then_, now_))
      all["sums"][line.name] = {{"then", line.json_then}, {"now", line.json_now}};
    all["moved"] = {{"leads", moves_.all}, {"to_another_pool", moves_.to_another_pool}};
    for (const auto& [move, leads] : largest_) {
      all["moves"].push_back({{"from", move[0]},
                              {"to", move[1]},
                              {"rule_then", move[2]},
                              {"rule_now", move[3]},
                              {"because", move[4]},
                              {"leads", leads}});
    }
    for (const auto& id : keys_of(then_.members(), now_.members())) {
      all["members"][id.value()] = {{"then", json_of(of(then_.members(), id))},
                                    {"now", json_of(of(now_.members(), id))}};
    }
    for (const auto& id : keys_of(then_.pools(), now_.pools())) {
      all["pools"][id.value()] = {{"then", json_of(of(then_.pools(), id))}, {"now", json_of(of(now_.pools(), id))}};
    }
    return all;
  }

 private:
  static Json json_of(const Tally::OfMember& member) {
    return {{"leads", member.leads}, {"fair_share", member.share}, {"late", member.late}};
  }
  static Json json_of(const Tally::OfPool& pool) {
    return {{"leads", pool.leads},
            {"waited", pool.waited},
            {"wait_longest_seconds", static_cast<double>(pool.wait_longest.count()) / 1e6}};
  }
  void print_moves(std::ostream& out) const {
    if (largest_.empty()) return;
    Table table({"FROM", "TO", "LEADS", "RULE THEN", "RULE NOW", "BECAUSE", "FOR EXAMPLE"});
    for (const auto& [move, leads] : largest_)
      table.add({move[0], move[1], std::to_string(leads.size()), move[2], move[3], move[4], leads.front()});
    table.print(out);
    if (moves_.leads.size() > largest_.size())
      out << "... and " << moves_.leads.size() - largest_.size() << " smaller groups (--top)\n";
  }
  void print_members(std::ostream& out) const {
    out << '\n';
    Table table({"MEMBER", "THEN", "NOW", "CHANGE", "LATE THEN", "LATE NOW", "OFF SHARE THEN", "OFF SHARE NOW"});
    for (const auto& id : keys_of(then_.members(), now_.members())) {
      const auto then = of(then_.members(), id), now = of(now_.members(), id);
      table.add({id.value(), std::to_string(then.leads), std::to_string(now.leads), with_sign(now.leads - then.leads),
                 rounded(then.late), rounded(now.late), rounded(then.deviation()), rounded(now.deviation())});
    }
    table.print(out);
  }
  void print_pools(std::ostream& out) const {
    out << '\n';
    Table table({"POOL", "THEN", "NOW", "CHANGE", "WAITED THEN", "WAITED NOW", "LONGEST THEN", "LONGEST NOW"});
    for (const auto& id : keys_of(then_.pools(), now_.pools())) {
      const auto then = of(then_.pools(), id), now = of(now_.pools(), id);
      table.add({id.empty() ? "(none)" : id.value(), std::to_string(then.leads), std::to_string(now.leads),
                 with_sign(now.leads - then.leads), std::to_string(then.waited), std::to_string(now.waited),
                 shortly(then.wait_longest), shortly(now.wait_longest)});
    }
    table.print(out);
  }

  const Tally &then_, &now_;
  const Moves moves_;
  const std::vector<Move> largest_;
};

// Microseconds; `otherwise` when nothing was said. nullopt: the session is told.
std::optional<std::int64_t> edge(Session& session, const char* option, const std::string& text,
                                 std::int64_t otherwise) {
  if (text.empty()) return otherwise;
  const auto at = parse_instant(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (at.ok()) return to_micros(*at);
  session.fail(ExitCode::kUsage, std::string(option) + ": " + at.error().message());
  return std::nullopt;
}

bool replay_audit(Session& session, const BacktestOptions& options, router::Replay& replay, std::int64_t& decisions) {
  const auto since = edge(session, "--since", options.since, 0);
  const auto until = edge(session, "--until", options.until, INT64_MAX);
  if (!since || !until) return false;
  std::optional<std::string> damage;
  std::int64_t records = 0;
  const bool read = read_audit(session, options.audit, [&](const std::string& bytes) {
    lead::v1::AuditRecord record;
    ++records;
    if (!record.ParseFromString(bytes)) {
      damage = "record " + std::to_string(records) + (options.audit.empty() ? "" : " of " + options.audit) +
               " is no audit record";
      return false;
    }
    const auto& decision = record.decision();
    if (!record.has_decision() || decision.now_micros() < *since) return true;
    if (decision.now_micros() >= *until) return false;
    replay.add(decision);
    ++decisions;
    return true;
  });
  if (damage) session.fail(ExitCode::kInput, *damage);
  return read && !damage;
}

void backtest(Session& session, const BacktestOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  session.workspace = workspace.workspace_id();
  const auto routing = router::compile_routing(workspace);
  if (!routing.ok()) return session.fail(ExitCode::kConfig, routing.error().message());
  for (const auto& id : options.away) {
    if (routing->member(MemberId(id)) == nullptr)
      return session.fail(ExitCode::kUsage, "--away: no member '" + id + "'");
  }
  router::Replay replay(*routing, {options.away.begin(), options.away.end()});
  std::int64_t decisions = 0;
  const auto start = std::chrono::steady_clock::now();
  if (!replay_audit(session, options, replay, decisions)) return;
  if (decisions == 0)
    return session.fail(ExitCode::kNegative, "no decision of " + session.workspace + " in this period");
  replay.finish();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  const BacktestReport report(replay, options.top);
  if (session.json)
    session.out << report.json().dump(2) << '\n';
  else
    report.print(session.out);
  session.err << decisions << " decisions of history, " << replay.decisions() << " of " << options.file << ", in "
              << rounded(took.count()) << " s\n";
}

}  // namespace

void add_backtest_command(CLI::App& config, Session& session) {
  auto options = std::make_shared<BacktestOptions>();
  auto* command = config.add_subcommand(
      "backtest", "What a file would have done with the leads of the past: owners, load, waits, lateness, fairness");
  command->footer("Example:\n  leadctl config backtest new.yaml --since 2026-02-01 --until 2026-03-01");
  command->add_option("FILE", options->file, "Workspace file")->required();
  command->add_option("--since", options->since,
                      "From here on, as 2026-02-01 (UTC) or 2026-02-01T09:00:00+07:00; unset: all of it");
  command->add_option("--until", options->until, "Up to here, as --since");
  command->add_option("--audit", options->audit, "History that leadctl audit export wrote; unset: the server's");
  command->add_option("--away", options->away, "Members who are not there, whatever history says")->delimiter(',');
  command->add_option("--top", options->top, "Groups of leads that move, largest first")->capture_default_str();
  command->callback([&session, options] { backtest(session, *options); });
}

}  // namespace leakproof::leadctl
