// What may be there in a moment (a broker that starts, a topic without a leader yet) is tried again, for a minute. One
// line of the log says what is waited for, since when and why, and another follows only when it takes long.
#pragma once
#include "base/result.h"
#include "base/time.h"
#include "base/time_text.h"
#include "observe/log.h"
#include "observe/log_limit.h"

namespace leakproof::process {

inline constexpr Duration kToldOfWaitingEvery = std::chrono::seconds(15);

// `make` returns a Result or a Status, and is called again while that says kRetry. `pause` waits for a second; false:
// the process is to stop. `what` is waited for.
template <class Pause, class Make>
auto retry_for_a_minute(Pause pause, const Clock& clock, const char* what, Make make) {
  const Instant began = clock.now();
  observe::LogLimit lines(kToldOfWaitingEvery);
  auto made = make();
  for (int tries = 60; !made.ok() && made.error().disposition() == Disposition::kRetry && tries > 0 && pause();
       --tries) {
    if (lines.take(what, clock.now()))
      observe::log_warn("waiting", {{"for", what}, {"since", format_instant(began)}, {"why", made.error().message()}});
    made = make();
  }
  return made;
}

}  // namespace leakproof::process
