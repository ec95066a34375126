// CHECK: a programmer's error that must never be survived. Stays on in every build; an operating error is a Result
// instead.
#pragma once
#include <cstdio>
#include <cstdlib>

namespace leakproof {
[[noreturn]] inline void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr,
               "CHECK failed: %s at %s:%d. This is a defect of leakproof: keep the data directory and report it.\n",
               condition, file, line);
  std::abort();
}
}  // namespace leakproof

#define LEAKPROOF_CHECK(condition) ((condition) ? void() : ::leakproof::check_failed(#condition, __FILE__, __LINE__))
