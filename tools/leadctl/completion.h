// Completion scripts for shells, made from the tree of commands itself.
#pragma once
#include <CLI/CLI.hpp>

#include <string>

namespace leakproof::leadctl {
// `shell` is bash, zsh or fish.
std::string completion_script(const CLI::App& app, const std::string& shell);
}  // namespace leakproof::leadctl
