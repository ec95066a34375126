#include "gateway/secret_watch.h"

#include <algorithm>

#include "crypto/standard_webhooks.h"
#include "observe/log.h"

namespace leakproof {
namespace {

// The kinds whose secret must be one of Standard Webhooks.
constexpr std::string_view kStandardWebhooks = "webhook";

struct Wanted {
  std::string of, id, secret;
  bool standard_webhooks = false;
};

std::vector<Wanted> wanted_by(const config::v1::Workspace& workspace) {
  std::vector<Wanted> wanted;
  for (const auto& source : workspace.sources()) {
    wanted.push_back({"source", source.source_id(), source.secret(), source.kind() == kStandardWebhooks});
    wanted.push_back({"source", source.source_id(), source.meta().verify_token()});
    wanted.push_back({"source", source.source_id(), source.meta().access_token()});
  }
  for (const auto& member : workspace.members()) {
    wanted.push_back({"member", member.member_id(), member.webhook_secret(), true});
    for (const auto& channel : member.notify())
      wanted.push_back({"member", member.member_id(), channel.secret(), channel.by() == "webhook"});
  }
  std::erase_if(wanted, [](const Wanted& one) { return one.secret.empty(); });
  return wanted;
}

std::optional<std::string> problem_of(const Wanted& one, const std::string& workspace, const FileSecrets& secrets) {
  if (auto problem = secrets.problem(workspace, one.secret)) return problem;
  if (one.standard_webhooks && !WebhookSecret::parse(*secrets.get(workspace, one.secret)).ok())
    return "is no Standard Webhooks secret";
  return std::nullopt;
}

}  // namespace

std::vector<SecretProblem> secret_problems(const config::v1::Workspace& workspace, const FileSecrets& secrets) {
  std::vector<SecretProblem> problems;
  for (auto& one : wanted_by(workspace)) {
    if (auto why = problem_of(one, workspace.workspace_id(), secrets))
      problems.push_back({one.of, one.id, one.secret, *std::move(why)});
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
      log_warn("secret_unusable",
               {{"workspace", workspace}, {one.of, one.id}, {"secret", one.secret}, {"why", one.why}});
  }
  for (const auto& one : told) {
    if (!now.contains(one))
      log_info("secret_usable", {{"workspace", workspace}, {one.of, one.id}, {"secret", one.secret}});
  }
  told = now;
}

}  // namespace leakproof
