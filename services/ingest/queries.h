// What others may read of ingest's state. They come this way only, so that keys and layout stay ingest's own. Over the
// port of queries, wherever the owner of the workspace's partition is: a call may take a round trip to another process.
// Any thread. Errors are those of the port, and kFatal for a stored value that does not parse.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "stream/state_reader.h"

namespace leakproof::ingest {

class Queries {
 public:
  // `states` outlives it.
  explicit Queries(stream::StateReader& states) : states_(states) {}

  // nullopt when there is none.
  Result<std::optional<state::v1::IngestLead>> lead(const std::string& workspace, const std::string& lead_id) const;
  Result<std::optional<state::v1::Receipt>> receipt(const std::string& workspace, const std::string& receipt_id) const;
  // The receipt of what the platform knows by this id.
  Result<std::optional<state::v1::Receipt>> receipt_of_provider_id(const std::string& workspace,
                                                                   const std::string& source,
                                                                   const std::string& provider_id) const;
  // The id of the lead with this phone, in E.164, or this e-mail address, as parse_email() gives it. A number that
  // reads two ways is found by either reading.
  Result<std::optional<std::string>> lead_id_of_phone(const std::string& workspace, const std::string& e164) const;
  Result<std::optional<std::string>> lead_id_of_email(const std::string& workspace, const std::string& address) const;
  // A version of the configuration, or the one in force.
  Result<std::optional<state::v1::ConfigVersion>> config(const std::string& workspace, std::int64_t version) const;
  Result<std::optional<state::v1::ConfigVersion>> config_in_force(const std::string& workspace) const;
  // Those that are to come into force at a time, in order, and the last that ended.
  Result<std::optional<state::v1::ScheduledConfigs>> scheduled_configs(const std::string& workspace) const;
  // The command of one of them, with its text.
  Result<std::optional<lead::v1::ConfigCommand>> scheduled_text(const std::string& workspace,
                                                                const std::string& scheduled_id) const;
  // One a source.
  Result<std::vector<state::v1::Ledger>> ledgers(const std::string& workspace) const;
  // A POST of several leads, some of which are in quarantine, by the POST's own receipt.
  Result<std::optional<state::v1::Envelope>> envelope(const std::string& workspace,
                                                      const std::string& receipt_id) const;
  // By source, then by field: leads that were taken with a value that nobody could read.
  Result<std::map<std::string, std::map<std::string, std::int64_t>>> unread_values(const std::string& workspace) const;
  // The list of what is in quarantine, in the order of receipts; its values are state.v1.Quarantined.
  static stream::StateList quarantined(const std::string& workspace);

 private:
  Result<std::vector<std::pair<std::string, state::v1::Ledger>>> ledgers_by_source(const std::string& workspace) const;

  stream::StateReader& states_;
};

}  // namespace leakproof::ingest
