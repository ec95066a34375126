// The nurture stage on a Kafka cluster.
#include "nurture/stage/nurture_stage.h"
#include "process/program.h"

int main(int argc, char** argv) {
  using namespace leakproof;
  return process::run(
      {.name = "leakproof-nurture",
       .about = "Keeps leads warm on Kafka: journeys, e-mails, hand-backs.\n\n  leakproof-nurture --brokers "
                "kafka-1:9092 --data ./data",
       .stages = {nurture::nurture_stage}},
      argc, argv);
}
