// "name=value" words of a command line. Pure.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace leakproof::leadctl {

// Refuses a word without a name or an '=', and a name that is given twice: nobody can tell which of the values is
// meant.
Result<std::map<std::string, std::string>> named_values(const std::vector<std::string>& words);

}  // namespace leakproof::leadctl
