// One lead, or one event without a lead, as a decoder read it from a platform's bytes: still in the platform's words.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"

namespace leakproof::ingest {

// utm_*, click ids, campaign, form, page_url, referrer, and the platform's ids of ad and set.
using Attribution = std::map<std::string, std::string>;

// One answer. Forms call the same thing by several names: key, label, input type, in the order they are to be trusted.
struct Field {
  std::vector<std::string> names;  // at least one
  std::vector<std::string> values;
  bool is_number = false;      // of the format itself, as JSON has them: nobody wrote it in their country's way
  bool is_correction = false;  // a person's, in place of what was sent under the same name
};

struct DecodedLead {
  enum class Kind {
    kLead,         // fields
    kFetch,        // the platform sends an id only; the lead is fetched from it
    kNothing,      // understood, holds no lead: a probe, an event of another kind
    kUnsupported,  // understood, and there is something in it that we do not do yet: a person must see it
    kUnreadable,   // well formed, but not in a way that can be read for sure: a person must see it
  };
  Kind kind = Kind::kLead;
  std::string provider_id;  // the platform's id of this lead; empty when it has none
  std::string person_id;    // the platform's id of the person (chat platforms): an identity key within the source
  std::vector<Field> fields;
  Attribution attribution;
  std::optional<Instant> submitted_at;
  std::optional<bool> consent;  // where the platform has a place of its own for it
  std::string touch;  // of a chat platform's event that is no inquiry when the person is known: its type of touch
  bool is_test = false;
  std::string detail;  // of kUnsupported and kUnreadable: what it is; no personal data
};

}  // namespace leakproof::ingest
