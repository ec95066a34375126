// What is known of people by their addresses, whichever of the workspace's leads have them. All leads of a workspace
// are on one partition, so an address has one owner and one order. Nothing is kept beside the Draft. One thread.
#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "channels/table/channel.h"
#include "leakproof/lead/v1/lead.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "stream/processor.h"

namespace leakproof::nurture {

// What an opt-out of every channel is called.
inline constexpr std::string_view kAllChannels = "all";

// Whether the person behind the lead wants nothing on the channel (or at all, of kAllChannels).
bool is_out_of(const state::v1::NurtureLead& lead, std::string_view channel);
// Notes that the lead wants nothing there. What names no channel by which leads are reached is taken for all of them.
void opt_out_of(std::string_view channel, state::v1::NurtureLead& lead);

class AddressBook {
 public:
  // Both outlive it.
  AddressBook(const std::string& workspace, stream::Draft& draft) : workspace_(workspace), draft_(draft) {}

  // An empty one for an address that nothing is known of, and for none.
  state::v1::Recipient recipient(std::string_view channel, const std::string& address) const;

  // Each of the following returns the leads to whose address a message went or may be under way: they are to be
  // reconsidered.
  using Leads = std::set<std::string>;
  // What the lead opted out of holds for its addresses, and what one of them opted out of holds for the lead.
  Leads spread_opt_outs(state::v1::NurtureLead& lead);
  Leads withdraw_consent(const lead::v1::Lead& lead);
  Leads note_gone(std::string_view channel, const std::string& address, const std::string& why);

  void note_sent(std::string_view channel, const std::string& address, state::v1::SentStep sent);
  void note_not_sent(std::string_view channel, const std::string& address, const std::string& outbox_id);

 private:
  Leads change(std::string_view channel, const std::string& address,
               const std::function<void(state::v1::Recipient&)>& by);

  const std::string& workspace_;
  stream::Draft& draft_;
};

}  // namespace leakproof::nurture
