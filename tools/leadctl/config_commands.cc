// The workspace's configuration: checked without a server, applied with the version one saw, compared, taken back.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "base/read_file.h"
#include "config/compile.h"
#include "config/files.h"
#include "config/format.h"
#include "leadctl/commands.h"
#include "leadctl/json_text.h"
#include "leadctl/lint_warnings.h"
#include "leadctl/secrets_folder.h"
#include "leadctl/stage_versions.h"
#include "leakproof/api/v1/config_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

std::optional<std::string> bytes_of_file(const std::filesystem::path& path) {
  auto bytes = read_file(path);
  return bytes.ok() ? std::optional(*std::move(bytes)) : std::nullopt;
}

}  // namespace

std::optional<std::string> read_valid_workspace(Session& session, const std::string& file) {
  const auto yaml = read_input(session, file);
  if (!yaml) return std::nullopt;
  const auto folder = std::filesystem::path(file == "-" ? "" : file).parent_path();
  const auto packed = config::with_files(*yaml, [&](const std::string& name) { return bytes_of_file(folder / name); });
  const auto* whole = std::get_if<std::string>(&packed);
  const auto problems =
      whole != nullptr ? config::compile_workspace(*whole).problems : std::get<std::vector<config::Problem>>(packed);
  if (problems.empty()) return *whole;
  session.err << config::format_problems(file, problems);
  session.exit_code = ExitCode::kConfig;
  return std::nullopt;
}

