// SubmitLeads: leads come in and their results go out in the same order, with many on their way at once, so that a file
// of thousands is not a round trip each. The caller's thread reads; one thread of ours answers.
#pragma once
#include <deque>
#include <memory>

#include "api/lead_submission.h"
#include "base/mutex.h"

namespace leakproof::api {

using LeadStream = grpc::ServerReaderWriter<v1::SubmitLeadsResponse, v1::SubmitLeadRequest>;

class LeadStreamReplies {
 public:
  // Takes one in; waits while too many are not answered.
  void push(std::unique_ptr<LeadSubmission> lead);
  void close();
  // Answers until closed and empty.
  void answer(LeadStream& stream);

 private:
  std::unique_ptr<LeadSubmission> next();  // null at the end

  Mutex mutex_;
  ConditionVariable changed_;
  std::deque<std::unique_ptr<LeadSubmission>> waiting_ LEAKPROOF_GUARDED_BY(mutex_);
  bool closed_ LEAKPROOF_GUARDED_BY(mutex_) = false;
};

}  // namespace leakproof::api
