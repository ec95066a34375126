#include "trial.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "base/check.h"
#include "run.h"

namespace leakproof::sim {
namespace {

constexpr std::chrono::seconds kShrinkFor(60);

[[noreturn]] void run_and_tell(const Plan& plan, unsigned patience_seconds, int to) {
  ::alarm(patience_seconds);
  ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
  const auto breaches = run(plan, false).breaches;
  const std::string told = breaches.empty() ? "" : breaches.front().invariant + "\n" + breaches.front().what;
  const bool whole = ::write(to, told.data(), told.size()) == static_cast<ssize_t>(told.size());
  ::_exit(whole ? 0 : 1);
}

std::string read_all(int from) {
  std::string text;
  char part[512];
  for (ssize_t size = 0; (size = ::read(from, part, sizeof part)) > 0;)
    text.append(part, static_cast<std::size_t>(size));
  return text;
}

}  // namespace

Finding tried(const Plan& plan, unsigned patience_seconds) {
  int ends[2];
  LEAKPROOF_CHECK(::pipe(ends) == 0);
  const pid_t child = ::fork();
  LEAKPROOF_CHECK(child >= 0);
  if (child == 0) run_and_tell(plan, patience_seconds, ends[1]);
  ::close(ends[1]);
  const std::string told = read_all(ends[0]);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFSIGNALED(status))
    return {WTERMSIG(status) == SIGALRM ? "hangs" : "abort", "signal " + std::to_string(WTERMSIG(status))};
  const auto line = told.find('\n');
  return told.empty() ? Finding() : Finding{told.substr(0, line), told.substr(line + 1)};
}

// Source: Zeller, Hildebrandt, "Simplifying and isolating failure-inducing input" (ddmin), 2002; only complements are
// tried.
Plan shrunken(const Plan& plan, const std::string& invariant) {
  const auto began = std::chrono::steady_clock::now();
  Plan best = plan;
  for (std::size_t chunk = std::max<std::size_t>(1, best.actions.size() / 2); chunk > 0; chunk /= 2) {
    for (std::size_t at = 0; at < best.actions.size();) {
      if (std::chrono::steady_clock::now() - began > kShrinkFor) return best;
      Plan without = best;
      const auto first = without.actions.begin() + static_cast<std::ptrdiff_t>(at);
      without.actions.erase(first, first + static_cast<std::ptrdiff_t>(std::min(chunk, best.actions.size() - at)));
      if (tried(without).invariant == invariant)
        best = std::move(without);
      else
        at += chunk;
    }
  }
  return best;
}

}  // namespace leakproof::sim
