// Tested by: libs/config/compile_test.cc
#include "config/expressions.h"

#include "config/limits.h"
#include "config/message_template.h"
#include "config/schema.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::config {
namespace {

class Check {
 public:
  Check(const v1::Workspace& workspace, ProblemList& problems)
      : problems_(problems),
        lead_(lead_schema(workspace)),
        routing_(routing_schema(workspace)),
        rules_(rule_schema(workspace)) {}

  void run(const v1::Workspace& workspace) {
    for (int i = 0; i < workspace.rules_size(); ++i)
      condition(workspace.rules(i).when(), rules_, "rules[" + std::to_string(i) + "].when");
    for (int i = 0; i < workspace.pools_size(); ++i) {
      for (int k = 0; k < workspace.pools(i).needs_size(); ++k)
        condition(workspace.pools(i).needs(k).when(), rules_,
                  "pools[" + std::to_string(i) + "].needs[" + std::to_string(k) + "].when");
    }
    for (int i = 0; i < workspace.journeys_size(); ++i)
      journey(workspace.journeys(i), "journeys[" + std::to_string(i) + "]");
  }

 private:
  void journey(const v1::Journey& journey, const std::string& path) {
    condition(journey.goal(), routing_, path + ".goal");
    condition(journey.exit_when(), routing_, path + ".exit_when");
    for (int i = 0; i < journey.steps_size(); ++i) {
      const auto& step = journey.steps(i);
      const std::string step_path = path + ".steps[" + std::to_string(i) + "]";
      condition(step.branch().when(), routing_, step_path + ".branch.when");
      message(step.send().subject(), step_path + ".send.subject");
      message(step.send().text(), step_path + ".send.text");
      if (step.send().subject().find('\n') != std::string::npos)
        problems_.add(step_path + ".send.subject", "a subject is one line");
    }
  }
  void condition(const std::string& text, const rules::Schema& schema, const std::string& path) {
    check_condition(text, schema, path, problems_);
  }
  void message(const std::string& text, const std::string& path) {
    if (const auto problem = template_problem(text, lead_))
      problems_.add_inside(path, problem->column, problem->message);
  }

  ProblemList& problems_;
  const rules::Schema lead_;
  const rules::Schema routing_;
  const rules::Schema rules_;
};

}  // namespace

void check_condition(const std::string& text, const rules::Schema& schema, const std::string& path,
                     ProblemList& problems) {
  if (text.empty()) return;
  const auto compiled = rules::Program::compile(text, schema, rules::Type::kBool);
  if (const auto* error = std::get_if<rules::CompileError>(&compiled))
    problems.add_inside(path, error->column, error->message);
}

void check_expressions(const v1::Workspace& workspace, ProblemList& problems) {
  Check(workspace, problems).run(workspace);
}

}  // namespace leakproof::config
