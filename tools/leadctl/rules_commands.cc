// The rule language without a server: what an expression yields, and whether it is legal over a workspace's leads.
#include <fstream>
#include <ostream>
#include <sstream>

#include "config/compile.h"
#include "config/schema.h"
#include "leadctl/commands.h"
#include "leadctl/secrets_folder.h"
#include "rules/json.h"
#include "rules/program.h"

namespace leakproof::leadctl {
namespace {

using Json = nlohmann::ordered_json;

struct RulesOptions {
  std::string expression, variables, batch, workspace;
};

Json failure(const std::string& message) { return {{"error", message}, {"column", 0}}; }

// Variables that are no good are an error without a column, as the expression is not at fault.
Json evaluated(const std::string& expression, const Json& object) {
  rules::Variables variables;
  if (const auto added = variables.add(object); !added) return failure(added.error().message());
  return rules::answer(expression, variables);
}

Json evaluated_line(const std::string& line) {
  const auto read = rules::read_json(line);
  if (!read.ok()) return failure("the line is no JSON object: " + read.error().message());
  const Json& request = *read;
  if (!request.is_object()) return failure("the line is no JSON object");
  if (!request.contains("expr") || !request["expr"].is_string()) return failure("the line has no \"expr\"");
  const Json variables = request.value("vars", Json(nullptr));
  return evaluated(request["expr"].get<std::string>(), variables.is_null() ? Json::object() : variables);
}

void evaluate_batch(Session& session, const std::string& file) {
  const auto text = read_input(session, file);
  if (!text) return;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    if (line.find_first_not_of(" \t\r") != std::string::npos)
      session.out << rules::line_of(evaluated_line(line)) << '\n';
  }
}

void evaluate(Session& session, const RulesOptions& options) {
  if (!options.batch.empty()) return evaluate_batch(session, options.batch);
  Json variables = Json::object();
  if (!options.variables.empty()) {
    const auto text = read_input(session, options.variables);
    if (!text) return;
    const auto read = rules::read_json(*text);
    if (!read.ok())
      return session.fail(ExitCode::kInput, options.variables + ": no JSON object: " + read.error().message());
    variables = *read;
    if (!variables.is_object()) return session.fail(ExitCode::kInput, options.variables + ": no JSON object");
  }
  const Json answer = evaluated(options.expression, variables);
  session.out << rules::line_of(answer) << '\n';
  if (answer.contains("error")) session.exit_code = ExitCode::kNegative;
}

void check(Session& session, const RulesOptions& options) {
  config::v1::Workspace workspace;
  if (!options.workspace.empty()) {
    const auto yaml = read_valid_workspace(session, options.workspace);
    if (!yaml) return;
    workspace = config::compile_workspace(*yaml).workspace;
  }
  const auto compiled = rules::Program::compile(options.expression, config::rule_schema(workspace), rules::Type::kBool);
  const auto* error = std::get_if<rules::CompileError>(&compiled);
  if (error == nullptr) {
    session.out << rules::line_of({{"type", "bool"}}) << '\n';
    return;
  }
  session.out << rules::line_of({{"error", error->message}, {"column", error->column}}) << '\n';
  session.exit_code = ExitCode::kNegative;
}

}  // namespace

void add_rules_commands(CLI::App& app, Session& session) {
  auto* rules = app.add_subcommand("rules", "Try an expression of the rule language, and list what no table names")
                    ->require_subcommand(1);
  auto options = std::make_shared<RulesOptions>();
  auto* eval =
      rules->add_subcommand("eval", "What an expression yields, as JSON: its value and type, or its error and column");
  auto* expression = eval->add_option("expression", options->expression, "The expression");
  eval->add_option("--vars", options->variables, "JSON object of variables (whole numbers are ints, others doubles)")
      ->needs(expression);
  auto* batch = eval->add_option("--batch", options->batch,
                                 "JSON lines {\"expr\": ..., \"vars\": {...}}: a line of answer each, in order");
  batch->excludes(expression);
  eval->footer(
      "Examples:\n  leadctl rules eval '[1, 2, 3].filter(n, n > 1)'\n  leadctl rules eval 'lead.country in [\"VN\"]' "
      "--vars lead.json");
  eval->callback([&session, options, expression, batch] {
    if (expression->count() + batch->count() == 0) throw CLI::RequiredError("an expression or --batch");
    evaluate(session, *options);
  });
  auto* checked =
      rules->add_subcommand("check", "Whether an expression is a legal routing rule, and if not, why and where");
  checked->add_option("expression", options->expression, "The expression")->required();
  checked->add_option("--config", options->workspace, "Workspace file whose own fields it may name");
  checked->footer("Example:\n  leadctl rules check 'lead.contry == \"VN\"' --config workspace.yaml");
  checked->callback([&session, options] { check(session, *options); });
  add_unknown_values_command(*rules, session);
}

}  // namespace leakproof::leadctl
