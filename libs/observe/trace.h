// W3C Trace Context: the one line that follows a lead through HTTP, gRPC metadata and records. Values; any thread.
// Span ids come from what a step is about, not from chance, so a replay gives the same spans.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakproof::observe {

struct TraceContext {
  std::string trace_id;  // 32 lower-case hex digits, not all zero
  std::string span_id;   // 16 lower-case hex digits, not all zero
  bool sampled = true;
  bool operator==(const TraceContext&) const = default;
};

// nullopt for what the recommendation calls invalid; a later version is read as far as version 00 goes.
std::optional<TraceContext> parse_traceparent(std::string_view header);
std::string format_traceparent(const TraceContext& context);

// A new trace, and a span within one. `about` names the step and its subject (for one: stage and event id): equal bytes
// give equal ids.
TraceContext root_trace(std::string_view about);
TraceContext child_span(const TraceContext& parent, std::string_view about);

}  // namespace leakproof::observe
