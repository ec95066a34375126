// Result<T>: a value or an Error. Failure is an Error and absence is std::optional; the two never share a value.
// Nothing here throws, and no exception crosses a component's border. Plain values: free to copy and to move between
// threads.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/check.h"

namespace leakproof {

// What the caller is to do about an Error.
enum class Disposition {
  kRetry,    // nothing has happened yet, the same call may succeed later
  kRefuse,   // the input is at fault: refuse it with the reason, go on with the next
  kRefence,  // the outcome of an append is unknown or our epoch is over: drop what is in flight and claim again
  kFatal,    // this process cannot go on safely: halt and alarm
};

class [[nodiscard]] Error {
 public:
  Error(Disposition disposition, std::string message) : disposition_(disposition), message_(std::move(message)) {}
  Disposition disposition() const { return disposition_; }
  // One line for a person; where an operator can do something it ends in what to do. Never holds personal data.
  const std::string& message() const { return message_; }
  // The same error with what we were doing put in front: "reading a.yaml: no such file".
  Error in(const std::string& doing) const { return Error(disposition_, doing + ": " + message_); }

 private:
  Disposition disposition_;
  std::string message_;
};

inline Error retry(std::string message) { return {Disposition::kRetry, std::move(message)}; }
inline Error refuse(std::string message) { return {Disposition::kRefuse, std::move(message)}; }
inline Error refence(std::string message) { return {Disposition::kRefence, std::move(message)}; }
inline Error fatal(std::string message) { return {Disposition::kFatal, std::move(message)}; }

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}
  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  // The value; a CHECK when there is none.
  T& operator*() & {
    LEAKPROOF_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T& operator*() const& {
    LEAKPROOF_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && {
    LEAKPROOF_CHECK(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }
  const Error& error() const {
    LEAKPROOF_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}
  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    LEAKPROOF_CHECK(!ok());
    return *error_;
  }

 private:
  std::optional<Error> error_;
};
using Status = Result<void>;

}  // namespace leakproof

// Returns the error of `expression` from the enclosing function, or goes on.
#define LEAKPROOF_TRY(expression)                                             \
  do {                                                                        \
    if (auto&& status_ = (expression); !status_.ok()) return status_.error(); \
  } while (false)
// Declares `variable` as the value of `expression`, or returns its error.
#define LEAKPROOF_ASSIGN(variable, expression) LEAKPROOF_ASSIGN_(variable, expression, __COUNTER__)
#define LEAKPROOF_ASSIGN_(variable, expression, n) LEAKPROOF_ASSIGN__(variable, expression, n)
#define LEAKPROOF_ASSIGN__(variable, expression, n) \
  auto result_##n = (expression);                   \
  if (!result_##n.ok()) return result_##n.error();  \
  auto variable = *std::move(result_##n)
