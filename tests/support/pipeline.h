// The four stages as the programs put them together, for tests that step them by hand: in order, with their inputs and
// processors.
#pragma once
#include <array>
#include <memory>
#include <string>

#include "base/time.h"
#include "stream/task.h"

namespace leakproof {

inline const std::array<std::string, 4> kStages = {"ingest", "scoring", "router", "nurture"};
inline const Instant kStart =
    instant_from_micros(1'770'343'200'000'000);  // Friday 2026-02-06 09:00 in Ho Chi Minh City

// Without partition and channels.
stream::TaskSpec spec_of(const std::string& stage, const std::string& owner);
std::unique_ptr<stream::Processor> processor_of(const std::string& stage);

}  // namespace leakproof
