// Tested by: services/api/lead_service_test.cc
#include "api/silent_leads.h"

#include <algorithm>

#include "base/parse_number.h"
#include "nurture/queries.h"

namespace leakproof::api {

bool is_silent_reason(const std::string& reason) {
  const auto reasons = nurture::silent_reasons();
  return std::ranges::find(reasons, reason) != reasons.end();
}

std::string silent_reason_names() {
  std::string names;
  for (const auto& reason : nurture::silent_reasons()) names += (names.empty() ? "" : ", ") + reason;
  return names;
}

Status list_silent(stream::StateReader& states, const v1::ListSilentLeadsRequest& request,
                   v1::ListSilentLeadsResponse& response) {
  const auto& workspace = request.workspace_id();
  const nurture::Queries nurture(states);
  LEAKPROOF_ASSIGN(counts, nurture.silent_counts(workspace));
  for (const auto& [reason, leads] : counts) {
    auto& count = *response.add_counts();
    count.set_reason(reason);
    count.set_leads(leads);
  }
  LEAKPROOF_ASSIGN(page, read_page(states, workspace, nurture::Queries::silent(workspace, request.reason()),
                                   {request.page_size(), request.page_token()}));
  for (const auto& [key, since] : page.entries) {
    const auto place = nurture::Queries::place_of(key);
    LEAKPROOF_ASSIGN(enrolment, nurture.enrolment(workspace, place.lead_id));
    auto& lead = *response.add_leads();
    lead.set_lead_id(place.lead_id);
    lead.set_reason(place.reason);
    if (enrolment) lead.set_journey_id(enrolment->journey_id());
    lead.set_since_micros(parse_number<std::int64_t>(since).value_or(0));
  }
  response.set_next_page_token(page.next_token);
  return {};
}

}  // namespace leakproof::api
