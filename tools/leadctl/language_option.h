// The option by which a person chooses the language that they are answered in.
#pragma once
#include <string>

namespace CLI {
class App;
}

namespace leakproof::leadctl {

// `--lang`: takes a code of messages::kLanguages and nothing else, into `code`.
void add_language(CLI::App& command, std::string& code);

}  // namespace leakproof::leadctl
