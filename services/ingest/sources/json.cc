// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/json.h"

#include <algorithm>
#include <charconv>
#include <set>

namespace leakproof::ingest {
namespace {
constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kBytesMax = 8 * 1024 * 1024;

simdjson::dom::parser& parser() {
  thread_local simdjson::dom::parser parser = [] {
    simdjson::dom::parser made(kBytesMax);
    [[maybe_unused]] auto error = made.allocate(64 * 1024, kDepthMax);
    return made;
  }();
  return parser;
}

std::string digits(double value) {
  char buffer[32];
  auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, end);
}
}  // namespace

Result<Json> parse_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // some senders put a byte-order mark in front
  auto& with = parser();
  if (with.capacity() < text.size()) {
    if (text.size() > kBytesMax || with.allocate(text.size(), kDepthMax)) return refuse("the body is too large");
  }
  Json root;
  if (auto error = with.parse(text.data(), text.size(), true).get(root)) {
    return refuse(std::string("the body is not JSON: ") + simdjson::error_message(error));
  }
  return root;
}

std::optional<std::string> scalar(Json value) {
  using Type = simdjson::dom::element_type;
  switch (value.type()) {
    case Type::STRING:
      return std::string(std::string_view(value));
    case Type::INT64:
      return std::to_string(std::int64_t(value));
    case Type::UINT64:
      return std::to_string(std::uint64_t(value));
    case Type::DOUBLE:
      return digits(double(value));
    case Type::BOOL:
      return bool(value) ? "true" : "false";
    default:
      return std::nullopt;
  }
}

bool is_number(Json value) {
  simdjson::dom::array list;
  if (value.get(list) != simdjson::SUCCESS) return value.is_int64() || value.is_uint64() || value.is_double();
  return list.size() > 0 && std::all_of(list.begin(), list.end(), [](Json item) { return is_number(item); });
}

std::vector<std::string> scalars(Json value) {
  std::vector<std::string> out;
  simdjson::dom::array list;
  if (value.get(list) == simdjson::SUCCESS) {
    for (auto item : list) {
      if (auto text = scalar(item)) out.push_back(std::move(*text));
    }
  } else if (auto text = scalar(value)) {
    out.push_back(std::move(*text));
  }
  return out;
}

std::optional<Json> at(Json root, std::string_view pointer) {
  Json found;
  if (root.at_pointer(pointer).get(found)) return std::nullopt;
  return found;
}

std::string text_at(Json root, std::string_view pointer) {
  auto found = at(root, pointer);
  return found ? scalar(*found).value_or("") : "";
}

std::vector<Json> items_at(Json root, std::string_view pointer) {
  std::vector<Json> out;
  simdjson::dom::array list;
  if (root.at_pointer(pointer).get(list)) return out;
  for (auto item : list) out.push_back(item);
  return out;
}

Result<std::vector<Json>> list_at(Json root, std::string_view pointer) {
  const auto found = at(root, pointer);
  if (!found) return refuse("no " + std::string(pointer.substr(1)));
  if (!found->is_array()) return refuse(std::string(pointer.substr(1)) + " is no list");
  return items_at(root, pointer);
}

std::vector<std::pair<std::string_view, Json>> members_of(Json value) {
  std::vector<std::pair<std::string_view, Json>> out;
  simdjson::dom::object object;
  if (value.get(object)) return out;
  for (auto [key, member] : object) out.emplace_back(key, member);
  return out;
}

bool has_duplicate_keys(Json value) {
  std::set<std::string_view> seen;
  for (auto [key, member] : members_of(value)) {
    if (!seen.insert(key).second || has_duplicate_keys(member)) return true;
  }
  simdjson::dom::array list;
  if (value.get(list)) return false;
  for (auto item : list) {
    if (has_duplicate_keys(item)) return true;
  }
  return false;
}

}  // namespace leakproof::ingest
