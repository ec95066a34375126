// Takes one submission to its one state and writes the lead, the ledger and the facts. Lives for one input.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/lead.h"
#include "ingest/ingest_processor.h"
#include "ingest/sources/source_kinds.h"

namespace leakproof::ingest {

// The ids of timers by which a POST of several leads goes on; the payload is a state.v1.EnvelopeRest.
inline constexpr const char* kEnvelopeTimer = "envelope:";

class SubmissionHandler {
 public:
  // The submission's kind is one of find_source_kind(). `config` is null when the workspace has no configuration.
  SubmissionHandler(const lead::v1::Submission& submission, const IngestConfig* config, const Text& text,
                    stream::Draft& draft);

  // Takes in a submission as an endpoint appended it.
  void accept();
  // Reads what is in quarantine under `receipt` again, with fields set over what it holds. `item` as in
  // state.v1.Quarantined.
  void retry(const std::string& receipt, int item, const std::map<std::string, std::string>& fields);
  void discard(const std::string& receipt);
  // Takes in the leads of a POST of several from this one on; the timer of kEnvelopeTimer fired.
  void go_on(int item);
  // Quarantines an announced lead that the platform did not hand out.
  void fetch_failed(const std::string& detail);

 private:
  struct SubmissionRef {
    std::string receipt;
    int item = -1;              // in the submission; -1: all of it
    std::optional<State> from;  // where the receipt is now
    bool vouched = false;       // a person has seen it and says that it is a lead
  };
  void read(const SubmissionRef& ref, const std::map<std::string, std::string>& fields);
  void take_all(const SubmissionRef& ref, const std::vector<DecodedLead>& all);
  void take_from(const std::vector<DecodedLead>& all, std::size_t first);
  void take_item(const DecodedLead& decoded, int item);
  void take(const SubmissionRef& ref, const DecodedLead& decoded);
  bool touch(const SubmissionRef& ref, const DecodedLead& decoded);
  void fetch(const SubmissionRef& ref, const DecodedLead& decoded);
  void store_lead(const SubmissionRef& ref, const DecodedLead& decoded);
  std::variant<Inquiry, Rejection> inquiry_in(const DecodedLead& decoded);
  std::vector<Match> matches(const std::vector<std::string>& keys);
  std::vector<std::string> person_and_email_keys(const Inquiry& inquiry) const;
  std::string known_country(const Inquiry& inquiry);
  Identity owner_of(const Inquiry& inquiry);
  void index(const Inquiry& inquiry, const std::string& lead_id);
  bool is_corrected(const state::v1::Receipt& first) const;
  void duplicate(const std::string& receipt, const state::v1::Receipt& first);
  void quarantine(const SubmissionRef& ref, const Rejection& rejection);
  void put_in_envelope(state::v1::Quarantined& item);
  // Stores the POST of several leads while some of them are to come or wait, and forgets it afterwards.
  void keep_envelope(bool went_on, bool goes_on);
  void store_envelope(const std::string& key, const state::v1::Envelope& envelope);
  void leave_quarantine(const std::string& receipt);
  void settle(const SubmissionRef& ref, State state, const std::vector<std::string>& lead_ids = {}, int leads = 0,
              const std::set<std::string>& unread = {});
  void enqueue_fetch(const SubmissionRef& ref, const std::string& provider_id);
  void put_receipt(const lead::v1::SubmissionSettled& settled);
  void put_free(std::string key, const std::string& value);
  std::optional<state::v1::Receipt> receipt(const std::string& id);
  lead::v1::Event fact(const std::string& receipt, const std::string& lead_id = {}) const;
  const std::string& workspace() const { return submission_.workspace_id(); }

  const lead::v1::Submission& submission_;
  const SourceKind& kind_;  // of the submission
  const IngestConfig* config_;
  const Text& text_;
  stream::Draft& draft_;
  int quarantined_ = 0;  // leads of this input that the envelope does not count yet
};

}  // namespace leakproof::ingest
