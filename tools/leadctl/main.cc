// leadctl: the command line of Leakproof.
#include <grpc/support/log.h>
#include <sys/random.h>

#include <cstdlib>
#include <iostream>

#include "base/check.h"
#include "leadctl/command_names.h"
#include "leadctl/commands.h"
#include "leadctl/connection.h"

using namespace leakproof::leadctl;

namespace {

// The kernel's generator: a few bytes at a time it neither fails nor waits once the machine is up.
std::uint32_t unpredictable() {
  std::uint32_t bits = 0;
  LEAKPROOF_CHECK(getrandom(&bits, sizeof bits, 0) == sizeof bits);
  return bits;
}

void add_global_options(CLI::App& app, Session& session) {
  app.add_option("--server", session.server, "host:port of the gRPC API")
      ->envname("LEAKPROOF_SERVER")
      ->check(CLI::Validator([](const std::string& server) { return server_fault(server); }, ""))
      ->capture_default_str();
  app.add_option("--workspace", session.workspace, "Workspace")->envname("LEAKPROOF_WORKSPACE")->capture_default_str();
  app.add_option_function<std::string>(
         "--output", [&session](const std::string& format) { session.json = format == "json"; }, "table or json")
      ->check(CLI::IsMember({"table", "json"}));
  app.add_option("--token-file", session.token_file,
                 "File with the token of the workspace; unset, of a server on this machine: "
                 "data/secrets/WORKSPACE/api_token, when it is there")
      ->envname("LEAKPROOF_TOKEN_FILE");
  auto* ca = app.add_option("--tls-ca", session.tls.ca, "TLS: who has signed the server's certificate (PEM file)")
                 ->envname("LEAKPROOF_TLS_CA");
  auto* certificate = app.add_option("--tls-cert", session.tls.certificate, "mTLS: our certificate (PEM file)")
                          ->envname("LEAKPROOF_TLS_CERT");
  auto* key = app.add_option("--tls-key", session.tls.key, "mTLS: its key (PEM file)")->envname("LEAKPROOF_TLS_KEY");
  certificate->needs(ca)->needs(key);
  key->needs(certificate);
  app.parse_complete_callback([&session] {
    if (!session.read_credentials()) throw CLI::RuntimeError(static_cast<int>(ExitCode::kInput));
  });
  app.add_option("--timeout", session.timeout_seconds, "Seconds a call may take")
      ->check(CLI::Range(0.001, 86'400.0))
      ->capture_default_str();
}

}  // namespace

int main(int argc, char** argv) {
  // What gRPC logs of a connection that fails is said by connection.h in words; GRPC_VERBOSITY brings its lines back.
  if (std::getenv("GRPC_VERBOSITY") == nullptr) gpr_set_log_function([](gpr_log_func_args*) {});
  Session session(std::cout, std::cerr, unpredictable);
  CLI::App app("Leads in, owners out: the command line of Leakproof.\n", "leadctl");
  app.footer(
      "Examples:\n"
      "  leadctl doctor\n"
      "  leadctl config apply examples/workspace.yaml\n"
      "  leadctl submit --wait full_name='Lan Nguyen' phone=0901234567\n"
      "  leadctl explain ld_0123456789abcdef0123\n\n"
      "Exit status: 0 yes · 1 the answer is no (invalid, different, not balanced, rows refused, not found) · 2 wrong "
      "command line\n"
      "  65 refused by the server · 66 a file cannot be read · 69 server not there · 70 server failed · 78 "
      "configuration at fault");
  app.require_subcommand(1);
  app.fallthrough();
  add_global_options(app, session);
  add_lead_commands(app, session);
  add_feedback_commands(app, session);
  add_import_command(app, session);
  add_routing_commands(app, session);
  add_sweep_commands(app, session);
  add_nurture_commands(app, session);
  add_audit_commands(app, session);
  add_member_commands(app, session);
  add_quarantine_commands(app, session);
  add_dead_letter_commands(app, session);
  add_config_commands(app, session);
  add_rules_commands(app, session);
  add_calendar_commands(app, session);
  add_journal_commands(app, session);
  add_doctor_command(app, session);
  add_play_command(app, session);
  add_completion_command(app, session);
  if (const auto wrong = wrong_command(app, {argv + 1, argv + argc}); !wrong.empty()) {
    session.fail(ExitCode::kUsage, wrong);
    return static_cast<int>(session.exit_code);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::RuntimeError& error) {
    return error.get_exit_code();
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::kUsage);
  }
  std::cout.flush();
  return static_cast<int>(session.exit_code);
}
