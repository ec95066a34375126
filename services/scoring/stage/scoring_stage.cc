// Tested by: tests/e2e/standalone_test.py
#include "scoring/stage/scoring_stage.h"

#include "scoring/scoring_processor.h"
#include "stream/topics.h"

namespace leakproof::scoring {

app::StageDefinition scoring_stage(const app::StageDependencies&) {
  return {
      "scoring", {{stream::topics::journal_of("ingest"), true}}, [] { return std::make_unique<ScoringProcessor>(); }};
}

}  // namespace leakproof::scoring
