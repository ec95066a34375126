// One lead during one input: the session loads what nurture knows of the lead, changes it, emits the facts, and stores
// it back with save(). Everything goes through the Draft, so all of it happens or nothing does. One thread.
#pragma once
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "nurture/address_book.h"
#include "nurture/codec.h"
#include "nurture/domain/journey_engine.h"
#include "stream/processor.h"

namespace leakproof::nurture {

// The outbox channel of hand-backs: activities of ours, appended to the start of the pipeline.
inline constexpr const char* kHandBackChannel = "append";

class EnrolmentSession {
 public:
  // `command_id` is copied to every fact that follows, `zone_data` is the version that the process has. All references
  // outlive it.
  EnrolmentSession(const std::string& workspace, const std::string& lead, std::string command_id,
                   const CompiledJourneys& compiled, const std::string& zone_data, stream::Draft& draft);
  bool known() const { return known_; }  // nurture has seen this lead
  state::v1::NurtureLead& lead() { return lead_; }
  const state::v1::Enrolment& enrolment() const { return enrolment_; }

  // Whether the person wants nothing of what the journey could send.
  bool is_out_of(const std::string& journey_id) const;
  // Puts the lead into the journey, at its first step; or where it was when a member took it from this journey, when
  // `resume`. A journey that is not there hands back.
  void enrol(const std::string& journey_id, bool resume);
  // Says that the lead was not let in, and leaves it where it is.
  void reject(const std::string& journey_id, const std::string& reason);
  // Takes the lead out of its journey at once. Nothing happens when it is in none.
  void leave(const ExitJourney& how);
  // The lead as ingest knows it now: what it says of consent and opt-outs holds for its addresses, and theirs for it.
  void take(const lead::v1::Lead& lead);
  // The person wants nothing more on this channel, or at all.
  void opt_out(const std::string& channel);
  // There are new facts: the lead leaves when goal, exit_when, opt-out or a lack of consent say so; a message under way
  // that may not go any more is withdrawn.
  void reconsider();
  // The timer is due, or the outcome of the message is here: the journey goes on. Nothing happens when it is not what
  // the lead waits for.
  void on_due(std::int64_t serial);
  void on_outcome(const std::string& outbox_id);
  // Newer zone data: the end of the quiet hours for which a message waits is counted again. False: it does not move.
  bool count_again();
  // Emits what became of a call to the outside; one to `address` is remembered there.
  void on_delivery(lead::v1::Delivery delivery, const std::string& address);
  // Sales is to have it: a lead that waits there does not rest here.
  void wait_for_sales();
  void save();

 private:
  // Whether something may be sent to it from now on, as far as its journey says so.
  void note_silence();
  void go_on();
  // Others whose mail is under way to an address of which something was learnt.
  void reconsider_others(const AddressBook::Leads& leads);
  void withdraw_what_may_not_go(const JourneyInput& input);
  JourneyInput input_of(const Journey& journey, const Facts& facts) const;
  void emit_delivery(lead::v1::Delivery delivery);
  void wait_until(Instant due);
  void wait_for_morning(Instant ready);
  void forget_due();
  void send(const std::string& step_id);
  void hand_back(const std::string& exit_event_id, const std::string& reason);
  void stop_waiting();
  std::string timer_id() const;
  void suppress(const StepTaken& step);
  // Returns the id of the fact.
  std::string emit_changed(lead::v1::EnrolmentChanged::State state, const std::string& step_id,
                           const std::string& reason);
  lead::v1::Event fact() const;

  const std::string& workspace_;
  const std::string& lead_id_;
  std::string command_id_;
  const CompiledJourneys& compiled_;
  const std::string& zone_data_;
  stream::Draft& draft_;
  AddressBook addresses_;
  bool known_ = false;
  state::v1::NurtureLead lead_;
  state::v1::Enrolment enrolment_;
};

}  // namespace leakproof::nurture
