// Tested by: services/api/config_service_test.cc
#include "api/called_urls.h"

namespace leakproof::api {
namespace {

std::string at(const char* list, int index) { return std::string(list) + "[" + std::to_string(index) + "]"; }

}  // namespace

std::vector<net::FieldFault> uncallable(const config::v1::Workspace& workspace, const net::OutboundPolicy& policy) {
  std::vector<net::FieldFault> faults;
  const auto look = [&](const std::string& url, const std::string& path) {
    if (url.empty()) return;
    if (const Status allowed = net::outbound_url_allowed(url, policy); !allowed.ok())
      faults.push_back({path, allowed.error().message() + ": this process would never call it"});
  };
  for (int i = 0; i < workspace.sources_size(); ++i)
    look(workspace.sources(i).meta().graph_url(), at("sources", i) + ".meta.graph_url");
  for (int i = 0; i < workspace.members_size(); ++i) {
    const auto& member = workspace.members(i);
    look(member.webhook_url(), at("members", i) + ".webhook.url");
    for (int j = 0; j < member.notify_size(); ++j)
      look(member.notify(j).url(), at("members", i) + "." + at("notify", j) + ".url");
  }
  return faults;
}

}  // namespace leakproof::api
