// Every operator and function over plain values, as one table of overloads: the checker picks a row by name and types,
// the evaluator calls its function. What does not fit (&&, ||, ?:, has, matches of a literal, macros, now) is in
// check.cc and program.cc. Internal to rules.
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "rules/limits.h"
#include "rules/program.h"
#include "rules/value.h"

namespace leakproof::rules {

// Room for texts, lists and maps that an evaluation makes; one a thread.
class Scratch {
 public:
  void clear() { used_ = 0; }
  // Null when there is no room left.
  char* take(std::size_t bytes) {
    if (bytes > bytes_.size() - used_) return nullptr;
    used_ += bytes;
    return bytes_.data() + used_ - bytes;
  }
  // Room for `count` plain values, not yet made. Null when there is no room left.
  template <class T>
  T* take_array(std::size_t count) {
    const std::size_t start = (used_ + alignof(T) - 1) / alignof(T) * alignof(T);
    if (start > bytes_.size() || count > (bytes_.size() - start) / sizeof(T)) return nullptr;
    used_ = start + count * sizeof(T);
    return reinterpret_cast<T*>(bytes_.data() + start);
  }

 private:
  std::size_t used_ = 0;
  alignas(std::max_align_t) std::array<char, kScratchBytes> bytes_;
};

inline constexpr const char* kOverflow = "the number is too large";
inline constexpr const char* kNoRoom = "the evaluation needs more than 256 KiB for the values it makes";
inline constexpr const char* kNoTime = "the time is out of range";
inline constexpr const char* kListTooLong = "the list or map has more than 5,000 elements";
inline constexpr const char* kNoOverload = "no such overload";
inline constexpr const char* kNoKey = "no such key";
// Whose steps the evaluator counts: one for each element looked at, and for each KiB of text.
inline constexpr const char* kTooManySteps = "the evaluation takes more than 100,000 steps";

// `text` copied into the scratch.
Evaluated made_text(std::string_view text, Scratch& scratch);

// As many arguments as the overload has parameters, of their types.
using Function = Evaluated (*)(const Value* arguments, Scratch& scratch);

enum class Form : std::uint8_t { kOperator, kFunction, kMethod };
inline constexpr std::size_t kArgumentsMax = 2;
struct Overload {
  std::string_view name;
  Form form;
  std::vector<Type> parameters;  // kDyn takes any type
  Type result;
  Function function;
};
using Overloads = std::vector<Overload>;

// The row of fold() as it was at first; no rule can write this name.
inline constexpr std::string_view kFirstFold = "fold.first";

// All rows of a name, those of one form side by side; empty when there is no such function.
std::span<const Overload> overloads_of(std::string_view name);
// The known function with the fewest edits from `name`; "" when none is near (Nearest in edits.h).
std::string_view nearest_function(std::string_view name);

// One file each.
void add_comparisons(Overloads& table);
void add_arithmetic(Overloads& table);
void add_texts(Overloads& table);
void add_collections(Overloads& table);
void add_conversions(Overloads& table);
void add_times(Overloads& table);

}  // namespace leakproof::rules
