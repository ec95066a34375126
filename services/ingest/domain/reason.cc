// Tested by: services/ingest/domain/source_ledger_test.cc
#include "ingest/domain/reason.h"

#include "base/check.h"

namespace leakproof::ingest {

std::string_view code_of(Reason reason) {
  switch (reason) {
    case Reason::kNoConfiguration:
      return "no_configuration";
    case Reason::kUnknownSource:
      return "unknown_source";
    case Reason::kUnreadable:
      return "unreadable";
    case Reason::kNoContact:
      return "no_contact";
    case Reason::kInvalidPhone:
      return "invalid_phone";
    case Reason::kInvalidEmail:
      return "invalid_email";
    case Reason::kMissingField:
      return "missing_field";
    case Reason::kFetchFailed:
      return "fetch_failed";
    case Reason::kFetchNotSupported:
      return "fetch_not_supported";
    case Reason::kHoneypot:
      return "honeypot";
    case Reason::kUnsupportedEvent:
      return "unsupported_event";
  }
  LEAKPROOF_CHECK(!"a reason of the list");
  return {};
}

}  // namespace leakproof::ingest
