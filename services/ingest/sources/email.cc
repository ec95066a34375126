#include "ingest/sources/email.h"

#include <libpsl.h>
#include <unicode/idna.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "base/ascii.h"
#include "text/free_mail.h"

namespace leakproof::ingest {
namespace {

constexpr std::size_t kEmailTextBytesMax = 1000;
constexpr std::size_t kAddressesMax = 4;

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}
bool is_alnum(UChar32 c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}
std::string normalized(std::string_view text, const icu::Normalizer2* form, UErrorCode error) {
  if (U_FAILURE(error)) return std::string(text);
  std::string out;
  form->normalize(from_utf8(text), error).toUTF8String(out);
  return U_FAILURE(error) ? std::string(text) : out;
}

// Full-width letters are ASCII to everybody but a program; all other letters are kept, composed.
std::string plain(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto* compatible = icu::Normalizer2::getNFKCInstance(error);
  auto written = normalized(text, compatible, error);
  if (is_ascii(written)) return written;
  const auto* composed = icu::Normalizer2::getNFCInstance(error);
  return normalized(text, composed, error);
}

bool is_atom_character(UChar32 c) {
  if (c < 0x80)
    return is_alnum(c) ||
           (c > ' ' && std::string_view("!#$%&'*+-/=?^_`{|}~.").find(static_cast<char>(c)) != std::string_view::npos);
  return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}
bool is_dot_atom(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.' || text.find("..") != text.npos) return false;
  const auto characters = from_utf8(text);
  for (std::int32_t i = 0; i < characters.length(); i = characters.moveIndex32(i, 1)) {
    if (!is_atom_character(characters.char32At(i))) return false;
  }
  return true;
}
bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
}
bool is_domain(std::string_view domain) {
  int labels = 0;
  for (;; ++labels) {
    const auto dot = domain.find('.');
    if (!is_label(domain.substr(0, dot))) return false;
    if (dot == domain.npos) return labels > 0;
    domain.remove_prefix(dot + 1);
  }
}

// By IDNA 2008, as UTS #46 applies it without its transitional exceptions; empty when it is no such name.
std::string ascii_domain(std::string_view domain) {
  if (is_ascii(domain)) return lower_case(domain);
  UErrorCode error = U_ZERO_ERROR;
  static const std::unique_ptr<icu::IDNA> idna(icu::IDNA::createUTS46Instance(
      UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII, error));
  if (idna == nullptr || U_FAILURE(error)) return {};
  icu::IDNAInfo info;
  icu::UnicodeString ascii;
  idna->nameToASCII(from_utf8(domain), ascii, info, error);
  std::string out;
  if (U_SUCCESS(error) && !info.hasErrors()) ascii.toUTF8String(out);
  return out;
}

// By the list of public suffixes that the library was built with: which one it was, is in the lead for good.
std::string registered_part(const std::string& domain) {
  const char* part = psl_registrable_domain(psl_builtin(), domain.c_str());
  return part == nullptr ? "" : part;
}

bool is_letters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_alnum(c) && !(c >= '0' && c <= '9'); });
}

// "email:b@x.example", "E-Mail=b@x.example", "https://x.example/?email=b@x.example": what stands in front names it.
std::string_view without_label(std::string_view word) {
  const auto at = word.find('@');
  if (const auto colon = word.rfind(':', at); colon != word.npos && at != word.npos) word.remove_prefix(colon + 1);
  const auto equals = word.rfind('=', word.find('@'));
  if (equals == word.npos || word.find('@') == word.npos) return word;
  const auto label = lower_case(word.substr(0, equals));
  const bool is_address_of_page = label.find('/') != label.npos && label.find('?') != label.npos;
  const bool names_it = label.ends_with("mail") && is_letters(label.substr(0, label.find('-')));
  if (is_address_of_page || names_it) word.remove_prefix(equals + 1);
  return word;
}

// "mailto:b@x.example?subject=hi", "'b@x.example'", "=b@x.example", "b@x.example./" → b@x.example.
std::string_view bare(std::string_view word) {
  constexpr std::string_view kBefore = "'.=*/#&!`^~-", kBehind = ".:'!/#*?&=-_~`^";
  word = without_label(word);
  word = word.substr(0, word.find('?', std::min(word.find('@'), word.size())));
  word = word.substr(0, word.find('#', std::min(word.find('@'), word.size())));
  word.remove_prefix(std::min(word.find_first_not_of(kBefore), word.size()));
  return word.substr(0, word.find_last_not_of(kBehind) + 1);
}

