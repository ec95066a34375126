// An address on a channel, as it stands whichever leads have it: an opt-out, a withdrawn consent and a dead mailbox
// belong to the address, and a message of a journey goes to it once. Plain values and pure functions.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::nurture {

// Why a lead gets no message. Of the last two a later message of the same journey may be free; the others last.
enum class NoSend { kOptedOut, kNoConsent, kNoAddress, kRecipientGone, kNoSender, kAlreadySent, kMissingValue };

struct NoSendRow {
  NoSend value;
  std::string_view name;  // in facts
};
inline constexpr std::array kNoSends = std::to_array<NoSendRow>({
    {NoSend::kOptedOut, "opted_out"},
    {NoSend::kNoConsent, "no_consent"},
    {NoSend::kNoAddress, "no_address"},
    {NoSend::kRecipientGone, "bad_address"},
    {NoSend::kNoSender, "no_sender"},
    {NoSend::kAlreadySent, "already_sent"},
    {NoSend::kMissingValue, "missing_value"},
});
// Whether it holds for all that goes to the lead by the channel, not for one message.
constexpr bool concerns_channel(NoSend why) { return why < NoSend::kAlreadySent; }
constexpr std::string_view name_of(NoSend why) { return kNoSends[static_cast<std::size_t>(why)].name; }

// A message that went to the address, is on its way, or may have gone.
struct SentStep {
  std::string journey_id;
  std::string step_id;
  std::string lead_id;
};

struct Recipient {
  bool opted_out = false;
  Instant consent_withdrawn{};  // by whichever lead's word; the epoch: never
  bool is_gone = false;         // the other side says that nobody has the address
  std::vector<SentStep> sent;
};

// What one lead says of itself, on one channel.
struct LeadWord {
  bool has_address = false;
  bool opted_out = false;  // of the channel, or of all
  bool consents = false;
  Instant said{};  // when it last said yes or no; the epoch: was not asked, or nobody noted when
};

// Why nothing may be sent to the lead there now. A consent holds until the person takes it back, through whichever
// lead; a later yes of the lead itself holds again. An opt-out is for good.
std::optional<NoSend> why_not(const LeadWord& lead, const Recipient& recipient, bool has_sender);

// Whether the message went to this address for another lead. What the lead itself got is its enrolment's to know.
bool sent_for_another(const Recipient& recipient, std::string_view journey_id, std::string_view step_id,
                      std::string_view lead_id);

}  // namespace leakproof::nurture
