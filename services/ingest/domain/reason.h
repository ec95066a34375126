// Why a submission cannot become a lead as it is. A closed list: docs/formats/quarantine.md says what to do about each.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::ingest {

enum class Reason {
  kNoConfiguration,    // the workspace has no configuration in force yet
  kUnknownSource,      // the configuration in force has no such source
  kUnreadable,         // the body is not what its source sends
  kNoContact,          // neither a phone nor an e-mail
  kInvalidPhone,       // the only contact is a phone that cannot be dialled
  kInvalidEmail,       // the only contact is an e-mail address that cannot be written to
  kMissingField,       // a field that the source declares required is absent
  kFetchFailed,        // the platform did not hand out the lead
  kFetchNotSupported,  // the lead has to be fetched, and we cannot from this platform
  kHoneypot,           // the field that people leave empty was filled in
  kUnsupportedEvent,   // an event that asks for something we do not do by ourselves (a deletion)
};

std::string_view code_of(Reason reason);

struct Rejection {
  Reason reason;
  std::string detail;  // names fields, never their values
};

}  // namespace leakproof::ingest
