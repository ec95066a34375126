#include "leadctl/named_values.h"

#include "leadctl/table.h"

namespace leakproof::leadctl {

Result<std::map<std::string, std::string>> named_values(const std::vector<std::string>& words) {
  std::map<std::string, std::string> values;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0) return refuse("'" + printable(word) + "' is not name=value");
    const auto name = word.substr(0, equals);
    if (!values.emplace(name, word.substr(equals + 1)).second)
      return refuse("'" + printable(name) + "' is given twice: it has one value");
  }
  return values;
}

}  // namespace leakproof::leadctl