namespace {

using api::v1::ConfigService;

struct ConfigOptions {
  std::string file, message, folder = kSecretsFolder;
  std::int64_t version = 0;
  std::int64_t expected = -2;  // -2 = what is in force when we look
  bool dry_run = false, no_lint = false;
  bool for_trial = false;
  std::string from;  // as it was typed; empty = at once
  std::string scheduled_id;
};

std::string author() {
  const char* user = std::getenv("USER");
  return user != nullptr ? user : "leadctl";
}

void validate(Session& session, const ConfigOptions& options) {
  const auto& file = options.file;
  if (const auto yaml = read_valid_workspace(session, file)) {
    const auto workspace = config::compile_workspace(*yaml).workspace;
    session.err << file << ": valid: workspace " << workspace.workspace_id() << " with " << workspace.members_size()
                << " members, " << workspace.pools_size() << " pools, " << workspace.rules_size() << " rules, "
                << workspace.journeys_size() << " journeys\n";
    tell_warnings(session, R"({"valid":true})", *yaml, options.no_lint ? "" : file);
  } else if (session.exit_code == ExitCode::kConfig) {
    session.exit_code = ExitCode::kNegative;
  }
}

void apply(Session& session, const ConfigOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto workspace = config::compile_workspace(*yaml).workspace;
  session.workspace = workspace.workspace_id();
  std::optional<Instant> from;
  if (!options.from.empty()) {
    from = config::moment_of(options.from, workspace.default_zone());
    if (!from) return session.fail(ExitCode::kUsage, "--from: expected " + std::string(config::kMoment));
  }
  auto expected = options.expected;
  if (expected == -2) {
    const auto current = version_in_force(session);
    if (!current) return;
    expected = *current;
  }
  if (options.dry_run) {
    if (from) session.err << "to come into force at " << when(to_micros(*from)) << '\n';
    return print_diff(session, options.file, 0, false);
  }
  apply_text(session, *yaml, {expected, options.message, from, options.no_lint ? "" : options.file});
}

std::optional<api::v1::ConfigView> scheduled_config(Session& session, const std::string& scheduled_id) {
  api::v1::GetRequest request;
  api::v1::GetResponse response;
  request.set_workspace_id(session.workspace);
  request.set_scheduled_id(scheduled_id);
  const auto get = [&](auto* context) { return session.stub<ConfigService>()->Get(context, request, &response); };
  return session.call(get) ? std::optional(response.config()) : std::nullopt;
}

void get(Session& session, std::int64_t version, const std::string& scheduled_id) {
  const auto current = scheduled_id.empty() ? stored_config(session, version) : scheduled_config(session, scheduled_id);
  if (!current) return;
  if (current->version() == 0 && scheduled_id.empty())
    return session.fail(ExitCode::kNegative,
                        "workspace " + session.workspace + " has no configuration: leadctl config apply FILE");
  if (session.json) return session.print_json(*current);
  session.out << current->yaml();
}

// "from 2026-12-01T01:00:00Z over 4", "not applied: version 5 came between".
std::string state_of(const api::v1::ScheduledView& scheduled) {
  if (scheduled.state() == api::v1::ScheduledView::NOT_APPLIED) return "not applied: " + scheduled.reason();
  const auto expected = scheduled.expected_version();
  return "from " + when(scheduled.from_micros()) + (expected == -1 ? "" : " over " + std::to_string(expected));
}

void list_versions(Session& session) {
  api::v1::ListRequest request;
  api::v1::ListResponse all;
  request.set_workspace_id(session.workspace);
  do {
    api::v1::ListResponse page;
    if (!session.call([&](auto* context) { return session.stub<ConfigService>()->List(context, request, &page); }))
      return;
    request.set_page_token(page.next_page_token());
    all.mutable_configs()->MergeFrom(page.configs());
    all.mutable_scheduled()->MergeFrom(page.scheduled());
  } while (!request.page_token().empty());
  Table table({"VERSION", "APPLIED", "AUTHOR", "MESSAGE"});
  for (const auto& one : all.scheduled()) table.add({one.scheduled_id(), state_of(one), one.author(), one.message()});
  for (const auto& config : all.configs())
    table.add({std::to_string(config.version()), when(config.applied_micros()), config.author(), config.message()});
  session.print(all, table);
}

void tell_stages(Session& session, std::int64_t version, const StageVersions& stages) {
  if (stages.empty()) return;  // a server of an earlier version
  if (!is_in_force(version, stages)) return session.fail(ExitCode::kUnavailable, not_in_force(version, stages));
  session.err << "version " << version << " is in force in every stage\n";
}

std::optional<api::v1::GetProgressResponse> progress_of(Session& session) {
  api::v1::GetProgressRequest request;
  api::v1::GetProgressResponse response;
  request.set_workspace_id(session.workspace);
  if (!session.call(
          [&](auto* context) { return session.stub<ConfigService>()->GetProgress(context, request, &response); }))
    return std::nullopt;
  return response;
}

std::string leads_left(const api::v1::GetProgressResponse& progress) {
  return std::to_string(progress.leads_left()) + " leads of members who are inactive or gone are still to be taken " +
         "back, " + std::to_string(progress.leads_moved()) + " were";
}

// Exit 1 while something is left to do.
void print_progress(Session& session) {
  const auto progress = progress_of(session);
  if (!progress) return;
  Table table({"STAGE", "VERSION"});
  std::int64_t first = 0, last = INT64_MAX;
  for (const auto& each : progress->stages()) {
    table.add({each.stage(), std::to_string(each.version())});
    first = std::max(first, each.version());
    last = std::min(last, each.version());
  }
  session.print(*progress, table);
  if (progress->leads_left() > 0) session.err << leads_left(*progress) << '\n';
  if (first != last || progress->leads_left() > 0) session.exit_code = ExitCode::kNegative;
}

void cancel(Session& session, const ConfigOptions& options) {
  api::v1::CancelScheduledRequest request;
  api::v1::CancelScheduledResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "cancel"));
  request.set_scheduled_id(options.scheduled_id);
  request.set_author(author());
  if (!session.call(
          [&](auto* context) { return session.stub<ConfigService>()->CancelScheduled(context, request, &response); }))
    return;
  Table table({"WORKSPACE", "CANCELLED", "FROM"});
  table.add({session.workspace, options.scheduled_id, when(response.from_micros())});
  session.print(response, table);
}

void roll_back(Session& session, const ConfigOptions& options) {
  const auto current = stored_config(session, 0);
  if (!current) return;
  api::v1::RollbackRequest request;
  api::v1::RollbackResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "rollback"));
  request.set_to_version(options.version);
  request.set_expected_version(current->version());
  request.set_author(author());
  if (!session.call(
          [&](auto* context) { return session.stub<ConfigService>()->Rollback(context, request, &response); }))
    return;
  Table table({"WORKSPACE", "VERSION", "TEXT OF"});
  table.add({session.workspace, std::to_string(response.version()), std::to_string(options.version)});
  session.print(response, table);
  tell_stages(session, response.version(), response.stages());
}

