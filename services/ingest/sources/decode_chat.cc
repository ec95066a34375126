// Tested by: services/ingest/sources/decode_test.cc
// Zalo Official Account. Contract: developers.zalo.me (OA webhook), public verifiers; two shapes of the address exist.

#include "base/parse_number.h"
#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"

namespace leakproof::ingest {
namespace {

std::optional<Instant> from_milliseconds(const std::string& text) {
  const auto value = parse_number<std::int64_t>(text).value_or(0);
  if (value <= 0 || value > 100'000'000'000'000) return std::nullopt;
  return Instant(std::chrono::milliseconds(value));
}

// A stranger who writes wants something; one who follows or clicks has asked nothing yet.
bool holds_lead(const std::string& event) { return event == "user_submit_info" || event.starts_with("user_send_"); }

// Of a person who is known: a sign of interest, no inquiry.
std::string touch_of(const std::string& event) {
  if (event.starts_with("user_send_")) return "zalo_message";
  if (event == "follow") return "zalo_follow";
  return event == "user_click_chatnow" ? "zalo_click" : "";
}

// Zalo writes phones as 84…, without the +.
std::string with_plus(std::string name, std::string value) {
  return name == "phone" && value.starts_with("84") ? "+" + value : value;
}

// Messages name the sender, `follow` the follower, a click on the chat button the user.
std::string person_of(Json event) {
  for (const char* pointer : {"/follower/id", "/sender/id", "/user_id", "/user_id_by_app"}) {
    if (auto id = text_at(event, pointer); !id.empty()) return id;
  }
  return {};
}

void take_info(Json info, DecodedLead& lead) {
  for (auto [name, value] : members_of(info)) {
    for (auto [part, text] : members_of(value))
      lead.fields.push_back({{std::string(part)}, scalars(text)});  // full_address
    for (auto& text : scalars(value))
      lead.fields.push_back({{std::string(name)}, {with_plus(std::string(name), std::move(text))}});
  }
}

}  // namespace

Decoded decode_zalo(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  const auto event = text_at(root, "/event_name");
  if (event.empty() && text_at(root, "/event") == "user.revoke.consent") {
    lead.kind = DecodedLead::Kind::kUnsupported;
    lead.detail = "the person takes consent back: erase the lead";
    lead.provider_id = text_at(root, "/userId") + ":revoke:" + text_at(root, "/timestamp");
    return std::vector<DecodedLead>{std::move(lead)};
  }
  if (event.empty() && !members_of(root).empty()) return refuse("no event_name: not an event of Zalo");
  lead.kind = holds_lead(event) ? DecodedLead::Kind::kLead : DecodedLead::Kind::kNothing;
  lead.touch = touch_of(event);
  if (lead.kind == DecodedLead::Kind::kNothing && lead.touch.empty()) return std::vector<DecodedLead>{std::move(lead)};
  const auto timestamp = text_at(root, "/timestamp");
  lead.person_id = person_of(root);
  lead.provider_id = text_at(root, "/message/msg_id");
  if (lead.provider_id.empty()) lead.provider_id = lead.person_id + ":" + event + ":" + timestamp;
  lead.submitted_at = from_milliseconds(timestamp);
  lead.attribution["form"] = event;
  if (auto info = at(root, "/info")) take_info(*info, lead);
  if (auto text = text_at(root, "/message/text"); !text.empty())
    lead.fields.push_back({{"message"}, {std::move(text)}});
  return std::vector<DecodedLead>{std::move(lead)};
}

}  // namespace leakproof::ingest
