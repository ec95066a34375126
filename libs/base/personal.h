// Personal<T>: a value that cannot be printed, logged or compared by accident. reveal() is the one way out and is easy
// to search for.
#pragma once
#include <utility>

namespace leakproof {
template <class T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }
  bool operator==(const Personal&) const = default;

 private:
  T value_{};
};
}  // namespace leakproof
