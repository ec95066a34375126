// Every command of leadctl, a family a source file. Each adds its subcommands to `app`; `session` outlives the parse, which runs them.
#pragma once
#include <CLI/CLI.hpp>

#include "leadctl/session.h"

namespace leakproof::leadctl {
void add_lead_commands(CLI::App& app, Session& session);        // submit, lead get|lookup|timeline, conservation
void add_import_command(CLI::App& app, Session& session);       // import
void add_routing_commands(CLI::App& app, Session& session);     // decisions, explain, why-not, claim
void add_audit_commands(CLI::App& app, Session& session);       // audit verify|export
void add_member_commands(CLI::App& app, Session& session);      // member list|online|offline|time-off
void add_quarantine_commands(CLI::App& app, Session& session);  // quarantine list|fix|replay|discard
void add_config_commands(CLI::App& app, Session& session);      // config validate|lint|apply|get|list|diff|rollback
void add_lint_command(CLI::App& config, Session& session);      // config lint
void add_simulate_command(CLI::App& config, Session& session);  // config simulate
void add_backtest_command(CLI::App& config, Session& session);  // config backtest
void add_rules_commands(CLI::App& app, Session& session);       // rules eval|check
void add_calendar_commands(CLI::App& app, Session& session);    // calendar import|show
void add_journal_commands(CLI::App& app, Session& session);     // journal dump
void add_doctor_command(CLI::App& app, Session& session);       // doctor
void add_play_command(CLI::App& app, Session& session);         // play
void add_completion_command(CLI::App& app, Session& session);   // completion bash|zsh|fish

// The text of a workspace file that compiles; nothing after its problems are printed.
std::optional<std::string> read_valid_workspace(Session& session, const std::string& file);
}  // namespace leakproof::leadctl
