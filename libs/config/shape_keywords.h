// The part of JSON Schema draft-07 that check_shape asks of a document. A keyword beyond that part would be a promise
// to editors and authors that the compiler does not keep, so a schema that has one is refused. Pure; free to call from
// any thread.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace leakproof::config {

// JSON pointers to everything in `schema` that check_shape would pass over: a keyword that it does not know, or does
// not ask of a schema of that type; a type or a format that it does not know; a map whose further keys are not ruled
// out. Empty when check_shape asks all of it.
std::vector<std::string> unasked_keywords(const nlohmann::ordered_json& schema);

}  // namespace leakproof::config
