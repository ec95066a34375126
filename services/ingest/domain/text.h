// Text: what normalising needs from tables outside the domain (numbering plans, Unicode). Pure functions;
// ingest/adapters/text.h makes the real one.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"

namespace leakproof::ingest {

struct Phone {
  std::string e164;
  std::string region;  // ISO 3166 alpha-2; empty when the number belongs to none (satellite, toll-free abroad)
  std::string type;    // mobile, fixed, fixed_or_mobile, voip, toll_free, other
};

struct Email {
  std::string address;  // domain in lower case
  std::string domain;
  bool free_mail = false;        // of a public mail provider, so the domain says nothing about the company
  std::string company_domain{};  // what somebody registered: acme.co.uk of mail.acme.co.uk; empty of a public provider
                                 // or suffix
};

struct Text {
  // "Số điện thoại" → "sodienthoai": no case, accents, spaces, punctuation.
  std::function<std::string(std::string_view)> fold;
  // NFC, control characters out, white space single and trimmed.
  std::function<std::string(std::string_view)> clean;
  // Nothing when nobody could dial it. `region` is assumed when there is no country code.
  std::function<std::optional<Phone>(std::string_view text, std::string_view region)> phone;
  // Nothing when nobody could write to it.
  std::function<std::optional<Email>(std::string_view)> email;
  // A date or a date and time in ISO 8601; by the clocks of `zone` when it names no offset, nothing without a zone.
  std::function<std::optional<Instant>(std::string_view text, const std::string& zone)> instant;
};

}  // namespace leakproof::ingest
