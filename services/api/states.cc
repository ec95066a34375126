// Tested by: services/api/lead_service_test.cc
#include "api/states.h"

#include <algorithm>

#include "api/limits.h"
#include "base/encoding.h"
#include "crypto/digest.h"

namespace leakproof::api {
namespace {

constexpr const char* kForeign = "must be the next_page_token of an answer to the same list";

// What binds a token to its list.
std::string mark_of(const stream::StateList& list) {
  return std::string(crypto::bytes_of(crypto::sha256(list.stage + " " + list.prefix))).substr(0, 8);
}

}  // namespace

std::string page_token(const stream::StateList& list, std::string_view rest) {
  return base64_encode(mark_of(list) + std::string(rest));
}

Result<std::string> rest_of_page_token(const std::string& token, const stream::StateList& list) {
  if (token.empty()) return std::string();
  const auto bytes = base64_decode(token);
  const auto mark = mark_of(list);
  if (!bytes || bytes->size() <= mark.size() || !bytes->starts_with(mark)) return refuse(kForeign);
  return bytes->substr(mark.size());
}

PageFiller::PageFiller(const PageRequest& request)
    : size_(request.size == 0 ? kPageSizeDefault : std::clamp(request.size, 1, kPageSizeMax)) {}

bool PageFiller::add(std::pair<std::string, std::string> entry) {
  bytes_ += entry.second.size();
  if (page.entries.size() == size_ || (bytes_ > kPageBytesMax && !page.entries.empty())) return false;
  page.entries.push_back(std::move(entry));
  return true;
}

Result<Page> read_page(stream::StateReader& states, const std::string& workspace, const stream::StateList& list,
                       const PageRequest& request) {
  LEAKPROOF_ASSIGN(rest, rest_of_page_token(request.token, list));
  std::string after = rest.empty() ? "" : list.prefix + rest;
  for (PageFiller filler(request);;) {
    LEAKPROOF_ASSIGN(batch, states.scan(list.stage, workspace, list.prefix, after, kScanBatch));
    for (auto& entry : batch) {
      if (filler.add(std::move(entry))) continue;
      const std::string_view last = filler.page.entries.back().first;
      filler.page.next_token = page_token(list, last.substr(list.prefix.size()));
      return std::move(filler.page);
    }
    if (batch.size() < kScanBatch) return std::move(filler.page);
    after = filler.page.entries.back().first;
  }
}

}  // namespace leakproof::api
