// RoutedLead of the domain ↔ state.v1.RoutedLead. Lossless: what the domain does not know (the lead and its score, the
// classes of sweeps) stays in the message. Pure; the same lead gives the same bytes.
#pragma once
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/lead_lifecycle.h"
#include "router/domain/routed_lead.h"

namespace leakproof::router {

// A value that no version has written is damage that no input can mend: a CHECK.
RoutedLead decode(const state::v1::RoutedLead& from);
// Writes what the domain moves; everything else in the message stays as it is.
void encode(const RoutedLead& from, state::v1::RoutedLead& to);

LeadStatus decode(state::v1::RoutedLead::Status status);
inline LeadStatus status_of(const state::v1::RoutedLead& lead) { return decode(lead.status()); }

// A lead in the hands of one input: as it is stored, and the part of it that moves. Between an encode and the next move
// both say the same.
struct StoredLead {
  StoredLead() = default;
  explicit StoredLead(state::v1::RoutedLead from) : message(std::move(from)), routed(decode(message)) {}
  const std::string& id() const { return message.lead().lead_id(); }

  state::v1::RoutedLead message;
  RoutedLead routed;
};

}  // namespace leakproof::router
