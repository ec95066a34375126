// Tested by: services/api/lead_service_test.cc
#include "api/lead_stream.h"

#include "api/faults.h"
#include "api/limits.h"

namespace leakproof::api {

void LeadStreamReplies::push(std::unique_ptr<LeadSubmission> lead) {
  MutexLock lock(mutex_);
  changed_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return waiting_.size() < kStreamInFlightMax; });
  waiting_.push_back(std::move(lead));
  changed_.notify_all();
}

void LeadStreamReplies::close() {
  MutexLock lock(mutex_);
  closed_ = true;
  changed_.notify_all();
}

std::unique_ptr<LeadSubmission> LeadStreamReplies::next() {
  MutexLock lock(mutex_);
  changed_.wait(lock, [this]() LEAKPROOF_REQUIRES(mutex_) { return closed_ || !waiting_.empty(); });
  if (waiting_.empty()) return nullptr;
  auto lead = std::move(waiting_.front());
  waiting_.pop_front();
  changed_.notify_all();
  return lead;
}

void LeadStreamReplies::answer(LeadStream& stream) {
  while (auto lead = next()) {
    v1::SubmitLeadsResponse response;
    response.set_request_id(lead->request_id());
    const auto status = lead->finish(*response.mutable_result());
    if (!status.ok()) {
      response.clear_result();
      response.set_code(status.error_code());
      response.set_error(in_one_line(status));
    }
    stream.Write(response);  // to a caller who has gone it does nothing
  }
}

}  // namespace leakproof::api
