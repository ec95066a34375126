// Lead: one person's intent, made by the first inquiry and kept up to date by each repeat. Identity: which lead an
// inquiry belongs to.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "ingest/domain/inquiry.h"

namespace leakproof::ingest {

// Where one submission came from.
struct Touchpoint {
  std::string source_id;
  std::string provider_id;
  std::string receipt_id;
  Instant at;
  Attribution attribution;
};

// What a lead may hold, whatever comes: people send long forms again and again, and all of a lead is in each record.
constexpr std::size_t kPersonalBytesMax = 256 * 1024;  // names and values of its personal fields
constexpr std::size_t kPersonalFieldsMax = 1000;

struct Lead {
  LeadId id;
  Contact contact;
  Attributes attributes;
  Touchpoint first_touch;
  Touchpoint last_touch;
  std::int32_t submissions = 0;
  bool marketing_consent = false;
  Instant consent_said{};                 // when the person last said yes or no to it; the epoch: never
  bool opted_out = false;                 // of at least one channel
  std::vector<std::string> opted_out_of;  // channels, or "all"; without any, an opt-out of before channels counted: all
  std::map<std::string, std::int32_t> field_ages;  // by personal field: the submission that brought it last
  std::int32_t dropped_fields = 0;                 // personal fields that gave way
  Instant created;
  Instant updated;
};

// Personal fields beyond the bounds give way: the oldest first, among those of one age the largest.
Lead new_lead(LeadId id, const Inquiry& inquiry, Touchpoint touch, Instant now);

// A repeat: what it brings wins, save the phone and the e-mail, which identify the lead and keep what is there (others
// are kept beside them). The first touch stays. An opt-out stays too: a ticked box on a form does not take back what
// the person asked for.
void repeat(Lead& lead, Inquiry inquiry, Touchpoint touch, Instant now);

// The person wants nothing more on this channel ("all": on any).
void opt_out(Lead& lead, const std::string& channel);

// A lead found by an exact key.
struct Match {
  LeadId lead;
  Instant created;
};
struct Identity {
  std::optional<LeadId> lead;  // nothing: a new one
  bool conflict = false;       // the keys name different leads: the oldest is taken, a person decides about a merge
};
Identity identify(const std::vector<Match>& matches);

}  // namespace leakproof::ingest
