// Tested by: tests/e2e/standalone_test.py
#include "scoring/scoring_stage.h"

#include "scoring/scoring_processor.h"

namespace leakproof::scoring {

StageKit scoring_stage(const StageWorld&) {
  return {"scoring", {{"ingest.journal", true}}, [] { return std::make_unique<ScoringProcessor>(); }};
}

}  // namespace leakproof::scoring
