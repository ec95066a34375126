#include "config/compile.h"

#include "config/accounts.h"
#include "config/expressions.h"
#include "config/problem_list.h"
#include "config/reading.h"
#include "config/references.h"
#include "config/scoring_rules.h"
#include "config/shape.h"
#include "config/tables.h"
#include "config/yaml_tree.h"
#include "wire/canonical_bytes.h"

namespace leakproof::config {

Compiled compile_workspace(std::string_view yaml) {
  if (yaml.starts_with("\xEF\xBB\xBF")) yaml.remove_prefix(3);
  const auto parsed = parse_yaml(yaml);
  if (const auto* problem = std::get_if<Problem>(&parsed)) return {{}, {*problem}};
  const Node& root = std::get<Node>(parsed);
  ProblemList problems(yaml, root);
  check_shape(root, problems);
  v1::Workspace workspace = read_workspace(root);
  add_accounts(root, workspace, problems);
  check_references(workspace, problems);
  check_scoring(workspace, problems);
  check_expressions(workspace, problems);
  add_tables(root, workspace, problems);
  return {std::move(workspace), std::move(problems).take()};
}

std::string canonical_bytes(const v1::Workspace& workspace) { return wire::canonical_bytes(workspace); }

}  // namespace leakproof::config
