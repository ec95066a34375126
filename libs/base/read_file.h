// A whole file as bytes. A directory, or a file that fails while it is read, is an Error that names it: the iterators
// of the standard library throw there, and nobody catches it. Any thread.
#pragma once
#include <filesystem>
#include <string>

#include "base/result.h"

namespace leakproof {

// "FILE: is a directory", "FILE: cannot be read: No such file or directory"; refused, as the caller named the wrong
// file.
Result<std::string> read_file(const std::filesystem::path& file);

}  // namespace leakproof
