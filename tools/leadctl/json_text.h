// Messages as JSON for people's scripts: the names of the .proto, numbers as numbers (also those of 64 bits, which
// protobuf's own JSON has as texts), bytes in base64, and points of time as RFC 3339 in UTC under the field's name
// without `_micros` (with `_at` where that is taken), null where there is none. Lengths of time stay microseconds.
// Pure.
#pragma once
#include <google/protobuf/message.h>

#include <string>
#include <string_view>

namespace leakproof::leadctl {

// One line without its end.
std::string json_text(const google::protobuf::Message& message);

// Whether a field that ends in `_micros` is a point of time, by its name; else it is a length.
bool is_instant(std::string_view field);

}  // namespace leakproof::leadctl
