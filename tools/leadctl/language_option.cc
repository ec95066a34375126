#include "leadctl/language_option.h"

#include <CLI/CLI.hpp>

#include "messages/language.h"

namespace leakproof::leadctl {

void add_language(CLI::App& command, std::string& code) {
  std::vector<std::string> codes;
  for (const auto& row : messages::kLanguages) codes.emplace_back(row.code);
  command.add_option("--lang", code, messages::language_choice())->check(CLI::IsMember(codes));
}

}  // namespace leakproof::leadctl
