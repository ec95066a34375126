// Tested by: libs/stream/projector_test.cc
#include "stream/projectors.h"

#include <algorithm>

#include "stream/limits.h"

namespace leakproof::stream {

void Projectors::step(Instant now) {
  follow_ownership();
  for (auto& [partition, one] : projectors_) {
    if (one.before_next.is_over(now)) run(one, now);
  }
}

void Projectors::follow_ownership() {
  const auto ours = served_();
  std::erase_if(projectors_, [&](auto& one) { return std::find(ours.begin(), ours.end(), one.first) == ours.end(); });
  for (auto partition : ours) {
    if (projectors_.contains(partition)) continue;
    projectors_[partition] = {
        std::make_unique<Projector>(Projector::Of{stage_, partition, derive_}, log_, unused_wake_), Backoff()};
  }
}

void Projectors::run(One& one, Instant now) {
  auto& projector = *one.projector;
  const auto published = projector.step();
  if (!published.ok()) {
    one.before_next = Backoff(now, limits::kProjectorPause);
    return observer_.on_failed(stage_, projector.of().partition, published.error());
  }
  observer_.on_input_lag(stage_, projector.of().partition,
                         *published ? std::max(Duration::zero(), now - projector.reached()) : Duration::zero());
}

}  // namespace leakproof::stream
