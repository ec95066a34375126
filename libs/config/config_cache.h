// What a stage makes of the configuration in force of each workspace, compiled once and kept from one input to the
// next: a cache over one key of the stage's state, whose value is a ConfigVersion. One thread, that of the stage's
// task.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "stream/processor.h"
#include "stream/state_key.h"
#include "stream/typed_state.h"

namespace leakproof::config {

// The key is the same in every stage.
inline std::string config_key(std::string_view workspace) { return stream::state_key(workspace, "config"); }

// What a stage keeps of a configuration that the stage before tells of.
state::v1::ConfigVersion version_of(const lead::v1::ConfigApplied& applied);
// kRefuse when the bytes are no workspace.
Result<v1::Workspace> workspace_of(const state::v1::ConfigVersion& version);
// For an input that means nothing without a configuration.
Error no_configuration(const std::string& workspace, const std::string& stage);
// The end of a process that finds in its own state what it would never have put there.
[[noreturn]] void does_not_compile(const std::string& workspace, const Error& error);

template <class Compiled>
class ConfigCache {
 public:
  // kRefuse when the version cannot be worked with. It is a function of the version alone.
  using Compile = std::function<Result<std::unique_ptr<const Compiled>>(const state::v1::ConfigVersion&)>;

  explicit ConfigCache(Compile compile) : compile_(std::move(compile)) {}

  // Null when the workspace has none: what that means is the caller's to say. A stored one that does not compile is a
  // CHECK, because put() stores no such. Valid until the next put() of the workspace, or invalidate().
  const Compiled* get(const std::string& workspace, stream::Draft& draft) {
    if (const auto kept = compiled_.find(workspace); kept != compiled_.end()) return kept->second.get();
    const auto stored = stream::find<state::v1::ConfigVersion>(draft, config_key(workspace));
    if (!stored) return nullptr;
    auto made = compile_(*stored);
    if (!made.ok()) does_not_compile(workspace, made.error());
    return (compiled_[workspace] = *std::move(made)).get();
  }

  // Puts a version in force, here and in the state. kRefuse when it does not compile: the one before stays.
  Result<const Compiled*> put(const std::string& workspace, const state::v1::ConfigVersion& version,
                              stream::Draft& draft) {
    LEAKPROOF_ASSIGN(made, compile_(version));
    stream::store(draft, config_key(workspace), version);
    return (compiled_[workspace] = std::move(made)).get();
  }

  // The state may have gone back: it is read again.
  void invalidate() { compiled_.clear(); }

 private:
  Compile compile_;
  std::map<std::string, std::unique_ptr<const Compiled>> compiled_;  // by workspace
};

}  // namespace leakproof::config
