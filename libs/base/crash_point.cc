#include "base/crash_point.h"

#include <array>
#include <csignal>

#include "base/parse_number.h"

namespace leakproof {
namespace {

constexpr std::array<std::string_view, 25> kNames = {"",
                                                     "before_fence",
                                                     "after_fence",
                                                     "catching_up",
                                                     "before_append",
                                                     "after_append",
                                                     "after_ack",
                                                     "before_settle",
                                                     "mid_settle",
                                                     "before_tell",
                                                     "after_tell",
                                                     "before_timer",
                                                     "before_mark",
                                                     "before_perform",
                                                     "after_perform",
                                                     "wiping",
                                                     "restoring",
                                                     "restored",
                                                     "before_release",
                                                     "after_release",
                                                     "before_publish",
                                                     "after_publish",
                                                     "before_commit",
                                                     "after_commit",
                                                     "before_answer"};
static_assert(kNames.size() == static_cast<std::size_t>(CrashPoint::kBeforeAnswer) + 1);

std::atomic<int> left = 0;  // times to come there, the last one included

}  // namespace

std::atomic<CrashPoint> crash_points::armed = CrashPoint::kNone;

void crash_points::reached() {
  if (left.fetch_sub(1) == 1) std::raise(SIGKILL);
}

std::string_view name_of(CrashPoint point) { return kNames.at(static_cast<std::size_t>(point)); }

Status arm_crash_point(const char* text) {
  const std::string_view given = text == nullptr ? "" : text;
  if (given.empty()) return {};
  const auto colon = given.find(':');
  const int nth = colon == given.npos ? 0 : parse_number<int>(given.substr(colon + 1)).value_or(0);
  for (std::size_t i = 1; i < kNames.size() && nth > 0; ++i) {
    if (kNames[i] != given.substr(0, colon)) continue;
    left = nth;
    crash_points::armed = static_cast<CrashPoint>(i);
    return {};
  }
  std::string known;
  for (auto name : kNames) known += name.empty() ? "" : " " + std::string(name);
  return refuse("CRASH_AT='" + std::string(given) + "' is not name:nth with one of" + known);
}

}  // namespace leakproof