void write_secrets(Session& session, const ConfigOptions& options) {
  const auto yaml = read_valid_workspace(session, options.file);
  if (!yaml) return;
  const auto random_bytes = [&](std::size_t count) {
    std::string bytes;
    for (; count > 0; --count) bytes += static_cast<char>(session.chance());
    return bytes;
  };
  const auto workspace = config::compile_workspace(*yaml).workspace;
  const auto made = make_secrets(options.folder, workspace, options.for_trial, random_bytes);
  if (!made.ok()) return session.fail(ExitCode::kInput, made.error().message());
  for (const auto& name : made->written) session.err << "wrote " << name << '\n';
  const std::string folder = options.folder + "/" + workspace.workspace_id() + "/";
  for (const auto& [name, given_by] : made->missing)
    session.err << "left out " << name << ", which is not ours to make. It comes from " << given_by << ". Put it into "
                << folder << name << '\n';
}

CLI::App* with_file(CLI::App& config, const char* name, const char* help, const char* example,
                    const std::shared_ptr<ConfigOptions>& options) {
  auto* command = config.add_subcommand(name, help);
  command->footer(std::string("Example:\n  leadctl config ") + example);
  command->add_option("FILE", options->file, "Workspace file; - is standard input")->required();
  return command;
}

}  // namespace

std::optional<api::v1::ConfigView> stored_config(Session& session, std::int64_t version) {
  api::v1::GetRequest request;
  api::v1::GetResponse response;
  request.set_workspace_id(session.workspace);
  request.set_version(version);
  const auto context = session.context();
  const auto status = session.stub<ConfigService>()->Get(context.get(), request, &response);
  if (status.error_code() == grpc::StatusCode::NOT_FOUND && version == 0) return api::v1::ConfigView();
  if (status.ok()) return response.config();
  session.report(status);
  return std::nullopt;
}

std::optional<api::v1::ConfigView> config_in_force(Session& session) {
  api::v1::GetRequest request;
  api::v1::GetResponse response;
  request.set_workspace_id(session.workspace);
  const auto get = [&](auto* context) { return session.stub<ConfigService>()->Get(context, request, &response); };
  return session.call(get) ? std::optional(response.config()) : std::nullopt;
}

std::optional<std::int64_t> version_in_force(Session& session) {
  const auto current = stored_config(session, 0);
  return current ? std::optional(current->version()) : std::nullopt;
}

namespace {

void print_applied(Session& session, const api::v1::ApplyResponse& response, const Applying& how) {
  const bool waits = !response.scheduled_id().empty();
  Table table(waits ? std::vector<std::string>{"WORKSPACE", "SCHEDULED", "FROM"}
                    : std::vector<std::string>{"WORKSPACE", "VERSION"});
  if (waits)
    table.add({session.workspace, response.scheduled_id(), when(to_micros(*how.from))});
  else
    table.add({session.workspace, std::to_string(response.version())});
  table.print(session.out);
}

void tell_applied(Session& session, const api::v1::ApplyResponse& response, const Applying& how) {
  if (!response.scheduled_id().empty()) {
    session.err << response.scheduled_id() << " comes into force at " << when(to_micros(*how.from))
                << (how.expected == -1
                        ? ""
                        : ", unless another version than " + std::to_string(how.expected) + " is in force then")
                << ": leadctl config list, leadctl config cancel " << response.scheduled_id() << '\n';
    return;
  }
  tell_stages(session, response.version(), response.stages());
  if (session.exit_code != ExitCode::kOk || response.stages().empty()) return;
  if (const auto progress = progress_of(session); progress && progress->leads_left() > 0)
    session.err << leads_left(*progress) << ": leadctl config progress\n";
}

}  // namespace

