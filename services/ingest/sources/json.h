// JSON as the decoders read it: tolerant of what a platform adds, exact about numbers. Over simdjson.
#pragma once
#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leakproof::ingest {

using Json = simdjson::dom::element;

// The whole text is one value, UTF-8, at most 64 levels deep. What it gives is valid until the next parse on this
// thread.
Result<Json> parse_json(std::string_view text);

// A text as it is; a number with all its digits, never through a double; true, false. Nothing for null, lists and
// objects.
std::optional<std::string> scalar(Json value);
// scalar() of each item of a list, or of the value itself.
std::vector<std::string> scalars(Json value);
// Whether it is a number, or a list of those.
bool is_number(Json value);

// By JSON pointer, "/a/b". text_at: empty when there is none or it is no scalar.
std::optional<Json> at(Json root, std::string_view pointer);
std::string text_at(Json root, std::string_view pointer);
// The items of a list at the pointer; none when it is no list.
std::vector<Json> items_at(Json root, std::string_view pointer);
// The same of a list that must be there.
Result<std::vector<Json>> list_at(Json root, std::string_view pointer);
// Keys and values of an object, in order; none when it is no object.
std::vector<std::pair<std::string_view, Json>> members_of(Json value);

// Whether some object in it names a key twice, escapes resolved.
bool has_duplicate_keys(Json value);

}  // namespace leakproof::ingest
