// One program of the product: which stages it runs, and whether it has a gateway to the outside. The mains differ in
// nothing else.
#pragma once
#include <string>
#include <vector>

#include "app/stage_definition.h"
#include "process/gateway.h"

namespace leakproof::process {

struct Program {
  std::string name;   // leakproof-router
  std::string about;  // the first lines of its help
  std::vector<app::MakeStage> stages;
  MakeGateway gateway = nullptr;  // null: it has none
  bool runs_all_stages = false;   // only such a program can work on the embedded log
};

// Reads the command line, runs until SIGTERM or SIGINT, drains; returns the exit code (app/exit_code.h).
int run(const Program& program, int argc, char** argv);

}  // namespace leakproof::process
