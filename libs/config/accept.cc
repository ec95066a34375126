// Tested by: libs/config/config_follower_test.cc
#include "config/accept.h"

#include "config/compile.h"

namespace leakproof::config {
namespace {

Outcome refused(const ActiveVersion& in_force, std::string reason) {
  return {Outcome::State::kRefused, in_force.version, {}, std::move(reason), false};
}

}  // namespace

bool is_for_now(const lead::v1::ConfigCommand& command) { return !command.has_schedule() && command.cancels().empty(); }

Outcome accept(const lead::v1::ConfigCommand& command, const ActiveVersion& in_force) {
  if (!command.request_id().empty() && command.request_id() == in_force.request_id)
    return {Outcome::State::kRepeated, in_force.version, {}, "", false};
  if (command.expected_version() != -1 && command.expected_version() != in_force.version) {
    auto outcome = refused(in_force, "version " + std::to_string(in_force.version) + " is in force, not " +
                                         std::to_string(command.expected_version()) +
                                         ": get it, carry your change over and apply again");
    outcome.version_conflict = true;
    return outcome;
  }
  auto compiled = compile_workspace(command.yaml());
  if (!compiled.ok()) return refused(in_force, format_problems("workspace", compiled.problems));
  if (compiled.workspace.workspace_id() != command.workspace_id()) {
    return refused(in_force, "the text is of workspace '" + compiled.workspace.workspace_id() + "', not of '" +
                                 command.workspace_id() + "'");
  }
  return {Outcome::State::kApplied, in_force.version + 1, std::move(compiled.workspace), "", false};
}

}  // namespace leakproof::config
