#include "observe/trace.h"

#include <algorithm>
#include <cstdio>

namespace leakproof::observe {
namespace {

bool is_hex_id(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return std::ranges::all_of(text, is_digit);
}
bool is_nonzero_id(std::string_view text) { return is_hex_id(text) && text.find_first_not_of('0') != text.npos; }

// FNV-1a and the finish of splitmix64: spreads the bytes well, which is all an id of a span needs. Part of what replay
// repeats: never change it.
std::uint64_t spread(std::string_view bytes, std::uint64_t seed) {
  std::uint64_t value = 0xcbf29ce484222325 ^ seed;
  for (unsigned char byte : bytes) value = (value ^ byte) * 0x100000001b3;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  value ^= value >> 31;
  return value == 0 ? 1 : value;
}

std::string hex_of(std::uint64_t value) {
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(value));
  return text;
}

}  // namespace

std::optional<TraceContext> parse_traceparent(std::string_view header) {
  if (header.size() < 55 || header[2] != '-' || header[35] != '-' || header[52] != '-') return std::nullopt;
  const auto version = header.substr(0, 2), trace = header.substr(3, 32), span = header.substr(36, 16),
             flags = header.substr(53, 2);
  if (!is_hex_id(version) || version == "ff" || !is_nonzero_id(trace) || !is_nonzero_id(span) || !is_hex_id(flags))
    return std::nullopt;
  if (header.size() > 55 && (version == "00" || header[55] != '-')) return std::nullopt;
  const bool sampled = std::string_view("13579bdf").find(flags[1]) != std::string_view::npos;
  return TraceContext{std::string(trace), std::string(span), sampled};
}

std::string format_traceparent(const TraceContext& context) {
  return "00-" + context.trace_id + "-" + context.span_id + (context.sampled ? "-01" : "-00");
}

TraceContext root_trace(std::string_view about) {
  return {hex_of(spread(about, 1)) + hex_of(spread(about, 2)), hex_of(spread(about, 3))};
}

TraceContext child_span(const TraceContext& parent, std::string_view about) {
  const std::string input = parent.trace_id + parent.span_id + std::string(about);
  return {parent.trace_id, hex_of(spread(input, 0)), parent.sampled};
}

}  // namespace leakproof::observe
