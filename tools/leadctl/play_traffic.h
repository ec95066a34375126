// A stream of requests as the platforms send them: signed, with duplicates and bad ones, the same for the same seed.
// One thread.
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "leadctl/play_people.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "net/http_client.h"

namespace leakproof::leadctl {

struct TrafficOptions {
  std::uint64_t seed = 1;
  int duplicates_percent = 5;      // sent again, byte for byte
  int bad_percent = 5;             // forged, broken or without a way to reach anybody
  std::vector<std::string> kinds;  // of the workspace's sources; empty = every kind it can play
};

enum class Expect {
  kOk,          // 2xx, becomes a lead
  kDuplicate,   // 2xx, changes nothing
  kQuarantine,  // 2xx, waits for a person
  kBad,         // refused with 4xx
};
const char* name_of(Expect expect);

struct Shot {
  std::string id;  // the provider's
  std::string kind;
  std::string receipt;  // as the server derives it
  Expect expect = Expect::kOk;
  net::HttpCall call;  // url without the host: a path
};

// The receipt id of a submission: "rc_" and 24 hex digits over workspace, source and the provider's id.
std::string receipt_id(const std::string& workspace, const std::string& source, const std::string& provider_id);

class Traffic {
 public:
  // Nothing when a source has no such secret.
  using SecretOf = std::function<std::optional<std::string>(const std::string& name)>;
  // Refuses a workspace none of whose sources can be played.
  static Result<Traffic> make(const config::v1::Workspace& workspace, TrafficOptions options,
                              const SecretOf& secret_of);

  Shot next(Instant now);
  // Where the people behind Meta's ids are kept, for a fake Graph; called before the shot that names the id is
  // returned.
  std::function<void(const std::string& leadgen_id, const Person&)> on_meta_lead;

 private:
  struct Door {
    config::v1::Source source;
    std::string secret;
  };
  Traffic(std::string workspace, TrafficOptions options)
      : workspace_(std::move(workspace)), options_(std::move(options)), chance_(options_.seed) {}
  Shot fresh(const Door& door, Instant now);
  void spoil(Shot& shot, const Door& door, Instant now);
  void write_body(Shot& shot, const Door& door, const Person& whom);
  void sign(Shot& shot, const Door& door, const std::string& secret, Instant now) const;

  std::string workspace_;
  TrafficOptions options_;
  std::vector<Door> doors_;
  std::mt19937_64 chance_;
  std::uint64_t count_ = 0;
  std::deque<Shot> recent_;  // what may be sent again
};

}  // namespace leakproof::leadctl
