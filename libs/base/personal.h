// Personal<T>: a value that is not printed, logged or compared by accident: neither operator exists. reveal() is the
// one way out and is easy to search for; is_same_as() compares on purpose.
#pragma once
#include <utility>

namespace leakproof {
template <class T>
class Personal {
 public:
  Personal() = default;
  explicit Personal(T value) : value_(std::move(value)) {}
  const T& reveal() const { return value_; }
  // Whether nothing is known: that may be told.
  bool empty() const { return value_.empty(); }
  bool is_same_as(const Personal& other) const { return value_ == other.value_; }

  bool operator==(const Personal&) const = delete;
  auto operator<=>(const Personal&) const = delete;
  template <class Stream>
  friend Stream& operator<<(Stream&, const Personal&) = delete;

 private:
  T value_{};
};
}  // namespace leakproof
