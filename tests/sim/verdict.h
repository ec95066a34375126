// What a campaign found, for people and as one JSON file.
#pragma once
#include <string>

#include "campaign.h"

namespace leakproof::sim {

void print_summary(const Result& result);
// Prints one failed seed: the invariant, the smallest run that breaks it, action by action, and how to play it again.
// `trace`: with all that happened in it.
void print_failure(std::uint64_t seed, const Plan& plan, bool trace);
// In one line, as it is.
void print_finding(std::uint64_t seed, unsigned patience_seconds);
void write_verdict(const std::string& path, const Result& result, const std::string& commit);

}  // namespace leakproof::sim
