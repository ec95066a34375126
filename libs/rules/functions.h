// Every operator and function over plain values, as one table of overloads: the checker picks a row by name and types, the evaluator calls
// its function. What does not fit (&&, ||, ?:, has, matches, now) is in check.cc and program.cc. Internal to rules.
#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "rules/limits.h"
#include "rules/program.h"
#include "rules/value.h"

namespace leakproof::rules {

// Room for texts that an evaluation makes; one a thread.
class Scratch {
 public:
  void clear() { used_ = 0; }
  // Null when there is no room left.
  char* take(std::size_t bytes) {
    if (bytes > bytes_.size() - used_) return nullptr;
    used_ += bytes;
    return bytes_.data() + used_ - bytes;
  }

 private:
  std::size_t used_ = 0;
  std::array<char, kScratchBytes> bytes_;
};

// As many arguments as the overload has parameters, of their types.
using Function = Evaluated (*)(const Value* arguments, Scratch& scratch);

enum class Form { kOperator, kFunction, kMethod };
struct Overload {
  std::string_view name;
  Form form;
  std::vector<Type> parameters;
  Type result;
  Function function;
};
const std::vector<Overload>& overloads();

}  // namespace leakproof::rules
