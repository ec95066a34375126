// Settling: takes one submission to its one state, writes the lead, the books and the facts. Lives for one input.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/domain/item.h"
#include "ingest/ingest_processor.h"

namespace leakproof::ingest {

class Settling {
 public:
  // `setup` may be null: there is no configuration.
  Settling(const lead::v1::Submission& submission, const Setup* setup, const Text& text, stream::Draft& draft)
      : submission_(submission), setup_(setup), text_(text), draft_(draft) {}

  // A submission as a door appended it.
  void accept();
  // One from quarantine, with fields set over what it holds. `item` as in state.v1.Quarantined.
  void retry(int item, const std::map<std::string, std::string>& fields);
  void discard();
  // The platform did not hand the announced lead out.
  void fetch_failed(const std::string& detail);

 private:
  struct Place {
    std::string receipt;
    int item = -1;              // in the submission; -1: all of it
    std::optional<State> from;  // where the receipt is now
  };
  void read(const Place& place, const std::map<std::string, std::string>& fields);
  void envelope(const Place& place, const std::vector<Item>& items);
  void item(const Place& place, const Item& item);
  void fetch(const Place& place, const Item& item);
  void lead(const Place& place, const Item& item);
  Identity owner_of(const Enquiry& enquiry);
  void index(const Enquiry& enquiry, const std::string& lead_id);
  void duplicate(const std::string& receipt, const state::v1::Receipt& first);
  void quarantine(const Place& place, const Rejection& rejection);
  void settle(const Place& place, State state, const std::vector<std::string>& lead_ids = {}, int leads = 0);
  void enqueue_fetch(const Place& place, const std::string& provider_id);
  void put_receipt(const lead::v1::SubmissionSettled& settled);
  void put_free(std::string key, const std::string& value);
  std::optional<state::v1::Receipt> receipt(const std::string& id);
  lead::v1::Event fact(const std::string& receipt, const std::string& lead_id = {}) const;
  const std::string& workspace() const { return submission_.workspace_id(); }

  const lead::v1::Submission& submission_;
  const Setup* setup_;
  const Text& text_;
  stream::Draft& draft_;
};

}  // namespace leakproof::ingest
