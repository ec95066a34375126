// Flags of a program over its settings file.
#pragma once
#include <variant>

#include "app/settings.h"

namespace leakproof::process {

struct Program;

// The settings, or the exit code of a call that ends here: --help, a wrong flag, a wrong file. What there is to say has
// been said.
std::variant<app::Settings, int> read_command_line(const Program& program, int argc, char** argv);

// Says on stderr why the program ends; returns `code`.
int fail(const Program& program, int code, const std::string& message);

}  // namespace leakproof::process
