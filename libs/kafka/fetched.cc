#include "kafka/fetched.h"

namespace leakproof::kafka {

Status Fetched::read(std::size_t max, std::vector<stream::Record>& out) {
  for (std::size_t moved = 0; !waiting_.empty() && moved < max; waiting_.pop_front()) {
    auto& first = waiting_.front();
    if (first && !first->ok()) {
      if (moved > 0) break;
      const Error error = first->error();
      waiting_.pop_front();
      at_end_ = false;
      return error;
    }
    at_end_ = !first;
    if (!first) continue;
    out.push_back(**std::move(first));
    ++moved;
  }
  return {};
}

}  // namespace leakproof::kafka
