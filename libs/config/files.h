// A workspace is one text: files that it names travel in it, behind what its author wrote, under the key `files`. Pure
// but for the reader.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.h"

namespace leakproof::config {

// The bytes of a file that stands beside the workspace's; nothing when there is none.
using ReadFile = std::function<std::optional<std::string>(const std::string& name)>;

// What is wrong when a file that is named has not come along.
std::string not_among_files(const std::string& name);

// The text with the files it names at its end, so that what stands above keeps its lines. A text that has `files`
// already, that names none, or that is no workspace stays as it is.
std::variant<std::string, std::vector<Problem>> with_files(std::string_view yaml, const ReadFile& read);

}  // namespace leakproof::config
