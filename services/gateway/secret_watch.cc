#include "gateway/secret_watch.h"

#include <algorithm>

#include "config/named_secrets.h"
#include "crypto/standard_webhooks.h"
#include "observe/log.h"

namespace leakproof::gateway {
namespace {

std::optional<std::string> problem_of(const config::NamedSecret& one, const std::string& workspace,
                                      const app::FileSecrets& secrets) {
  if (auto problem = secrets.problem(workspace, one.name)) return problem;
  if (one.is_standard_webhooks && !crypto::WebhookSecret::parse(*secrets.get(workspace, one.name)).ok())
    return "is no Standard Webhooks secret";
  return std::nullopt;
}

// In a line of the log that names the workspace already.
std::string key_of(const SecretProblem& problem) { return problem.of == "workspace" ? "of" : problem.of; }

}  // namespace

std::vector<SecretProblem> secret_problems(const config::v1::Workspace& workspace, const app::FileSecrets& secrets) {
  std::vector<SecretProblem> problems;
  for (const auto& one : config::secrets_of(workspace)) {
    if (!one.is_required) continue;
    if (auto why = problem_of(one, workspace.workspace_id(), secrets))
      problems.push_back({one.of, one.id, one.name, *std::move(why)});
  }
  return problems;
}

void SecretWatch::step() {
  for (const auto& id : configs_.workspaces()) {
    const auto entry = configs_.find(id);
    const auto problems = secret_problems(entry->workspace, secrets_);
    show(entry->workspace, problems);
    tell(id, problems);
  }
}

void SecretWatch::show(const config::v1::Workspace& workspace, const std::vector<SecretProblem>& problems) {
  for (const auto& source : workspace.sources()) {
    const auto count = std::ranges::count_if(
        problems, [&](const auto& one) { return one.of == "source" && one.id == source.source_id(); });
    metrics_
        .gauge("leakproof_edge_unusable_secrets", "Secrets of a source that are missing or cannot be used",
               {{"workspace", workspace.workspace_id()}, {"source", source.source_id()}})
        .Set(static_cast<double>(count));
  }
}

void SecretWatch::tell(const std::string& workspace, const std::vector<SecretProblem>& problems) {
  const std::set<SecretProblem> now(problems.begin(), problems.end());
  auto& told = told_[workspace];
  for (const auto& one : now) {
    if (!told.contains(one))
      observe::log_warn("secret_unusable",
                        {{"workspace", workspace}, {key_of(one), one.id}, {"secret", one.secret}, {"why", one.why}});
  }
  for (const auto& one : told) {
    if (!now.contains(one))
      observe::log_info("secret_usable", {{"workspace", workspace}, {key_of(one), one.id}, {"secret", one.secret}});
  }
  told = now;
}

}  // namespace leakproof::gateway
