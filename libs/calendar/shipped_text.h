// The shipped files as they are, compiled in from shipped_text.cc.in.
#pragma once
#include <vector>

namespace leakproof::calendar {

struct ShippedText {
  const char* name;
  const char* text;
};
const std::vector<ShippedText>& shipped_texts();

}  // namespace leakproof::calendar
