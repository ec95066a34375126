// Tested by: services/ingest/sources/decode_test.cc
// HTML forms and Elementor. Elementor with "advanced data" sends fields[x][id|type|title|value...], form[...] and
// meta[...][...]; without it flat keys named after labels, which are read like any form. Source: public receivers of
// Elementor's webhook.
#include <algorithm>
#include <array>
#include <map>

#include "base/ascii.h"
#include "base/parse_number.h"
#include "ingest/sources/source_kinds.h"
#include "net/http_message.h"
#include "net/multipart.h"
#include "net/urlencoded.h"
#include "text/charset.h"
#include "text/utf8.h"

namespace leakproof::ingest {
namespace {

// "fields[name][value]" → {"fields", "name", "value"}; "tags[]" → {"tags"}.
std::vector<std::string> path_of(std::string_view name) {
  std::vector<std::string> path{std::string(name.substr(0, name.find('[')))};
  for (auto begin = name.find('['); begin != name.npos; begin = name.find('[')) {
    name.remove_prefix(begin);
    const auto end = name.find(']');
    if (end == name.npos) break;
    if (end > 1) path.emplace_back(name.substr(1, end - 1));
    name.remove_prefix(end + 1);
  }
  return path;
}

// tags[0], tags[1]: a list as PHP's http_build_query writes it.
bool is_place_in_list(const std::vector<std::string>& path) {
  return path.size() == 2 && path[1].find_first_not_of("0123456789") == std::string::npos;
}

struct Grouped {
  std::vector<std::string> order;
  std::map<std::string, std::map<std::string, std::string>> properties;  // of a nested field, by its key
  std::map<std::string, std::vector<std::string>> values;                // of a flat one
};

void add(const std::string& name, std::string value, Grouped& fields, DecodedLead& lead) {
  const auto path = path_of(name);
  if (path.size() == 3 && path[0] == "fields") {
    if (!fields.properties.contains(path[1])) fields.order.push_back(path[1]);
    auto& known = fields.properties[path[1]][path[2]];
    known += (known.empty() ? "" : ", ") + value;  // a box each
  } else if (path.size() == 2 && path[0] == "form") {
    if (path[1] == "id") lead.attribution["form"] = std::move(value);
  } else if (path.size() == 3 && path[0] == "meta") {
    if (path[1] == "page_url" && path[2] == "value") lead.attribution["page_url"] = std::move(value);
  } else {
    const auto key = path.size() == 1 || is_place_in_list(path) ? path[0] : name;
    if (!fields.values.contains(key)) fields.order.push_back(key);
    fields.values[key].push_back(std::move(value));
  }
}

DecodedLead lead_of(net::FormFields pairs) {
  DecodedLead lead;
  Grouped grouped;
  for (auto& [name, value] : pairs) add(name, std::move(value), grouped, lead);
  for (const auto& key : grouped.order) {
    if (auto flat = grouped.values.find(key); flat != grouped.values.end()) {
      lead.fields.push_back({{key}, std::move(flat->second)});
      if (auto path = path_of(key); path.size() > 1) lead.fields.back().names.push_back(path.back());  // lead[email]
      continue;
    }
    auto& properties = grouped.properties[key];
    lead.fields.push_back({{key, properties["title"], properties["type"]}, {properties["value"]}});
  }
  return lead;
}

constexpr std::string_view kCharsetField = "_charset_";  // a hidden field; browsers fill it in (HTML, form submission)

// What the sender says; empty when it says nothing.
std::string declared_charset(const RawBody& raw, const net::FormFields& pairs) {
  const auto field = std::ranges::find(pairs, kCharsetField, &net::FormFields::value_type::first);
  if (field != pairs.end() && !field->second.empty()) return field->second;
  return net::header_parameter(raw.content_type, "charset").value_or("");
}

// Sets of Latin letters that libraries and editors name unasked. No text of theirs is UTF-8 by accident; one of the
// large sets of Asia may be.
bool is_latin(const std::string& charset) {
  static constexpr std::array kLatin = {"iso-8859-1", "iso8859-1",    "iso_8859-1",   "latin1",      "l1",
                                        "us-ascii",   "ascii",        "cp1252",       "iso-8859-15", "latin9",
                                        "iso-8859-2", "windows-1252", "windows-1250", "windows-1254"};
  return std::ranges::find(kLatin, lower_case(charset)) != kLatin.end();
}

bool has_high_byte(const std::string& bytes) {
  return std::ranges::any_of(bytes, [](unsigned char c) { return c >= 0x80; });
}

// ISO-2022, UTF-7 and HZ write other letters as ASCII between signs of their own: read as ASCII they are another text.
bool has_shifts(const std::string& bytes, const std::string& charset) {
  const auto has = [&](const char* sign) { return bytes.find(sign) != bytes.npos; };
  const auto name = lower_case(charset);
  return has("\x1B$") || has("\x1B(") || (name == "utf-7" && has("+")) || (name.starts_with("hz") && has("~{"));
}

// The set that all of the form can be read in: the declared one, or what its bytes tell. Empty: it would be a guess.
std::string charset_of(const RawBody& raw, const net::FormFields& pairs) {
  std::string all;
  for (const auto& [name, value] : pairs) {
    if (name != kCharsetField) all.append(name).append("\n").append(value).append("\n");
  }
  const auto declared = declared_charset(raw, pairs);
  if (has_shifts(all, declared)) return {};
  if (is_latin(declared) && has_high_byte(all) && text::is_utf8(all)) return "utf-8";
  if (text::to_utf8(all, declared)) return declared;
  return std::string(text::charset_of(all).value_or(""));
}

// "Nguy&#7877;n": what browsers put for a character that the page's set lacks.
std::string without_references(std::string text) {
  for (auto at = text.find("&#"); at != text.npos; at = text.find("&#", at + 1)) {
    const auto end = text.find(';', at);
    const auto number = end == text.npos
                            ? std::nullopt
                            : parse_number<std::uint32_t>(std::string_view(text).substr(at + 2, end - at - 2));
    const auto character = number && *number > 0 ? text::utf8_of(*number) : std::nullopt;
    if (character) text.replace(at, end + 1 - at, *character);
  }
  return text;
}

std::string as_text(const std::string& bytes, const std::string& charset) {
  auto text = text::to_utf8(bytes, charset).value_or("");
  return lower_case(charset).starts_with("utf") ? text : without_references(std::move(text));
}

// A form in another set than UTF-8 becomes UTF-8; one whose set cannot be told is left to a person.
DecodedLead lead_of_bytes(const RawBody& raw, net::FormFields pairs) {
  const auto charset = charset_of(raw, pairs);
  if (charset.empty()) {
    DecodedLead lead;
    lead.kind = DecodedLead::Kind::kUnreadable;
    lead.detail = "neither UTF-8 nor a character set that can be told: give the form a hidden field named _charset_";
    return lead;
  }
  std::erase_if(pairs, [](const auto& pair) { return pair.first == kCharsetField; });
  for (auto& [name, value] : pairs) {
    name = as_text(name, charset);
    value = as_text(value, charset);
  }
  if (!pairs.empty()) pairs.front().first = text::without_mark(pairs.front().first).value_or("");
  return lead_of(std::move(pairs));
}

// Unlike the character set, a NUL in any of them is an attempt at something else.
Status check_no_nul(const net::FormFields& pairs) {
  for (const auto& [name, value] : pairs) {
    if ((name + value).find('\0') != std::string::npos) return refuse("the form holds a NUL character");
  }
  return {};
}

}  // namespace

Decoded decode_form(const RawBody& raw) {
  const auto type = lower_case(raw.content_type.substr(0, raw.content_type.find(';')));
  if (type.find("json") != type.npos) return decode_any_json(raw);
  net::FormFields pairs;
  if (type.starts_with("multipart/")) {
    LEAKPROOF_ASSIGN(form, net::split_multipart(raw.content_type, raw.body));
    pairs = std::move(form.fields);
  } else {
    LEAKPROOF_ASSIGN(parsed, net::split_urlencoded(raw.body));
    pairs = std::move(parsed);
  }
  LEAKPROOF_TRY(check_no_nul(pairs));
  std::vector<DecodedLead> leads;
  leads.push_back(lead_of_bytes(raw, std::move(pairs)));
  return leads;
}

}  // namespace leakproof::ingest
