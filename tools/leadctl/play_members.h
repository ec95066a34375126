// Members who answer what they are given: follows routing.decisions and accepts, declines or ignores, the same way for
// the same decision.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>

#include "base/result.h"
#include "leadctl/session.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/decision.pb.h"

namespace leakproof::leadctl {

struct Temper {
  int accept = 70, decline = 10;  // percent; the rest ignores
};
// "accept=70,decline=10,ignore=20".
Result<Temper> parse_temper(const std::string& text);

// What the chosen member says to this decision; OUTCOME_UNSPECIFIED for nothing.
lead::v1::Feedback::Outcome reaction(const lead::v1::Decision& decision, const Temper& temper, std::uint64_t seed);

class PlayedMembers {
 public:
  // Follows on a thread of its own until destroyed. `session` outlives it.
  PlayedMembers(Session& session, Temper temper, std::uint64_t seed);
  ~PlayedMembers();
  int accepted() const { return accepted_; }
  int declined() const { return declined_; }
  int ignored() const { return ignored_; }

 private:
  void follow();
  void react(const lead::v1::Decision& decision);

  Session& session_;
  const Temper temper_;
  const std::uint64_t seed_;
  const std::shared_ptr<grpc::Channel> channel_;
  grpc::ClientContext stream_;  // cancelled to stop
  std::atomic<int> accepted_ = 0, declined_ = 0, ignored_ = 0;
  std::thread thread_;
};

}  // namespace leakproof::leadctl
