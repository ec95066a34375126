// Lists that the server gives in pages.
#pragma once
#include <algorithm>

namespace leakproof::leadctl {

// Reads the leads of a list into `all`, at most `limit` of them (0 = all); what else an answer holds is that of the
// last page. `ask(request, page)` makes one call and is false when it failed: then so is this, and the session is told.
template <class Request, class Response, class Ask>
bool read_leads(Request request, int limit, Response& all, Ask ask) {
  constexpr int kPageMax = 1000;
  do {
    Response page;
    request.set_page_size(limit == 0 ? 0 : std::min(kPageMax, limit - all.leads_size()));
    if (!ask(request, page)) return false;
    request.set_page_token(page.next_page_token());
    page.clear_next_page_token();
    all.mutable_leads()->MergeFrom(page.leads());
    page.mutable_leads()->Swap(all.mutable_leads());
    all.Swap(&page);
  } while (!request.page_token().empty() && (limit == 0 || all.leads_size() < limit));
  return true;
}

}  // namespace leakproof::leadctl
