#include "app/stop_signal.h"

#include <csignal>
#include <ctime>

namespace leakproof::app {
namespace {
sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}
}  // namespace

StopSignal::StopSignal() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::signal(SIGPIPE, SIG_IGN);  // a peer that hangs up is an error value, not our end
}

int StopSignal::wait_for(int seconds) {
  const sigset_t set = stop_signals();
  const timespec at_most{seconds, 0};
  const int number = sigtimedwait(&set, nullptr, &at_most);
  return number > 0 ? number : 0;
}

}  // namespace leakproof::app
