// Text: what normalising needs from tables outside the domain (numbering plans, Unicode, names of places). Pure
// functions; ingest/sources/text.h makes the real one.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::ingest {

struct Phone {
  std::string e164;
  std::string region;  // ISO 3166 alpha-2; empty when the number belongs to none (satellite, toll-free abroad)
  std::string type;    // mobile, fixed, fixed_or_mobile, voip, toll_free, other
  std::string extension{};
  bool known_range = true;          // by the numbering plans that we have; they are older than the newest ranges
  std::string other{};              // E.164 of what the same digits mean, too; empty when they read one way only
  std::vector<std::string> keys{};  // who shares one has the same number: the spellings of it that are in use
  bool of_unread_country = false;   // read as of the workspace's region, for want of the person's country
  bool is_guessed = false;          // nothing but its look says that it is one
};

// Where a number without a country code may be at home.
struct PhoneRegions {
  std::string own;        // ISO 3166 alpha-2 of the country that the person stated; empty when they did not
  std::string workspace;  // the region of the workspace
  std::string unread{};   // what the person stated as their country, where nobody could read it
};

struct Email {
  std::string address;  // domain in lower case, in its ASCII form
  std::string domain;
  bool free_mail = false;        // of a public mail provider, so the domain says nothing about the company
  std::string company_domain{};  // what somebody registered: acme.co.uk of mail.acme.co.uk; empty of a public provider
                                 // or suffix
};

// What a field holds that a number is read for.
enum class NumberKind { kReal, kWhole };

struct Text {
  // "Số điện thoại" → "sodienthoai": no case, accents, spaces, punctuation.
  std::function<std::string(std::string_view)> fold;
  // NFC, control characters out, white space single and trimmed.
  std::function<std::string(std::string_view)> clean;
  // A text that is a number and nothing else; nothing when nobody could dial it. `region` is assumed when there is no
  // country code.
  std::function<std::optional<Phone>(std::string_view text, std::string_view region)> phone;
  // The numbers in a text that people wrote where one was asked for, in order.
  std::function<std::vector<Phone>(std::string_view text, const PhoneRegions& regions)> phones;
  // A text that is an address and nothing else; nothing when nobody could write to it.
  std::function<std::optional<Email>(std::string_view)> email;
  // The addresses in a text that people wrote where one was asked for, in order.
  std::function<std::vector<Email>(std::string_view)> emails;
  // A number as people of the region write it, "1,5 tỷ", in the digits, the point and the minus of a program; nothing
  // when it may be read in two ways.
  std::function<std::optional<std::string>(std::string_view text, std::string_view region, NumberKind kind)> number;
  // ISO 3166 alpha-2 of a country by its name in some language or one of its codes; empty when it is none.
  std::function<std::string(std::string_view)> country;
  // The name of a province, by the list of its country before or after its last reform, of any spelling of it; empty
  // when there is none or the country has no list.
  std::function<std::string(std::string_view text, std::string_view country)> province;
  // A date or a date and time in ISO 8601; by the clocks of `zone` when it names no offset, nothing without a zone.
  std::function<std::optional<Instant>(std::string_view text, const std::string& zone)> instant;
};

}  // namespace leakproof::ingest
