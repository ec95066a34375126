// Files that hold secrets and can be read by every user of the machine.
#pragma once
#include <filesystem>
#include <vector>

#include "app/settings.h"

namespace leakproof::app {

// The TLS key and the files below the secrets directory whose mode lets others read them, in order. Reads no content.
std::vector<std::filesystem::path> open_files(const Settings& settings);

}  // namespace leakproof::app
