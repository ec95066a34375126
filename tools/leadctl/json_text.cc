#include "leadctl/json_text.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/parse_number.h"
#include "base/time_text.h"

namespace leakproof::leadctl {
namespace {

using Json = nlohmann::ordered_json;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

constexpr std::string_view kMicros = "_micros";
constexpr std::array<std::string_view, 9> kLengths = {"after_micros",          "for_micros",
                                                      "half_life_micros",      "hold_max_micros",
                                                      "next_step_warn_micros", "next_step_within_micros",
                                                      "over_micros",           "respond_within_micros",
                                                      "warn_after_micros"};

Json shaped(const Json& value, const Descriptor& type);

Json number_of(const Json& text) {
  const auto number = text.is_string() ? parse_number<std::int64_t>(text.get<std::string>()) : std::nullopt;
  if (number) return *number;
  const auto large = text.is_string() ? parse_number<std::uint64_t>(text.get<std::string>()) : std::nullopt;
  return large ? Json(*large) : text;
}

Json one(const Json& value, const FieldDescriptor& field) {
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && value.is_object())
    return shaped(value, *field.message_type());
  const bool is_long =
      field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 || field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64;
  return is_long ? number_of(value) : value;
}

Json all(const Json& values, const FieldDescriptor& field) {
  Json shaped_values = values.is_array() ? Json::array() : Json::object();
  if (values.is_array()) {
    for (const auto& value : values) shaped_values.push_back(one(value, field));
  } else {
    const auto& of_values = *field.message_type()->FindFieldByName("value");
    for (const auto& [key, value] : values.items()) shaped_values[key] = one(value, of_values);
  }
  return shaped_values;
}

Json time_of(const Json& micros) {
  const Json number = number_of(micros);
  if (!number.is_number_integer() || number == 0) return nullptr;
  return format_instant(instant_from_micros(number.get<std::int64_t>()));
}

// `breach_at` of breach_at_micros; `last_step_at` of last_step_micros, since there is a last_step.
std::string name_of_time(const std::string& name, const Descriptor& type) {
  const auto bare = name.substr(0, name.size() - kMicros.size());
  return type.FindFieldByName(bare) == nullptr ? bare : bare + "_at";
}

Json shaped(const Json& value, const Descriptor& type) {
  Json out = Json::object();
  for (const auto& [name, member] : value.items()) {
    const auto* field = type.FindFieldByName(name);
    if (field == nullptr)
      out[name] = member;
    else if (field->is_repeated())
      out[name] = all(member, *field);
    else if (is_instant(name))
      out[name_of_time(name, type)] = time_of(member);
    else
      out[name] = one(member, *field);
  }
  return out;
}

}  // namespace

bool is_instant(std::string_view field) {
  return field.ends_with(kMicros) && std::ranges::find(kLengths, field) == kLengths.end();
}

std::string json_text(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  options.always_print_primitive_fields = true;
  std::string text;
  if (!google::protobuf::util::MessageToJsonString(message, &text, options).ok()) return "";
  const Json value = Json::parse(text, nullptr, false);
  return value.is_object() ? shaped(value, *message.GetDescriptor()).dump() : text;
}

}  // namespace leakproof::leadctl
