#include "trace.h"

#include <cstdio>

#include "support/pipeline.h"

namespace leakproof::sim {

// Seconds since the run began.
std::string Trace::time() const {
  char text[32];
  std::snprintf(text, sizeof text, "%14.3f  ", std::chrono::duration<double>(now_ - kStart).count());
  return text;
}

}  // namespace leakproof::sim
