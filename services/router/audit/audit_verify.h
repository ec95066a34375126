// Proves a workspace's audit: the chain is whole, and every decision, made again from its own event and the
// configuration in force, gives the same bytes; each pool's credits and picks go on from where its last decision left
// them. Feed the AuditRecords in order from the first. One thread.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "leakproof/lead/v1/decision.pb.h"
#include "router/config/routing_codec.h"
#include "router/domain/decide.h"

namespace leakproof::router {

class AuditVerifier {
 public:
  // nullopt: this record stands. Else the first difference, in words; feed no more.
  std::optional<std::string> add(std::string_view record_bytes);
  std::int64_t records() const { return seq_; }
  std::int64_t decisions() const { return decisions_; }

 private:
  std::optional<std::string> check_link(const lead::v1::AuditRecord& record, std::string_view bytes);
  std::optional<std::string> check_config(const lead::v1::ConfigInForce& config);
  std::optional<std::string> check_lead(const lead::v1::Decision& decision);
  std::optional<std::string> check_pool(const lead::v1::Decision& decision, const RoutingDecision& again);
  std::optional<std::string> check_decision(const lead::v1::AuditRecord& record, std::string_view bytes);

  std::string workspace_;
  std::int64_t seq_ = 0;
  std::int64_t decisions_ = 0;
  std::string hash_;  // of the last record
  std::optional<ActiveConfig> active_;
  struct Last {
    std::string decision_id;
    std::int64_t token = 0;
  };
  std::map<std::string, Last> of_lead_;  // by lead id
  struct Fairness {
    std::int64_t picks = 0;
    std::map<Credits, std::map<std::string, std::int64_t>>
        credits;                                       // by member id; what one kind counts says nothing of the other
    std::map<std::string, std::int64_t> leave_credit;  // likewise
  };
  std::map<std::string, Fairness> of_pool_;  // by pool id
};

// The decision made again under `active`, the configuration that it names.
struct Redecided {
  RoutingDecision decided;
  lead::v1::Decision decision;
};
Redecided redecide(const lead::v1::Decision& decision, const ActiveConfig& active);

}  // namespace leakproof::router
