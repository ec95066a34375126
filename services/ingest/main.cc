// The ingest stage on a Kafka cluster, with the HTTP endpoints and the API.
#include "gateway/gateway.h"
#include "ingest/stage/ingest_stage.h"
#include "process/program.h"

int main(int argc, char** argv) {
  using namespace leakproof;
  return process::run(
      {.name = "leakproof-ingest",
       .about = "The doors of Leakproof on Kafka: leads in by HTTP, the gRPC API, and the stage that makes leads of "
                "submissions.\n\n  leakproof-ingest --brokers kafka-1:9092 --data ./data",
       .stages = {ingest::ingest_stage},
       .gateway = gateway::make_gateway},
      argc, argv);
}
