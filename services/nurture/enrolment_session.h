// One lead during one input: loads what nurture knows of it, changes it, emits the facts, and stores it back with
// save(). Everything goes through the Draft, so all of it happens or nothing does.
#pragma once
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/codec.h"
#include "nurture/domain/journey_engine.h"
#include "stream/processor.h"

namespace leakproof::nurture {

class EnrolmentSession {
 public:
  // `command_id` is copied to every fact that follows. All references outlive it.
  EnrolmentSession(const std::string& workspace, const std::string& lead, std::string command_id,
                   const CompiledJourneys& compiled, stream::Draft& draft);
  bool known() const { return known_; }  // nurture has seen this lead
  state::v1::NurtureLead& lead() { return lead_; }
  const state::v1::Enrolment& enrolment() const { return enrolment_; }

  // Into the journey, from its first step; or from where the lead was when a member took it from this journey, when
  // `resume`. A journey that is not there hands back.
  void enrol(const std::string& journey_id, bool resume);
  // Says that the lead was not let in, and leaves it where it is.
  void reject(const std::string& journey_id, const std::string& reason);
  // Out, at once; nothing when it is in no journey.
  void leave(const ExitJourney& how);
  // New facts: out when goal, exit_when or opt-out say so.
  void reconsider();
  // Its timer is due, or the outcome of its message is here: on with the journey. Nothing when it is not what the lead
  // waits for.
  void on_due(std::int64_t serial);
  void on_outcome(const std::string& outbox_id);
  // The fate of a call to the outside, as a fact.
  void tell_delivery(lead::v1::Delivery delivery);
  void save();

 private:
  void go_on();
  void wait_until(Instant due);
  void send(const std::string& step_id);
  void hand_back(const std::string& exit_event_id, const std::string& reason);
  void stop_waiting();
  std::string timer_id() const;
  std::string tell(lead::v1::EnrolmentChanged::State state, const std::string& step_id, const std::string& reason);
  lead::v1::Event fact() const;

  const std::string& workspace_;
  const std::string& lead_id_;
  std::string command_id_;
  const CompiledJourneys& compiled_;
  stream::Draft& draft_;
  bool known_ = false;
  state::v1::NurtureLead lead_;
  state::v1::Enrolment enrolment_;
};

}  // namespace leakproof::nurture
