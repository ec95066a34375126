// config.v1.Workspace → the compiled Routing that decisions are made under. Pure.
#pragma once
#include <string>

#include "base/result.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "router/domain/routing.h"

namespace leakproof::router {

// One version of a workspace's configuration, as the router works with it.
struct ActiveConfig {
  std::int64_t version = 0;
  std::string hash;  // SHA-256 of the workspace's bytes
  config::v1::Workspace workspace;
  Routing routing;
};

// kRefuse names the rule or schedule that does not compile. libs/config has checked all this before; a refusal means
// that it did not.
Result<Routing> compile_routing(const config::v1::Workspace& workspace);
Result<ActiveConfig> activate(std::int64_t version, const std::string& workspace_bytes, const std::string& hash);

}  // namespace leakproof::router
