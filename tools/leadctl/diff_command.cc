// What a workspace file would change: in terms of rules, pools and people, and what of the work that is under way would
// move.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "config/changes.h"
#include "config/compile.h"
#include "leadctl/commands.h"
#include "leadctl/text_diff.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

using api::v1::RosterService;
using config::v1::Workspace;

struct DiffOptions {
  std::string file;
  std::int64_t version = 0;
  bool text = false;
};

template <class List, class Id>
const typename List::value_type* find(const List& list, Id id, const std::string& wanted) {
  const auto found = std::ranges::find_if(list, [&](const auto& one) { return (one.*id)() == wanted; });
  return found == list.end() ? nullptr : &*found;
}

std::string leads(int count) { return std::to_string(count) + (count == 1 ? " lead" : " leads"); }

// What becomes of the open leads of those who leave.
bool tell_of_members(Session& session, const Workspace& now, std::vector<std::string>& moves) {
  api::v1::ListMembersRequest request;
  api::v1::ListMembersResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<RosterService>()->ListMembers(context, request, &response); }))
    return false;
  for (const auto& member : response.members()) {
    const auto* stays = find(now.members(), &config::v1::Member::member_id, member.member_id());
    if (member.open() > 0 && (stays == nullptr || stays->inactive()))
      moves.push_back(leads(member.open()) + " of " + member.member_id() +
                      ", who leaves: taken back at once and routed to others");
  }
  return true;
}

// What becomes of those who wait, and of deadlines that run.
bool tell_of_pools(Session& session, const Workspace& before, const Workspace& now, std::vector<std::string>& moves) {
  api::v1::ListPoolsRequest request;
  api::v1::ListPoolsResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<RosterService>()->ListPools(context, request, &response); }))
    return false;
  for (const auto& pool : response.pools()) {
    const auto* was = find(before.pools(), &config::v1::Pool::pool_id, pool.pool_id());
    const auto* is = find(now.pools(), &config::v1::Pool::pool_id, pool.pool_id());
    if (pool.held() > 0)
      moves.push_back(
          leads(pool.held()) + " waiting in " + pool.pool_id() +
          (is == nullptr ? ", which is gone: the new rules decide at once" : ": looked at again at once, by priority"));
    if (was == nullptr || is == nullptr || pool.open() == 0) continue;
    if (was->sla().SerializeAsString() != is->sla().SerializeAsString())
      moves.push_back(leads(pool.open()) + " of " + pool.pool_id() +
                      " with somebody: keep the deadlines they have; new ones get the new");
  }
  return true;
}

nlohmann::json json_of(const std::vector<config::Change>& changes) {
  static constexpr const char* kKinds[] = {"added", "removed", "changed", "moved"};
  auto all = nlohmann::json::array();
  for (const auto& change : changes)
    all.push_back({{"kind", kKinds[static_cast<int>(change.kind)]},
                   {"where", change.where},
                   {"before", change.before},
                   {"now", change.now}});
  return all;
}

void print(Session& session, const config::Changes& changes, const std::vector<std::string>& moves) {
  if (session.json) {
    const nlohmann::ordered_json all{
        {"changes", json_of(changes.by_author)}, {"by_program", json_of(changes.by_program)}, {"moves", moves}};
    session.out << all.dump(2) << '\n';
    return;
  }
  for (const auto& change : changes.by_author) session.out << config::line_of(change) << '\n';
  if (!changes.by_program.empty()) session.out << "\nWhat this version of the program reads otherwise:\n";
  for (const auto& change : changes.by_program) session.out << "  " << config::line_of(change) << '\n';
  if (!moves.empty()) session.out << "\nWhat moves when it comes into force:\n";
  for (const auto& move : moves) session.out << "  " << move << '\n';
}

}  // namespace

void print_diff(Session& session, const std::string& file, std::int64_t version, bool text) {
  const auto yaml = read_valid_workspace(session, file);
  if (!yaml) return;
  const auto now = config::compile_workspace(*yaml).workspace;
  session.workspace = now.workspace_id();
  const auto stored = stored_config(session, version);
  if (!stored) return;
  Workspace before;
  before.ParseFromString(stored->workspace());
  const auto changes = config::changes_since(before, stored->yaml(), now);
  if (changes.by_author.empty() && changes.by_program.empty() && !text) return;
  session.err << "--- version " << stored->version() << "\n+++ " << file << '\n';
  if (text) {
    const auto lines = text_diff(stored->yaml(), *yaml);
    session.out << lines;
    if (!lines.empty()) session.exit_code = ExitCode::kNegative;
    return;
  }
  std::vector<std::string> moves;
  const bool running = stored->version() > 0 && version == 0;
  if (running && !(tell_of_members(session, now, moves) && tell_of_pools(session, before, now, moves))) return;
  print(session, changes, moves);
  session.exit_code = ExitCode::kNegative;
}

void add_diff_command(CLI::App& config, Session& session) {
  auto options = std::make_shared<DiffOptions>();
  auto* command = config.add_subcommand("diff",
                                        "What a file would change, and which leads would move, against what is in "
                                        "force; exit 1 when there is a difference");
  command->footer("Example:\n  leadctl config diff examples/workspace.yaml");
  command->add_option("FILE", options->file, "Workspace file; - is standard input")->required();
  command->add_option("--version", options->version, "Against an earlier one")
      ->check(CLI::Range(std::int64_t{1}, INT64_MAX));
  command->add_flag("--text", options->text, "The lines that differ, instead");
  command->callback([&session, options] { print_diff(session, options->file, options->version, options->text); });
}

}  // namespace leakproof::leadctl
