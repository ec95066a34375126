// Tested by: services/api/routing_service_test.cc
#include "api/newest_first.h"

#include <algorithm>
#include <limits>
#include <ranges>

#include "api/limits.h"
#include "base/parse_number.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/audit/audit_keys.h"

namespace leakproof::api {
namespace {

using Entry = std::pair<std::string, std::string>;

// A token of the list with the newest first is none of the list in its order.
std::string list_of(const std::string& prefix) { return prefix + "newest first"; }

// The place before which a page begins: of the token, else behind everything.
Result<std::int64_t> place_of(const PageRequest& request, const std::string& prefix) {
  LEAKPROOF_ASSIGN(digits, rest_of_page_token(request.token, "router", list_of(prefix)));
  if (digits.empty()) return std::numeric_limits<std::int64_t>::max();
  return parse_number<std::int64_t>(digits).value_or(1);
}

std::int64_t place_in(const std::string& key, const std::string& prefix) {
  const auto digits = std::string_view(key).substr(prefix.size(), key.size() - prefix.size() - 1);
  return parse_number<std::int64_t>(digits).value_or(0);
}

// A page with the rest of the list to come.
Page full(Page page, const std::string& prefix) {
  page.next_token = page_token("router", list_of(prefix), std::to_string(place_in(page.entries.back().first, prefix)));
  return page;
}

}  // namespace

Result<Page> newest_audits(stream::StateReader& states, const std::string& workspace, const PageRequest& request) {
  const auto prefix = router::keys::audits(workspace);
  LEAKPROOF_ASSIGN(before, place_of(request, prefix));
  LEAKPROOF_ASSIGN(chain, read_state<state::v1::Chain>(states, "router", workspace, router::keys::chain(workspace)));
  PageFiller filler(request);
  for (auto end = std::min(before, (chain ? chain->seq() : 0) + 1); end > 1;
       end = std::max<std::int64_t>(end - kScanBatch, 1)) {
    const auto first = std::max<std::int64_t>(end - kScanBatch, 1);
    LEAKPROOF_ASSIGN(batch,
                     states.scan("router", workspace, prefix, router::keys::audit(workspace, first - 1), kScanBatch));
    for (auto& entry : std::views::reverse(batch))
      if (place_in(entry.first, prefix) < end && !filler.add(std::move(entry)))
        return full(std::move(filler.page), prefix);
  }
  return std::move(filler.page);
}

Result<Page> newest_decisions_of(stream::StateReader& states, const std::string& workspace, const std::string& lead,
                                 const PageRequest& request) {
  const auto prefix = router::keys::decisions_of(workspace, lead);
  LEAKPROOF_ASSIGN(before, place_of(request, prefix));
  std::vector<Entry> all;
  for (PageRequest next{kPageSizeMax, ""};;) {
    LEAKPROOF_ASSIGN(page, read_page(states, "router", workspace, prefix, next));
    std::ranges::move(page.entries, std::back_inserter(all));
    next.token = page.next_token;
    if (next.token.empty()) break;
  }
  PageFiller filler(request);
  for (auto& entry : std::views::reverse(all))
    if (place_in(entry.first, prefix) < before && !filler.add(std::move(entry)))
      return full(std::move(filler.page), prefix);
  return std::move(filler.page);
}

}  // namespace leakproof::api
