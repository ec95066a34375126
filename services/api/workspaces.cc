#include "api/workspaces.h"

#include "api/faults.h"
#include "config/late_config.h"

namespace leakproof::api {

FoundWorkspace find_workspace(const ApiPorts& ports, const std::string& workspace, const Wanted& holds) {
  Workspace entry = ports.configs.find(workspace);
  if (entry && holds(*entry)) return {std::move(entry), {}};
  if (ports.late_config != nullptr) {
    const Status current = ports.late_config->wait_until_current(workspace);
    if (!current.ok()) return {nullptr, failed(current.error())};
    entry = ports.configs.find(workspace);
  }
  if (!entry) return {nullptr, no_configuration(workspace)};
  return {std::move(entry), {}};
}

FoundWorkspace find_workspace(const ApiPorts& ports, const std::string& workspace) {
  return find_workspace(ports, workspace, [](const auto&) { return true; });
}

}  // namespace leakproof::api
