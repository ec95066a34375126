// Everything in one process: all four stages, the doors and the API, on the embedded log or on a Kafka cluster.
#include "gateway/gateway.h"
#include "ingest/stage/ingest_stage.h"
#include "nurture/stage/nurture_stage.h"
#include "process/program.h"
#include "router/stage/router_stage.h"
#include "scoring/stage/scoring_stage.h"

int main(int argc, char** argv) {
  using namespace leakproof;
  return process::run(
      {.name = "leakproof-standalone",
       .about = "Leakproof in one process: leads in by HTTP and gRPC, owners out, on one data directory.\n\n"
                "  leakproof-standalone --data ./data\n"
                "  leakproof-standalone --config standalone.yaml",
       .stages = {ingest::ingest_stage, scoring::scoring_stage, router::router_stage, nurture::nurture_stage},
       .gateway = gateway::make_gateway,
       .runs_all_stages = true},
      argc, argv);
}
