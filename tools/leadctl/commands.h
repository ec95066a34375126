// Every command of leadctl, a family a source file. Each adds its subcommands to `app`; `session` outlives the parse,
// which runs them.
#pragma once
#include <CLI/CLI.hpp>

#include "leadctl/session.h"
#include "leakproof/api/v1/config_service.pb.h"

namespace leakproof::leadctl {
void add_lead_commands(CLI::App& app, Session& session);  // submit, lead get|lookup|timeline, timeline, ledger
void add_feedback_commands(CLI::App& app,
                           Session& session);              // lead accept|decline|…|transfer, behind add_lead_commands
void add_import_command(CLI::App& app, Session& session);  // import
void add_routing_commands(CLI::App& app, Session& session);      // decisions, explain, why-not, claim
void add_audit_commands(CLI::App& app, Session& session);        // audit verify|export
void add_member_commands(CLI::App& app, Session& session);       // member list|…|absences, pool list
void add_sweep_commands(CLI::App& app, Session& session);        // sweep list
void add_nurture_commands(CLI::App& app, Session& session);      // nurture silent
void add_quarantine_commands(CLI::App& app, Session& session);   // quarantine list|fix|replay|discard
void add_dead_letter_commands(CLI::App& app, Session& session);  // dead-letter list|replay
void add_config_commands(CLI::App& app, Session& session);       // config validate|lint|apply|get|list|diff|rollback
void add_lint_command(CLI::App& config, Session& session);       // config lint
void add_simulate_command(CLI::App& config, Session& session);   // config simulate
void add_backtest_command(CLI::App& config, Session& session);   // config backtest
void add_diff_command(CLI::App& config, Session& session);       // config diff
void add_shadow_command(CLI::App& config, Session& session);     // config shadow
void add_rules_commands(CLI::App& app, Session& session);        // rules eval|check|unknown
void add_unknown_values_command(CLI::App& rules, Session& session);  // rules unknown
void add_calendar_commands(CLI::App& app, Session& session);         // calendar import|show
void add_journal_commands(CLI::App& app, Session& session);          // journal dump
void add_doctor_command(CLI::App& app, Session& session);            // doctor
void add_play_command(CLI::App& app, Session& session);              // play
void add_completion_command(CLI::App& app, Session& session);        // completion bash|zsh|fish

// The text of a workspace file that compiles; nothing after its problems are printed.
std::optional<std::string> read_valid_workspace(Session& session, const std::string& file);
// What a file would change against a version (0 = in force), or which of its lines; kNegative when there is a
// difference.
void print_diff(Session& session, const std::string& file, std::int64_t version, bool text);
// A version, 0 = the one in force; a view of version 0 when the workspace has none. Nothing when it cannot be known;
// then the session is told.
std::optional<api::v1::ConfigView> stored_config(Session& session, std::int64_t version);
// The one in force; nothing, and the session is told, also when there is none.
std::optional<api::v1::ConfigView> config_in_force(Session& session);
// The version in force; 0 = none yet. Nothing when it cannot be known; then the session is told.
std::optional<std::int64_t> version_in_force(Session& session);
struct Applying {
  std::int64_t expected = -1;  // refused when another version is in force
  std::string message{};
  std::optional<Instant> from{};  // unset: at once
  std::string lint_as{};          // the file's name, to tell behind it what lint warns of; empty: not asked for
};
// Applies a text that compiles, and prints the version it became, or when it will.
void apply_text(Session& session, const std::string& yaml, const Applying& how);
}  // namespace leakproof::leadctl
