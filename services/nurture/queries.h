// What others may read of nurture's state. They come this way only, so that keys and layout stay nurture's own. Over
// the port of queries, wherever the owner of the workspace's partition is: a call may take a round trip to another
// process. Any thread. Errors are those of the port, and kFatal for a stored value that does not parse.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "leakproof/state/v1/state.pb.h"
#include "stream/state_reader.h"

namespace leakproof::nurture {

// Why nurture may send nothing to a lead that is its own: the reasons of the list.
std::vector<std::string> silent_reasons();

class Queries {
 public:
  // `states` outlives it.
  explicit Queries(stream::StateReader& states) : states_(states) {}

  // By reason: how many leads of the workspace may be sent nothing. Every reason, also those without any.
  Result<std::map<std::string, std::int64_t>> silent_counts(const std::string& workspace) const;
  // Those for one reason, oldest first; of an empty one all, reason by reason. A value is since when the lead is in it,
  // in microseconds as decimal text.
  static stream::StateList silent(const std::string& workspace, const std::string& reason);
  // The lead and the reason that a key of such a list names.
  struct Place {
    std::string reason, lead_id;
  };
  static Place place_of(std::string_view key);
  // By which zone data the times that run were counted; nullopt before nurture has looked.
  Result<std::optional<state::v1::ZoneDataState>> zone_data(const std::string& workspace) const;
  // The journey in which the lead is, or was last; nullopt when it was in none.
  Result<std::optional<state::v1::Enrolment>> enrolment(const std::string& workspace, const std::string& lead_id) const;

 private:
  stream::StateReader& states_;
};

}  // namespace leakproof::nurture
