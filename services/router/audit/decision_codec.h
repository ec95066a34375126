// RoutingInput and RoutingDecision ↔ lead.v1.Decision, and what is read off a stored decision. Pure; the bytes are the
// same on every machine.
#pragma once
#include <google/protobuf/map.h>

#include <map>
#include <string>
#include <vector>

#include "config/record.h"
#include "config/score_attributes.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/decision.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "router/domain/decide.h"
#include "router/domain/explain.h"
#include "rules/schema.h"
#include "wire/canonical_bytes.h"

namespace leakproof::router {

using Attributes = google::protobuf::Map<std::string, lead::v1::Value>;

// What a decision says beside the input and what was decided.
struct Stamp {
  std::string decision_id, lead_id, predecessor_id, cause;
  std::int64_t config_version = 0;
  std::string config_hash, engine_version;
  std::string zone_data{};  // the version of the machine's zone data; empty in decisions of earlier versions
};

using config::score_attributes;  // of a score, what rules may see

// A lead and its score as rules see them, its account among it. It views the attributes and the routing: they outlive
// it. Not movable, because the record views its parts.
class LeadRecord {
 public:
  LeadRecord(const Routing& routing, const Attributes& lead, const Attributes& score);
  LeadRecord(const LeadRecord&) = delete;
  LeadRecord& operator=(const LeadRecord&) = delete;
  const rules::Record& record() const { return record_; }

 private:
  rules::Record record_;
  config::ListStorage lists_;
};

lead::v1::Decision encode(const Stamp& stamp, const RoutingInput& input, const RoutingDecision& decided,
                          const Attributes& lead, const Attributes& score);
Stamp decode_stamp(const lead::v1::Decision& decision);
RoutingInput decode_input(const lead::v1::Decision& decision);  // without the record
PoolSnapshot decode_pool_seen(const lead::v1::Decision& decision);
RoutingDecision decode_decision(const lead::v1::Decision& decision);  // as far as the event holds it: for explanations

// How people call members: by their names; with the id behind it where two have the same.
class MemberNames {
 public:
  MemberNames() = default;
  explicit MemberNames(const config::v1::Workspace& workspace);
  // As an id, which it stands for in explanations; that of a member without a name stays.
  MemberId of(const MemberId& member) const;

 private:
  std::map<MemberId, MemberId> names_;
};

// As explain(), summary() and why_not() of domain/explain.h, with names.
std::vector<std::string> explain_decision(const lead::v1::Decision& decision, const Messages& texts,
                                          const MemberNames& names = {});
std::string summarize_decision(const lead::v1::Decision& decision, const Messages& texts,
                               const MemberNames& names = {});
std::string why_not(const lead::v1::Decision& decision, const std::string& member_id, const Messages& texts,
                    const MemberNames& names = {});

using wire::canonical_bytes;  // what is hashed and compared

}  // namespace leakproof::router
