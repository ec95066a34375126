// One JSON object a line on stderr: {"ts":…,"level":…,"event":…,fields…}. An event is a fixed snake_case name, what
// varies is a field. Values are escaped to ASCII, so no input forges a line. A Personal<T> does not compile.
// Thread-safe; a line costs about two microseconds and is written before the call returns, so nothing per record is
// logged on the hot path. A trace is the field "trace_id".
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <string_view>
#include <variant>

namespace leakproof::observe {

enum class LogLevel { kDebug, kInfo, kWarn, kError };

// A text, an integer, a real number or a truth value, seen only for the length of the call.
class LogValue {
 public:
  LogValue(std::string_view text) : value_(text) {}
  LogValue(const std::string& text) : value_(std::string_view(text)) {}
  LogValue(const char* text) : value_(std::string_view(text)) {}
  LogValue(std::same_as<bool> auto truth) : value_(truth) {}
  LogValue(std::floating_point auto number) : value_(static_cast<double>(number)) {}
  LogValue(std::integral auto number) requires(!std::same_as<decltype(number), bool>)
      : value_(static_cast<std::int64_t>(number)) {}
  const std::variant<std::string_view, bool, double, std::int64_t>& get() const { return value_; }

 private:
  std::variant<std::string_view, bool, double, std::int64_t> value_;
};

struct LogField {
  std::string_view key;
  LogValue value;
};
using LogFields = std::initializer_list<LogField>;

void log_line(LogLevel level, std::string_view event, LogFields fields);
inline void log_debug(std::string_view event, LogFields fields = {}) { log_line(LogLevel::kDebug, event, fields); }
inline void log_info(std::string_view event, LogFields fields = {}) { log_line(LogLevel::kInfo, event, fields); }
inline void log_warn(std::string_view event, LogFields fields = {}) { log_line(LogLevel::kWarn, event, fields); }
inline void log_error(std::string_view event, LogFields fields = {}) { log_line(LogLevel::kError, event, fields); }

// Lines below `level` are dropped; kInfo to begin with.
void set_log_level(LogLevel level);
// Sends lines to `out` instead of stderr; nullptr goes back. `out` must outlive the change. For tests and tools.
void set_log_stream(std::ostream* out);

}  // namespace leakproof::observe
