// The scoring stage on a Kafka cluster.
#include "process/program.h"
#include "scoring/stage/scoring_stage.h"

int main(int argc, char** argv) {
  using namespace leakproof;
  return process::run(
      {.name = "leakproof-scoring",
       .about = "Scores leads on Kafka: fit, engagement, grade, stage.\n\n  leakproof-scoring --brokers "
                "kafka-1:9092 --data ./data",
       .stages = {scoring::scoring_stage}},
      argc, argv);
}
