// Tested by: services/ingest/sources/text_test.cc
#include "text/free_mail.h"

#include <algorithm>
#include <array>

namespace leakproof::text {
namespace {

// Those that matter in Vietnam, the US and the EU.
constexpr std::array<std::string_view, 35> kFreeMail = {
    "aol.com",        "fpt.vn",      "free.fr",      "gmail.com",      "gmx.at",      "gmx.de",      "gmx.net",
    "googlemail.com", "hotmail.com", "hotmail.de",   "hotmail.fr",     "icloud.com",  "laposte.net", "libero.it",
    "live.com",       "mail.com",    "mail.ru",      "me.com",         "msn.com",     "orange.fr",   "outlook.com",
    "outlook.com.vn", "outlook.de",  "proton.me",    "protonmail.com", "t-online.de", "vnn.vn",      "web.de",
    "yahoo.co.uk",    "yahoo.com",   "yahoo.com.vn", "yahoo.de",       "yandex.ru",   "ymail.com",   "zoho.com"};
static_assert(std::ranges::is_sorted(kFreeMail));

}  // namespace

bool is_free_mail(std::string_view domain) { return std::ranges::binary_search(kFreeMail, domain); }

}  // namespace leakproof::text
