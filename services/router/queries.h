// What others may read of the router's state. They come this way only, so that keys and layout stay the router's own.
// Over the port of queries, wherever the owner of the workspace's partition is: a call may take a round trip to another
// process. Any thread. Errors are those of the port, and kFatal for a stored value that does not parse.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "leakproof/state/v1/state.pb.h"
#include "stream/state_reader.h"

namespace leakproof::router {

class Queries {
 public:
  // `states` outlives it.
  explicit Queries(stream::StateReader& states) : states_(states) {}

  // nullopt when there is none.
  Result<std::optional<state::v1::RoutedLead>> lead(const std::string& workspace, const std::string& lead_id) const;
  Result<std::optional<state::v1::RouterCounts>> counts(const std::string& workspace) const;
  // While leads of leavers are being given to others.
  Result<std::optional<state::v1::ReleaseState>> release(const std::string& workspace) const;
  // By which zone data the times that run were counted; nullopt before the router has looked.
  Result<std::optional<state::v1::ZoneDataState>> zone_data(const std::string& workspace) const;
  Result<std::optional<state::v1::SweepState>> sweep(const std::string& workspace, const std::string& kind) const;
  // The bytes of a decision's AuditRecord, as they were hashed.
  Result<std::optional<std::string>> record(const std::string& workspace, const std::string& decision_id) const;
  // How many records the audit has; the first one is number 1.
  Result<std::int64_t> audit_length(const std::string& workspace) const;
  // Up to `limit` records of the audit in their order, from number `first` on: entries of audits().
  Result<std::vector<std::pair<std::string, std::string>>> audits_from(const std::string& workspace, std::int64_t first,
                                                                       int limit) const;

  // Lists. Values: AuditRecords; ids of decisions; since when the lead is in it, in microseconds as decimal text.
  static stream::StateList audits(const std::string& workspace);
  static stream::StateList decisions_of(const std::string& workspace, const std::string& lead_id);
  static stream::StateList held(const std::string& workspace);
  static stream::StateList swept(const std::string& workspace, std::string_view kind);
  // The number in the audit of an entry of audits() or decisions_of(), and the lead of one of held() or swept().
  static std::int64_t number_of(std::string_view key, const stream::StateList& list);
  static std::string lead_of(std::string_view key);

 private:
  stream::StateReader& states_;
};

}  // namespace leakproof::router
