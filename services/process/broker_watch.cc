#include "process/broker_watch.h"

#include "base/time_text.h"
#include "observe/log.h"

namespace leakproof::process {

void BrokerWatch::heard(const Status& answer, Instant now) {
  MutexLock lock(mutex_);
  if (!answered_ || answer.ok()) answered_ = now;
  if (!answer.ok() && !silent_)
    observe::log_warn("brokers_silent", {{"brokers", brokers_},
                                         {"since", format_instant(*answered_)},
                                         {"why", answer.error().message()},
                                         {"do", "start them, or look at the network; work goes on by itself"}});
  if (answer.ok() && silent_) observe::log_info("brokers_answer", {{"brokers", brokers_}});
  silent_ = !answer.ok();
}

std::string BrokerWatch::problem() const {
  MutexLock lock(mutex_);
  return silent_ ? "the brokers " + brokers_ + " have not answered since " + format_instant(*answered_) : "";
}

}  // namespace leakproof::process
