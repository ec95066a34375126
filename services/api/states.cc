// Tested by: services/api/lead_service_test.cc
#include "api/states.h"

#include <algorithm>

#include "api/limits.h"
#include "base/encoding.h"

namespace leakproof::api {

Result<Page> read_page(stream::StateReader& states, const std::string& stage, const std::string& workspace,
                       const std::string& prefix, const PageRequest& request) {
  const auto rest = base64_decode(request.token);
  if (!rest || request.size < 0)
    return refuse("page_token must be the next_page_token of an answer to the same list, page_size not negative");
  const std::size_t size = request.size == 0 ? kPageSizeDefault : std::min(request.size, kPageSizeMax);
  std::string after = rest->empty() ? "" : prefix + *rest;
  Page page;
  for (std::size_t bytes = 0;;) {
    LEAKPROOF_ASSIGN(batch, states.scan(stage, workspace, prefix, after, kScanBatch));
    const bool last = batch.size() < kScanBatch;
    for (auto& entry : batch) {
      bytes += entry.second.size();
      if (page.entries.size() == size || (bytes > kPageBytesMax && !page.entries.empty())) {
        page.next_token = base64_encode(after.substr(prefix.size()));
        return page;
      }
      after = entry.first;
      page.entries.push_back(std::move(entry));
    }
    if (last) return page;
  }
}

}  // namespace leakproof::api
