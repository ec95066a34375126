// One program of the product: which stages it runs, and whether it has a face to the outside. The mains differ in
// nothing else.
#pragma once
#include <string>
#include <vector>

#include "app/stage_definition.h"
#include "process/gateway.h"

namespace leakproof {

struct Program {
  std::string name;   // leakproof-router
  std::string about;  // the first lines of its help
  std::vector<MakeStage> stages;
  MakeGateway front = nullptr;
  bool whole = false;  // runs every stage, and so may live on the embedded log
};

// Reads the command line, runs until SIGTERM or SIGINT, drains; returns the exit code (app/exit_code.h).
int run(const Program& program, int argc, char** argv);

}  // namespace leakproof
