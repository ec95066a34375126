// A Text for tests of the domain: ASCII, Vietnamese numbers by their leading 0, no tables.
#pragma once
#include <cctype>
#include <string>

#include "ingest/domain/text.h"

namespace leakproof::ingest {

inline Text plain_text() {
  Text text;
  text.fold = [](std::string_view in) {
    std::string out;
    for (unsigned char c : in) {
      if (std::isalnum(c)) out.push_back(static_cast<char>(std::tolower(c)));
    }
    return out;
  };
  text.clean = [](std::string_view in) {
    while (in.starts_with(' ')) in.remove_prefix(1);
    while (in.ends_with(' ')) in.remove_suffix(1);
    return std::string(in);
  };
  text.phone = [](std::string_view in, std::string_view region) -> std::optional<Phone> {
    if (in.size() == 10 && in.front() == '0' && region == "VN")
      return Phone{"+84" + std::string(in.substr(1)), "VN", "mobile"};
    if (in.size() == 11 && in.starts_with("84") && region == "VN") return Phone{"+" + std::string(in), "VN", "mobile"};
    if (in.size() == 12 && in.starts_with("+84")) return Phone{std::string(in), "VN", "mobile"};
    return std::nullopt;
  };
  text.phones = [phone = text.phone](std::string_view in, const PhoneRegions& regions) {
    std::vector<Phone> phones;
    auto read = phone(in, regions.own.empty() ? regions.workspace : regions.own);
    if (read) read->keys = {read->e164};
    if (read) phones.push_back(*read);
    return phones;
  };
  text.email = [](std::string_view in) -> std::optional<Email> {
    const auto at = in.find('@');
    if (at == in.npos || at == 0 || at + 1 == in.size()) return std::nullopt;
    const std::string domain(in.substr(at + 1));
    return Email{std::string(in), domain, domain == "gmail.com", domain == "gmail.com" ? "" : domain};
  };
  text.emails = [email = text.email](std::string_view in) {
    const auto read = email(in);
    return read ? std::vector<Email>{*read} : std::vector<Email>{};
  };
  text.number = [](std::string_view in, std::string_view, NumberKind) {
    const bool plain = !in.empty() && in.find_first_not_of("0123456789.-") == in.npos;
    return plain ? std::optional(std::string(in)) : std::nullopt;
  };
  text.country = [](std::string_view in) { return std::string(in.size() == 2 ? in : ""); };
  text.province = [](std::string_view in, std::string_view) {
    return std::string(in == "Hue" || in == "Bình Dương" ? in : "");
  };
  text.instant = [](std::string_view in, const std::string&) -> std::optional<Instant> {
    return in == "2026-01-05T03:10:22Z" ? std::optional(instant_from_micros(1767582622000000)) : std::nullopt;
  };
  return text;
}

}  // namespace leakproof::ingest
