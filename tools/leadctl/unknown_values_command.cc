// rules unknown: the values that no row of a table and no rule names, out of the decisions that were made.
#include <chrono>
#include <ostream>

#include "base/time_text.h"
#include "leadctl/audit_source.h"
#include "leadctl/commands.h"
#include "leadctl/unknown_values.h"
#include "rules/json.h"

namespace leakproof::leadctl {
namespace {

struct UnknownValuesOptions {
  std::string table, file, since;
};

// The configuration in force, or the one in a file; nothing when the session was told why.
std::optional<std::string> workspace_text(Session& session, const std::string& file) {
  if (!file.empty()) return read_valid_workspace(session, file);
  const auto in_force = config_in_force(session);
  return in_force ? std::optional(in_force->yaml()) : std::nullopt;
}

// Every decision since then, the newest first; false when a call failed.
bool read_decisions(Session& session, Instant since, UnknownValues& values) {
  return read_audit_newest_first(session, [&](const std::string& bytes) {
    lead::v1::AuditRecord record;
    if (!record.ParseFromString(bytes) || !record.has_decision()) return true;
    if (record.decision().now_micros() < to_micros(since)) return false;
    values.add(record.decision());
    return true;
  });
}

void print(Session& session, const std::vector<UnknownValues::Value>& values) {
  if (session.json) {
    for (const auto& value : values)
      session.out << rules::line_of({{"table", value.table},
                                     {"field", value.field},
                                     {"value", value.text},
                                     {"leads", value.leads},
                                     {"last_seen", format_instant(instant_from_micros(value.last_micros))}})
                  << '\n';
    return;
  }
  if (values.empty()) {
    session.err << "rows and rules name every value that leads had\n";
    return;
  }
  Table table({"TABLE", "FIELD", "VALUE", "LEADS", "LAST SEEN"});
  for (const auto& value : values)
    table.add({value.table.empty() ? "(rules)" : value.table, value.field, value.text, std::to_string(value.leads),
               when(value.last_micros)});
  table.print(session.out);
}

void show_unknown(Session& session, const UnknownValuesOptions& options) {
  auto since = std::chrono::floor<Duration>(std::chrono::system_clock::now()) - std::chrono::days(30);
  if (!options.since.empty()) {
    const auto instant = read_time(session, options.since);
    if (!instant) return;
    since = *instant;
  }
  const auto yaml = workspace_text(session, options.file);
  if (!yaml) return;
  UnknownValues values(*yaml, options.table);
  if (values.tables().empty() && !values.looks_at_rules())
    return session.fail(ExitCode::kNegative,
                        options.table.empty() ? "the configuration has no table, and no rule compares a field of leads "
                                                "with a text: docs/guide-routing.md, \"Tables\""
                                              : "the configuration has no table '" + printable(options.table) + "'");
  if (read_decisions(session, since, values)) print(session, values.list());
}

}  // namespace

void add_unknown_values_command(CLI::App& rules, Session& session) {
  auto options = std::make_shared<UnknownValuesOptions>();
  auto* command = rules.add_subcommand(
      "unknown", "Values that leads had and no row of a decision table and no rule names, those seen last first");
  command->add_option("TABLE", options->table, "Only this table, by its id");
  command->add_option("--since", options->since, "Only leads decided from this time on, RFC 3339; unset: 30 days");
  command->add_option("--config", options->file,
                      "A workspace file, to see what it would leave; unset: what is in force");
  command->footer(
      "Looked at are the columns of tables, and the fields that rules and scoring rules compare with a whole text (==, "
      "!=,\nin). A value that nothing names goes where an empty cell, a rule behind the table or the fallback leads "
      "it. Write "
      "the\n"
      "spelling beside the one that the row has, Hà Nội|HN; add a row; or let the form offer choices.\n\n"
      "Examples:\n  leadctl rules unknown\n  leadctl rules unknown territories --since 2026-02-01T00:00:00+07:00 "
      "--output json\n  leadctl rules unknown --config new.yaml");
  command->callback([&session, options] { show_unknown(session, *options); });
}

}  // namespace leakproof::leadctl
