// ASCII letters, as protocols and identifiers compare them; other bytes stay as they are. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

namespace leakproof {

inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

}  // namespace leakproof
