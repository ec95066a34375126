// The router stage on a Kafka cluster.
#include "process/program.h"
#include "router/stage/router_stage.h"

int main(int argc, char** argv) {
  using namespace leakproof;
  return process::run(
      {.name = "leakproof-router",
       .about =
           "Gives leads to members on Kafka, and takes them back when nobody acts.\n\n  leakproof-router --brokers "
           "kafka-1:9092 --data ./data",
       .stages = {router::router_stage}},
      argc, argv);
}
