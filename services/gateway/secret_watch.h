// Whether the secrets are there that the configurations in force name: one that is missing or cannot be used is said in
// the log once, shown as a metric, and told to whoever asks. One thread.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "app/secrets.h"
#include "config/directory.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "observe/metrics.h"

namespace leakproof::gateway {

struct SecretProblem {
  std::string of;      // "workspace", "source" or "member"
  std::string id;      // its id
  std::string secret;  // the name of the secret
  std::string why;     // "is missing", "is no Standard Webhooks secret", ...
  auto operator<=>(const SecretProblem&) const = default;
};

// Of one configuration, in its order.
std::vector<SecretProblem> secret_problems(const config::v1::Workspace& workspace, const app::FileSecrets& secrets);

class SecretWatch {
 public:
  // All outlive it.
  SecretWatch(const config::Directory& configs, const app::FileSecrets& secrets, observe::Metrics& metrics)
      : configs_(configs), secrets_(secrets), metrics_(metrics) {}
  void step();

 private:
  void show(const config::v1::Workspace& workspace, const std::vector<SecretProblem>& problems);
  void tell(const std::string& workspace, const std::vector<SecretProblem>& problems);

  const config::Directory& configs_;
  const app::FileSecrets& secrets_;
  observe::Metrics& metrics_;
  std::map<std::string, std::set<SecretProblem>> told_;  // by workspace
};

}  // namespace leakproof::gateway
