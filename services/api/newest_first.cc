// Tested by: services/api/routing_service_test.cc
#include "api/newest_first.h"

#include <algorithm>
#include <limits>
#include <ranges>

#include "api/limits.h"
#include "base/parse_number.h"
#include "router/queries.h"

namespace leakproof::api {
namespace {

using router::Queries;
using Entry = std::pair<std::string, std::string>;

// A token of the list with the newest first is none of the list in its order.
stream::StateList newest_first(stream::StateList list) {
  list.prefix += "newest first";
  return list;
}

// The place before which a page begins: of the token, else behind everything.
Result<std::int64_t> place_of(const PageRequest& request, const stream::StateList& list) {
  LEAKPROOF_ASSIGN(digits, rest_of_page_token(request.token, newest_first(list)));
  if (digits.empty()) return std::numeric_limits<std::int64_t>::max();
  return parse_number<std::int64_t>(digits).value_or(1);
}

// A page with the rest of the list to come.
Page full(Page page, const stream::StateList& list) {
  page.next_token = page_token(newest_first(list), std::to_string(Queries::number_of(page.entries.back().first, list)));
  return page;
}

}  // namespace

Result<Page> newest_audits(stream::StateReader& states, const std::string& workspace, const PageRequest& request) {
  const Queries router(states);
  const auto list = Queries::audits(workspace);
  LEAKPROOF_ASSIGN(before, place_of(request, list));
  LEAKPROOF_ASSIGN(length, router.audit_length(workspace));
  PageFiller filler(request);
  for (auto end = std::min(before, length + 1); end > 1; end = std::max<std::int64_t>(end - kScanBatch, 1)) {
    const auto first = std::max<std::int64_t>(end - kScanBatch, 1);
    LEAKPROOF_ASSIGN(batch, router.audits_from(workspace, first, kScanBatch));
    for (auto& entry : std::views::reverse(batch))
      if (Queries::number_of(entry.first, list) < end && !filler.add(std::move(entry)))
        return full(std::move(filler.page), list);
  }
  return std::move(filler.page);
}

Result<Page> newest_decisions_of(stream::StateReader& states, const std::string& workspace, const std::string& lead,
                                 const PageRequest& request) {
  const auto list = Queries::decisions_of(workspace, lead);
  LEAKPROOF_ASSIGN(before, place_of(request, list));
  std::vector<Entry> all;
  for (PageRequest next{kPageSizeMax, ""};;) {
    LEAKPROOF_ASSIGN(page, read_page(states, workspace, list, next));
    std::ranges::move(page.entries, std::back_inserter(all));
    next.token = page.next_token;
    if (next.token.empty()) break;
  }
  PageFiller filler(request);
  for (auto& entry : std::views::reverse(all))
    if (Queries::number_of(entry.first, list) < before && !filler.add(std::move(entry)))
      return full(std::move(filler.page), list);
  return std::move(filler.page);
}

}  // namespace leakproof::api
