#include "support/pipeline.h"

#include "ingest/ingest_processor.h"
#include "ingest/sources/text.h"
#include "nurture/nurture_processor.h"
#include "nurture/timeline.h"
#include "router/router_processor.h"
#include "scoring/scoring_processor.h"

namespace leakproof {
namespace {

std::vector<stream::Input> inputs_of(const std::string& stage) {
  if (stage == "ingest") return {{"workspace.config", false}, {"sales.activities", false}, {"lead.submissions", false}};
  if (stage == "scoring") return {{"ingest.journal", true}};
  if (stage == "router") return {{"scoring.journal", true}};
  return {{"router.journal", true}};
}

}  // namespace

stream::TaskSpec spec_of(const std::string& stage, const std::string& owner) {
  stream::TaskSpec spec;
  spec.stage = stage;
  spec.journal = stage + ".journal";
  spec.inputs = inputs_of(stage);
  spec.owner_id = owner;
  if (stage == kStages.back()) spec.derive = nurture::derive_timeline;
  return spec;
}

std::unique_ptr<stream::Processor> processor_of(const std::string& stage) {
  if (stage == "ingest") return std::make_unique<ingest::IngestProcessor>(ingest::real_text());
  if (stage == "scoring") return std::make_unique<scoring::ScoringProcessor>();
  if (stage == "router") return std::make_unique<router::RouterProcessor>("test");
  return std::make_unique<nurture::NurtureProcessor>();
}

}  // namespace leakproof