void apply_text(Session& session, const std::string& yaml, const Applying& how) {
  api::v1::ApplyRequest request;
  api::v1::ApplyResponse response;
  request.set_workspace_id(session.workspace);
  request.set_request_id(fresh_request_id(session, "config"));
  request.set_expected_version(how.expected);
  request.set_yaml(yaml);
  request.set_author(author());
  request.set_message(how.message);
  if (how.from) request.set_from_micros(to_micros(*how.from));
  if (!session.call([&](auto* context) { return session.stub<ConfigService>()->Apply(context, request, &response); }))
    return;
  if (!session.json) print_applied(session, response, how);
  tell_applied(session, response, how);
  tell_warnings(session, json_text(response), yaml, how.lint_as);
}

void add_config_commands(CLI::App& app, Session& session) {
  auto options = std::make_shared<ConfigOptions>();
  auto* config = app.add_subcommand("config", "The workspace's configuration")->require_subcommand(1);
  auto* validate_command =
      with_file(*config, "validate", "Check a file without a server; exit 1 with every problem as file:line:column",
                "validate examples/workspace.yaml", options)
          ->callback([&session, options] { validate(session, *options); });
  auto* apply_command = with_file(*config, "apply", "Put a file in force; its workspace is the file's own",
                                  "apply examples/workspace.yaml --message 'two more members'", options);
  apply_command->add_option(
      "--expected-version", options->expected,
      "Refuse unless this is in force (0 = none yet, -1 = whatever is); unset: the one in force now");
  apply_command->add_option("--message", options->message, "Why, for the history");
  apply_command->add_option("--from", options->from,
                            "Not at once but from then on: a date, or a time such as 2026-12-01T08:00, by the clocks "
                            "of the workspace, or RFC 3339. Then it is refused when another version has come between");
  apply_command->add_flag("--dry-run", options->dry_run, "Only show what would change");
  for (auto* command : {validate_command, apply_command})
    command->add_flag("--no-lint", options->no_lint, "Without what lint warns of");
  apply_command->callback([&session, options] { apply(session, *options); });

  add_lint_command(*config, session);
  add_simulate_command(*config, session);
  add_backtest_command(*config, session);
  add_shadow_command(*config, session);
  add_diff_command(*config, session);

  auto* secrets =
      with_file(*config, "secrets", "Write a fresh secret wherever a file is missing that the configuration names",
                "secrets examples/workspace.yaml", options);
  secrets->add_option("--dir", options->folder, "Folder of the secrets; they go below its <workspace>")
      ->capture_default_str();
  secrets->add_flag("--trial", options->for_trial,
                    "Also invent those that a platform issues, to try its sources without it");
  secrets->callback([&session, options] { write_secrets(session, *options); });

  auto* get_command = config->add_subcommand("get", "The text in force");
  get_command->footer("Example:\n  leadctl config get --version 3 > old.yaml");
  get_command->add_option("--version", options->version, "An earlier one");
  get_command->add_option("--scheduled", options->scheduled_id, "One that is to come into force at a time, by its id");
  get_command->callback([&session, options] { get(session, options->version, options->scheduled_id); });
  config->add_subcommand("list", "What is to come into force at a time, then every version, newest first")
      ->callback([&session] { list_versions(session); });
  auto* cancel_command =
      config->add_subcommand("cancel",
                             "Give up one that is to come into force at a time, or take one that could not "
                             "off the list; exit 1 when there is none");
  cancel_command->footer("Example:\n  leadctl config apply new.yaml --from 2026-12-01\n  leadctl config cancel s1");
  cancel_command->add_option("ID", options->scheduled_id, "As leadctl config list shows it")->required();
  cancel_command->callback([&session, options] { cancel(session, *options); });
  config
      ->add_subcommand("progress",
                       "Which version each stage works by, and what still follows; exit 1 until all is done")
      ->callback([&session] { print_progress(session); });
  auto* rollback = config->add_subcommand("rollback", "Apply the text of an earlier version as a new one");
  rollback->footer("Example:\n  leadctl config rollback 3");
  rollback->add_option("VERSION", options->version)->required();
  rollback->callback([&session, options] { roll_back(session, *options); });
}

}  // namespace leakproof::leadctl
