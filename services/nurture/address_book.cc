// Tested by: services/nurture/address_test.cc
#include "nurture/address_book.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "base/ascii.h"
#include "base/encoding.h"
#include "crypto/digest.h"
#include "nurture/keys.h"
#include "stream/typed_state.h"

namespace leakproof::nurture {
namespace {

using state::v1::NurtureLead;

// A mailbox is the same in any case; no key of the store holds an address.
std::string hash_of(const std::string& address) { return crypto::hex(crypto::sha256(lower_case(address))); }

// Everything by which the person behind the lead may be met again in another one. Ingest keeps the other numbers and
// addresses of a person as one text, with commas between them.
std::vector<std::string> contact_points(const lead::v1::Lead& lead) {
  std::vector<std::string> points = {lead.contact().phone(), lead.contact().email()};
  for (const char* name : {"other_phone", "other_email"}) {
    const auto others = lead.contact().personal_fields().find(name);
    if (others == lead.contact().personal_fields().end()) continue;
    for (const auto other : std::views::split(std::string_view(others->second), std::string_view(", ")))
      points.emplace_back(other.begin(), other.end());
  }
  std::erase(points, "");
  return points;
}

// Those of them that are addresses on the channel.
std::vector<std::string> addresses_on(const channels::ChannelRow& channel, const lead::v1::Lead& lead) {
  const bool is_mail = channel.address == &lead::v1::Contact::email;
  auto points = contact_points(lead);
  std::erase_if(points, [&](const std::string& point) { return (point.find('@') != point.npos) != is_mail; });
  return points;
}

void join(AddressBook::Leads& leads, AddressBook::Leads more) { leads.merge(std::move(more)); }

}  // namespace

bool is_out_of(const NurtureLead& lead, std::string_view channel) {
  const auto& from = lead.opted_out_of();
  return lead.opted_out() && (from.empty() || std::ranges::find(from, kAllChannels) != from.end() ||
                              std::ranges::find(from, channel) != from.end());
}

void opt_out_of(std::string_view channel, NurtureLead& lead) {
  const auto* row = channels::find_channel(channel);
  const std::string_view from = row != nullptr && channels::reaches_leads(*row) ? channel : kAllChannels;
  if (is_out_of(lead, from)) return;
  lead.set_opted_out(true);
  lead.add_opted_out_of(std::string(from));
}

state::v1::Recipient AddressBook::recipient(std::string_view channel, const std::string& address) const {
  if (address.empty()) return {};
  return stream::load<state::v1::Recipient>(draft_, recipient_key(workspace_, channel, hash_of(address)));
}

AddressBook::Leads AddressBook::change(std::string_view channel, const std::string& address,
                                       const std::function<void(state::v1::Recipient&)>& by) {
  if (address.empty()) return {};
  auto changed = recipient(channel, address);
  by(changed);
  stream::store(draft_, recipient_key(workspace_, channel, hash_of(address)), changed);
  Leads leads;
  for (const auto& sent : changed.sent()) leads.insert(sent.lead_id());
  return leads;
}

AddressBook::Leads AddressBook::spread_opt_outs(NurtureLead& lead) {
  const auto points = contact_points(lead.lead());
  for (const auto& point : points) {
    if (recipient(kAllChannels, point).opted_out()) opt_out_of(kAllChannels, lead);
  }
  const auto set = [](state::v1::Recipient& one) { one.set_opted_out(true); };
  Leads leads;
  if (is_out_of(lead, kAllChannels)) {
    for (const auto& point : points) join(leads, change(kAllChannels, point, set));
  }
  for (const auto& channel : channels::kChannels) {
    if (!channels::reaches_leads(channel) || !is_out_of(lead, channel.name)) continue;
    for (const auto& address : addresses_on(channel, lead.lead())) join(leads, change(channel.name, address, set));
  }
  return leads;
}

AddressBook::Leads AddressBook::withdraw_consent(const lead::v1::Lead& lead) {
  const auto withdraw = [&](state::v1::Recipient& one) {
    one.set_consent_withdrawn_micros(std::max(one.consent_withdrawn_micros(), lead.consent_micros()));
  };
  Leads leads;
  for (const auto& channel : channels::kChannels) {
    if (!channels::reaches_leads(channel)) continue;
    for (const auto& address : addresses_on(channel, lead)) join(leads, change(channel.name, address, withdraw));
  }
  return leads;
}

AddressBook::Leads AddressBook::note_gone(std::string_view channel, const std::string& address,
                                          const std::string& why) {
  return change(channel, address, [&](state::v1::Recipient& one) { one.set_gone(why); });
}

void AddressBook::note_sent(std::string_view channel, const std::string& address, state::v1::SentStep sent) {
  change(channel, address, [&](state::v1::Recipient& one) {
    auto& all = *one.mutable_sent();
    const auto same = [&](const auto& old) {
      return old.journey_id() == sent.journey_id() && old.step_id() == sent.step_id();
    };
    all.erase(std::remove_if(all.begin(), all.end(), same), all.end());
    *all.Add() = std::move(sent);
  });
}

void AddressBook::note_not_sent(std::string_view channel, const std::string& address, const std::string& outbox_id) {
  const auto known = recipient(channel, address);
  if (std::ranges::find(known.sent(), outbox_id, &state::v1::SentStep::outbox_id) == known.sent().end()) return;
  change(channel, address, [&](state::v1::Recipient& one) {
    auto& all = *one.mutable_sent();
    all.erase(std::remove_if(all.begin(), all.end(), [&](const auto& sent) { return sent.outbox_id() == outbox_id; }),
              all.end());
  });
}

}  // namespace leakproof::nurture
