// SubmitLeads: leads come in and their results go out in the same order, with many on their way at once, so that a file
// of thousands is not a round trip each. The caller's thread reads; one thread of ours answers.
#pragma once
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

#include "api/lead_submission.h"

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

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<LeadSubmission>> waiting_;  // guarded by mutex_
  bool closed_ = false;                                  // guarded by mutex_
};

}  // namespace leakproof::api
