// What leadctl's exit status says. Documented in README.md and in `leadctl --help`.
#pragma once

namespace leakproof::leadctl {
enum class ExitCode : int {
  kOk = 0,
  kNegative = 1,      // the answer is no: invalid, different, out of balance, some rows refused
  kUsage = 2,         // the command line is wrong
  kRefused = 65,      // the server refused what was sent
  kInput = 66,        // a file cannot be read
  kUnavailable = 69,  // no server there, or it is not ready: try again later
  kInternal = 70,     // the server failed
  kConfig = 78,       // a configuration is at fault
};
}  // namespace leakproof::leadctl
