#include "config/named_secrets.h"

#include "config/source_kinds.h"

namespace leakproof::config {
namespace {

constexpr const char* kStandardWebhooks = "webhook";  // as the kind of a source, and as a channel

// A Graph elsewhere is a stand-in for Meta: nobody but us gives it what it knows.
std::string given_by(const v1::Source& source, std::string_view from) {
  return source.meta().graph_url().empty() ? std::string(from) : "";
}

void add_sources(const v1::Workspace& workspace, std::vector<NamedSecret>& secrets) {
  for (const auto& source : workspace.sources()) {
    const auto& id = source.source_id();
    const auto* kind = find_source_kind(source.kind());
    secrets.push_back({.of = "source",
                       .id = id,
                       .name = source.secret(),
                       .is_standard_webhooks = source.kind() == kStandardWebhooks,
                       .given_by = kind == nullptr ? "" : given_by(source, kind->secret_from)});
    secrets.push_back({"source", id, source.meta().verify_token()});
    secrets.push_back(
        {.of = "source", .id = id, .name = source.meta().access_token(), .given_by = given_by(source, kMetaTokenFrom)});
  }
}

void add_members(const v1::Workspace& workspace, std::vector<NamedSecret>& secrets) {
  for (const auto& member : workspace.members()) {
    const auto& id = member.member_id();
    secrets.push_back({"member", id, member.webhook_secret(), true});
    for (const auto& channel : member.notify()) {
      const bool signs = channel.by() == kStandardWebhooks;
      secrets.push_back({.of = "member",
                         .id = id,
                         .name = channel.secret(),
                         .is_standard_webhooks = signs,
                         .given_by = signs ? "" : kBotTokenFrom});
    }
  }
}

}  // namespace

std::vector<NamedSecret> secrets_of(const v1::Workspace& workspace) {
  const auto& id = workspace.workspace_id();
  std::vector<NamedSecret> secrets{{.of = "workspace", .id = id, .name = kApiTokenName, .is_required = false}};
  // Every mail of a journey ends in a link that is signed with it.
  if (!workspace.messaging().unsubscribe_url().empty()) secrets.push_back({"workspace", id, kUnsubscribeKeyName});
  add_sources(workspace, secrets);
  add_members(workspace, secrets);
  std::erase_if(secrets, [](const NamedSecret& one) { return one.name.empty(); });
  return secrets;
}

}  // namespace leakproof::config
