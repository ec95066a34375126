// The answers to one question as the type that the workspace gave it. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.h"

namespace leakproof::ingest {

enum class ValueType;
struct Answers;
struct SourceRules;
struct Text;

using Value = std::variant<std::string, std::int64_t, double, bool, Instant, std::vector<std::string>>;

// Nothing when they are not of the type, or may be read in two ways. `rules` say how people write numbers, and by which
// clocks a time goes. Several answers are one text, or a list; of any other type the first counts.
std::optional<Value> typed(const Answers& answers, ValueType type, const SourceRules& rules, const Text& text);

// Yes or no, in the languages that forms ask in.
std::optional<bool> flag(const std::string& value, const Text& text);

}  // namespace leakproof::ingest
