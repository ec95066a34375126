// What to say of a word that is no command.
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace leakproof::leadctl {

// Walks the words of a command line (without the program) down the tree of commands. Of the first word that stands
// where a command must and is none: a sentence with where that command is, or what may have been meant. Empty when
// there is no such word.
std::string wrong_command(const CLI::App& app, const std::vector<std::string>& words);

// Whether the option `--name` of a command or of those above it takes the word behind it as its value.
bool takes_value(const CLI::App& app, const std::string& name);

}  // namespace leakproof::leadctl
