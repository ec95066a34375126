#include "nurture/domain/recipient.h"

#include <algorithm>

namespace leakproof::nurture {
namespace {

consteval bool in_order() {
  for (std::size_t i = 0; i < kNoSends.size(); ++i) {
    if (kNoSends[i].value != static_cast<NoSend>(i)) return false;
  }
  return true;
}
static_assert(in_order(), "one row a reason, in the order of the enumerators");

}  // namespace

std::optional<NoSend> why_not(const LeadWord& lead, const Recipient& recipient, bool has_sender) {
  if (lead.opted_out || recipient.opted_out) return NoSend::kOptedOut;
  if (!lead.has_address) return NoSend::kNoAddress;
  if (recipient.is_gone) return NoSend::kRecipientGone;
  if (!has_sender) return NoSend::kNoSender;
  const bool withdrawn_since = recipient.consent_withdrawn > Instant{} && recipient.consent_withdrawn >= lead.said;
  return lead.consents && !withdrawn_since ? std::nullopt : std::optional(NoSend::kNoConsent);
}

bool sent_for_another(const Recipient& recipient, std::string_view journey_id, std::string_view step_id,
                      std::string_view lead_id) {
  return std::ranges::any_of(recipient.sent, [&](const SentStep& sent) {
    return sent.journey_id == journey_id && sent.step_id == step_id && sent.lead_id != lead_id;
  });
}

}  // namespace leakproof::nurture
