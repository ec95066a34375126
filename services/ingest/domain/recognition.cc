// Tested by: services/ingest/domain/mapping_test.cc
#include "ingest/domain/recognition.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

#include "base/ascii.h"

namespace leakproof::ingest {
namespace {

// A number is taken for a phone only when it is written like one: a price, a year or a date (eight digits) must not be
// dialled, and would make one lead of all who share it.
bool looks_like_phone(const std::string& value, const PhoneRegions& regions, const Text& text) {
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  return (value.front() == '+' || value.front() == '0') && digits > 8 &&
         text.phone(value, regions.own.empty() ? regions.workspace : regions.own).has_value();
}

bool has_word(const std::string& folded, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return folded.find(word) != folded.npos; });
}

// "Số Zalo của bạn", "phone (WhatsApp)", "Ihre Handynummer": what stands in it is one when it can be dialled.
bool is_called_phone(const std::string& folded) {
  return has_word(folded, {"phone", "telefon", "handy", "dienthoai", "sdt", "mobile", "movil", "celular", "whatsapp",
                           "zalo", "電話", "电话", "手机"});
}
bool is_called_email(const std::string& folded) { return has_word(folded, {"mail", "correo", "メール", "邮箱"}); }

// Takes `words` off the front of `name` as long as one of them stands there.
std::string_view behind_all(std::string_view name, std::span<const std::string_view> words) {
  for (bool found = true; found && !name.empty();) {
    const auto word = std::ranges::find_if(words, [&](std::string_view one) { return name.starts_with(one); });
    found = word != words.end();
    if (found) name.remove_prefix(word->size());
  }
  return name;
}

// "What's your name?", "Customer name": the name of a person, and of nothing else.
bool asks_for_name(std::string_view folded) {
  static constexpr std::array<std::string_view, 26> kPerson = {
      "whats",   "what", "whois", "is",        "please",   "enter",  "give",    "tell",  "us",
      "the",     "your", "my",    "full",      "first",    "person", "legal",   "input", "field",
      "contact", "lead", "user",  "applicant", "customer", "client", "nolabel", "guest"};
  folded = without_decoration(folded);
  if (!folded.ends_with("name")) return false;
  folded.remove_suffix(4);
  return behind_all(folded, kPerson).empty();
}

// "Họ và tên của bạn", "Họ tên khách hàng"; not "Họ tên bé".
bool asks_for_name_in_vietnamese(std::string_view folded) {
  static constexpr std::array<std::string_view, 8> kBefore = {"xin",  "vuilong", "nhap",  "cho",
                                                              "biet", "quy",     "khach", "dien"};
  static constexpr std::array<std::string_view, 14> kBehind = {
      "cua", "ban", "quykhach", "khachhang", "khach",   "nguoilienhe", "nguoidangky",
      "day", "du",  "anhchi",   "anh",       "hocvien", "nguoinhan",   "nguoimua"};
  folded = behind_all(without_decoration(folded), kBefore);
  for (const std::string_view asked : {"hovaten", "hoten"}) {
    if (folded.starts_with(asked)) return behind_all(folded.substr(asked.size()), kBehind).empty();
  }
  return false;
}

bool is_called_name(const std::string& folded) { return asks_for_name(folded) || asks_for_name_in_vietnamese(folded); }

// The words of a name, in lower case: "Sales_rep phone" → sales, rep, phone.
std::vector<std::string> words_of_name(std::string_view name) {
  std::vector<std::string> words(1);
  for (const char c : lower_case(name)) {
    const bool inside = (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
    if (inside)
      words.back().push_back(c);
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

bool has_word_that_begins(const std::string& name, std::span<const std::string_view> beginnings) {
  return std::ranges::any_of(words_of_name(name), [&](const std::string& word) {
    return std::ranges::any_of(beginnings, [&](std::string_view one) { return word.starts_with(one); });
  });
}

// A contact of somebody else: who sells, who recommended, who is to be told in an emergency.
bool is_of_others(const std::string& name, const std::string& folded) {
  static constexpr std::array<std::string_view, 8> kBeginnings = {"refer", "owner", "agent",  "assign",
                                                                  "sales", "from",  "sender", "emergency"};
  const auto words = words_of_name(name);
  return has_word_that_begins(name, kBeginnings) || std::ranges::find(words, "rep") != words.end() ||
         has_word(folded, {"gioithieu", "nhanvien", "tuvanvien", "nguoigui", "khancap", "empfohlen", "notfall"});
}

// A number that nobody dials: of a tax payer, an order, an account.
bool is_no_contact(const std::string& name, const std::string& folded) {
  static constexpr std::array<std::string_view, 17> kBeginnings = {
      "tax",  "vat",     "order", "invoice",  "price",  "cost",     "amount",   "total", "budget",
      "iban", "account", "sku",   "passport", "serial", "tracking", "customer", "mst"};
  return has_word_that_begins(name, kBeginnings) ||
         has_word(folded, {"masothue", "donhang", "hoadon", "taikhoan", "cccd", "cmnd", "cancuoc", "hochieu", "steuer",
                           "bestell", "rechnung", "kundennummer", "ngansach", "giatri"});
}

template <class Says>
bool any_name(const Field& field, const Text& text, Says says) {
  return std::ranges::any_of(field.names, [&](const std::string& name) { return says(name, text.fold(name)); });
}

}  // namespace

std::string_view without_decoration(std::string_view folded) {
  constexpr std::array<std::string_view, 6> kBefore = {"nolabel", "your", "my", "input", "field", "user"};
  constexpr std::array<std::string_view, 4> kBehind = {"required", "optional", "batbuoc", "pflichtfeld"};
  const auto digits = folded.starts_with('q') ? std::min(folded.find_first_not_of("0123456789", 1), folded.size()) : 0;
  if (digits > 1) folded.remove_prefix(digits);
  for (const auto before : kBefore) {
    if (folded.starts_with(before)) folded.remove_prefix(before.size());
  }
  for (const auto behind : kBehind) {
    if (folded.ends_with(behind)) folded.remove_suffix(behind.size());
  }
  return folded;
}

bool is_login(std::string_view name) { return lower_case(name).ends_with("username"); }

const char* asked_for(const Field& field, const std::vector<std::string>& values, const PhoneRegions& regions,
                      const Text& text) {
  if (any_name(field, text, is_of_others)) return nullptr;
  const auto is_called = [&](auto says) {
    return any_name(field, text, [&](const std::string&, const std::string& folded) { return says(folded); });
  };
  const auto& value = values.front();
  if (is_called(is_called_email) && !text.emails(value).empty()) return "email";
  if (is_called(is_called_phone) && !text.phones(value, regions).empty()) return "phone";
  const bool is_other_contact = text.email(value) || looks_like_phone(value, regions, text);
  const bool is_name = any_name(field, text, [](const std::string& name, const std::string& folded) {
    return !is_login(name) && is_called_name(folded);
  });
  return is_name && !is_other_contact ? "full_name" : nullptr;
}

const char* guessed(const Field& field, const std::vector<std::string>& values, const PhoneRegions& regions,
                    const Text& text) {
  if (any_name(field, text, is_of_others)) return nullptr;
  if (text.email(values.front())) return "email";
  const bool is_phone = !any_name(field, text, is_no_contact) && looks_like_phone(values.front(), regions, text);
  return is_phone ? "phone" : nullptr;
}

}  // namespace leakproof::ingest