// What a messenger calls a telephone number; nobody can write a mail there.
bool is_of_messenger(std::string_view domain) {
  static constexpr std::array<std::string_view, 4> kDomains = {"c.us", "g.us", "lid", "s.whatsapp.net"};
  return std::find(kDomains.begin(), kDomains.end(), domain) != kDomains.end();
}

struct Word {
  std::string_view text;
  bool is_apart = false;  // something else than blanks stands in front of it
};

// Takes the next word off the front of `text`.
Word take_word(std::string_view& text) {
  constexpr std::string_view kBetween = " \t\r\n,;<>()[]\"|";
  const auto begin = std::min(text.find_first_not_of(kBetween), text.size());
  Word word{{}, text.substr(0, begin).find_first_not_of(' ') != text.npos};
  text.remove_prefix(begin);
  word.text = text.substr(0, text.find_first_of(kBetween));
  text.remove_prefix(word.text.size());
  return word;
}

// "an tran@x.example": with the blank in it, it is not the address of either. A label, another address or a word that
// joins two may stand in front.
bool may_stand_before(std::string_view word) {
  static constexpr std::array<std::string_view, 6> kJoining = {"or", "and", "hoặc", "và", "oder", "und"};
  return word.find_first_not_of('-') == word.npos || word.find('@') != word.npos || word.ends_with(':') ||
         std::find(kJoining.begin(), kJoining.end(), word) != kJoining.end();
}

// Quotes, brackets and blanks of other scripts stand between words, too.
std::string with_plain_marks(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  auto characters = from_utf8(text);
  icu::UnicodeString out;
  for (std::int32_t i = 0; i < characters.length(); i = characters.moveIndex32(i, 1)) {
    const auto c = characters.char32At(i);
    if (c == 0xFF20 || u_charType(c) == U_FORMAT_CHAR) {
      if (c == 0xFF20) out.append(u'@');
    } else {
      out.append(c < 0x80 || c == 0xFF0E ? c : u_isUWhiteSpace(c) ? UChar32{' '} : u_ispunct(c) ? UChar32{';'} : c);
    }
  }
  std::string written;
  out.toUTF8String(written);
  return written;
}

// `"a b"@c.example`: a quoted local part is in no use, and half of it is somebody else's address.
bool has_two_signs(std::string_view word) { return word.find('@') != word.rfind('@'); }

}  // namespace

std::optional<Email> parse_email(std::string_view text) {
  const auto written = plain(text);
  const auto at = written.rfind('@');
  if (written.size() > 254 || at == written.npos || at > 64) return std::nullopt;
  Email email;
  email.domain = ascii_domain(std::string_view(written).substr(at + 1));
  if (!is_dot_atom(std::string_view(written).substr(0, at)) || !is_domain(email.domain)) return std::nullopt;
  if (is_of_messenger(email.domain)) return std::nullopt;
  email.address = written.substr(0, at + 1) + email.domain;
  if (email.address.size() > 254) return std::nullopt;
  email.free_mail = text::is_free_mail(email.domain);
  if (!email.free_mail) email.company_domain = registered_part(email.domain);
  return email;
}

std::vector<Email> read_emails(std::string_view text) {
  std::vector<Email> emails;
  if (text.size() > kEmailTextBytesMax) return emails;
  auto written = with_plain_marks(text);
  if (std::count(written.begin(), written.end(), '@') > 1)
    std::replace_if(
        written.begin(), written.end(), [](char c) { return c == '/' || c == '&'; }, ';');
  std::string_view rest = written;
  std::string_view before;
  while (!rest.empty() && emails.size() < kAddressesMax) {
    const auto taken = take_word(rest);
    const auto previous = std::exchange(before, taken.text);
    const bool alone = taken.is_apart || may_stand_before(previous);
    const auto word = bare(taken.text);
    auto email = !alone || has_two_signs(word) ? std::nullopt : parse_email(word);
    const bool known = email && std::any_of(emails.begin(), emails.end(),
                                            [&](const Email& one) { return one.address == email->address; });
    if (email && !known) emails.push_back(std::move(*email));
  }
  return emails;
}

}  // namespace leakproof::ingest
