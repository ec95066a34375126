#include "config/config_cache.h"

#include "base/check.h"

namespace leakproof::config {

state::v1::ConfigVersion version_of(const lead::v1::ConfigApplied& applied) {
  state::v1::ConfigVersion version;
  version.set_version(applied.version());
  version.set_workspace(applied.workspace());
  version.set_hash(applied.hash());
  return version;
}

Result<v1::Workspace> workspace_of(const state::v1::ConfigVersion& version) {
  v1::Workspace workspace;
  if (!workspace.ParseFromString(version.workspace())) return refuse("the configuration is no workspace");
  return workspace;
}

Error no_configuration(const std::string& workspace, const std::string& stage) {
  return refuse("workspace " + workspace + " has no configuration in " + stage +
                ": apply one with leadctl config apply");
}

void does_not_compile(const std::string& workspace, const Error& error) {
  const std::string what = "the stored configuration of " + workspace + " does not compile: " + error.message();
  check_failed(what.c_str(), __FILE__, __LINE__);
}

}  // namespace leakproof::config
