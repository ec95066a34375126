// Tested by: services/ingest/sources/decode_test.cc
// Ad platforms: Meta, Google, TikTok, LinkedIn. Contracts: developers.facebook.com (webhooks for leadgen, retrieving
// leads), developers.google.com/google-ads/webhook, public implementations of TikTok's lead callback,
// learn.microsoft.com (lead sync).
#include <cctype>

#include "base/ascii.h"
#include "ingest/sources/json.h"
#include "ingest/sources/source_kinds.h"
#include "ingest/sources/text.h"

namespace leakproof::ingest {
namespace {

std::vector<std::string> scalars_at(Json root, std::string_view pointer) {
  const auto value = at(root, pointer);
  return value ? scalars(*value) : std::vector<std::string>{};
}

void attribute(DecodedLead& lead, Json from, std::initializer_list<std::pair<const char*, const char*>> pointers) {
  for (auto [name, pointer] : pointers) {
    if (auto text = text_at(from, pointer); !text.empty()) lead.attribution[name] = std::move(text);
  }
}

DecodedLead nothing() {
  DecodedLead lead;
  lead.kind = DecodedLead::Kind::kNothing;
  return lead;
}

DecodedLead meta_reference(Json change) {
  DecodedLead lead;
  lead.provider_id = text_at(change, "/value/leadgen_id");
  lead.kind = lead.provider_id.empty() ? DecodedLead::Kind::kUnsupported
                                       : DecodedLead::Kind::kFetch;  // the others of the POST go their way
  if (lead.provider_id.empty()) lead.detail = "a leadgen change without leadgen_id";
  lead.submitted_at = from_seconds(text_at(change, "/value/created_time"));
  attribute(lead, change, {{"form", "/value/form_id"}, {"ad_id", "/value/ad_id"}, {"page_id", "/value/page_id"}});
  return lead;
}

// "Test lead of June", not "Fastest leads".
bool says_test_lead(const std::string& name) {
  const auto at = lower_case(name).find("test lead");
  return at != std::string::npos && (at == 0 || !std::isalnum(static_cast<unsigned char>(name[at - 1])));
}

// Campaign 0 or "". A lead without any campaign is a real one: it came from an organic form.
bool is_tiktok_test(Json entry) {
  const auto value = at(entry, "/campaign_id");
  const auto campaign = value ? scalar(*value) : std::nullopt;
  if (campaign && (campaign->empty() || *campaign == "0")) return true;
  for (const char* name : {"/campaign_name", "/adgroup_name", "/ad_name", "/page_name"}) {
    if (says_test_lead(text_at(entry, name))) return true;
  }
  return false;
}

DecodedLead tiktok_lead(Json entry) {
  DecodedLead lead;
  lead.provider_id = text_at(entry, "/id");
  lead.submitted_at = from_seconds(text_at(entry, "/create_time"));
  lead.is_test = is_tiktok_test(entry);
  attribute(lead, entry,
            {{"campaign", "/campaign_id"}, {"form", "/page_id"}, {"ad_id", "/ad_id"}, {"adgroup_id", "/adgroup_id"}});
  for (auto change : items_at(entry, "/changes"))
    lead.fields.push_back({{text_at(change, "/field")}, scalars_at(change, "/value")});
  return lead;
}

bool is_checked(Json answer) {
  const auto text = text_at(answer, "/is_checked");
  return text == "1" || text == "true";
}

}  // namespace

Decoded decode_meta(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  LEAKPROOF_ASSIGN(entries, list_at(root, "/entry"));
  std::vector<DecodedLead> leads;
  for (auto entry : entries) {
    for (auto change : items_at(entry, "/changes")) {
      if (text_at(change, "/field") == "leadgen") leads.push_back(meta_reference(change));
    }
  }
  if (leads.empty()) leads.push_back(nothing());
  return leads;
}

Decoded decode_meta_lead(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  lead.provider_id = text_at(root, "/id");
  if (lead.provider_id.empty()) return refuse("no id: not a lead of Meta's Graph");
  take_time(text_at(root, "/created_time"), lead);
  attribute(lead, root,
            {{"campaign", "/campaign_id"},
             {"campaign_name", "/campaign_name"},
             {"form", "/form_id"},
             {"ad_id", "/ad_id"},
             {"ad_name", "/ad_name"},
             {"adset_id", "/adset_id"},
             {"adset_name", "/adset_name"},
             {"platform", "/platform"}});
  for (auto field : items_at(root, "/field_data"))
    lead.fields.push_back({{text_at(field, "/name")}, scalars_at(field, "/values")});
  for (auto answer : items_at(root, "/custom_disclaimer_responses")) {
    lead.fields.push_back({{text_at(answer, "/checkbox_key")}, {is_checked(answer) ? "true" : "false"}});
  }
  return std::vector<DecodedLead>{std::move(lead)};
}

Decoded decode_google(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  lead.provider_id = text_at(root, "/lead_id");
  if (lead.provider_id.empty()) return refuse("no lead_id: not a lead form of Google Ads");
  lead.is_test = text_at(root, "/is_test") == "true";
  take_time(text_at(root, "/lead_submit_time"), lead);
  attribute(lead, root,
            {{"campaign", "/campaign_id"},
             {"form", "/form_id"},
             {"gclid", "/gcl_id"},
             {"adgroup_id", "/adgroup_id"},
             {"creative_id", "/creative_id"},
             {"asset_group_id", "/asset_group_id"}});
  for (auto column : items_at(root, "/user_column_data")) {
    Field field{{text_at(column, "/column_id")}, scalars_at(column, "/string_value")};
    if (auto label = text_at(column, "/column_name"); !label.empty()) field.names.push_back(std::move(label));
    lead.fields.push_back(std::move(field));
  }
  return std::vector<DecodedLead>{std::move(lead)};
}

Decoded decode_tiktok(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  if (at(root, "/client_key"))
    return std::vector<DecodedLead>{nothing()};  // an event of the developer app, not of leads
  LEAKPROOF_ASSIGN(entries, list_at(root, "/entry"));
  std::vector<DecodedLead> leads;
  for (auto entry : entries) leads.push_back(tiktok_lead(entry));
  if (leads.empty()) leads.push_back(nothing());
  return leads;
}

Decoded decode_linkedin(const RawBody& raw) {
  LEAKPROOF_ASSIGN(root, parse_json(raw.body));
  DecodedLead lead;
  lead.provider_id = text_at(root, "/leadGenFormResponse");
  const auto action = text_at(root, "/leadAction");
  if (lead.provider_id.empty()) return refuse("no leadGenFormResponse: not a lead notification of LinkedIn");
  lead.kind = action == "CREATED" ? DecodedLead::Kind::kFetch : DecodedLead::Kind::kUnsupported;
  if (action == "DELETED") {
    lead.provider_id += "#deleted";
    lead.detail = "the platform asks for the lead's deletion";
  }
  attribute(lead, root, {{"form", "/leadGenForm"}, {"creative", "/associatedEntity/sponsoredCreative"}});
  return std::vector<DecodedLead>{std::move(lead)};
}

}  // namespace leakproof::ingest
