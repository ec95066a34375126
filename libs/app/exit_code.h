// How our programs end. Source: sysexits.h, so that init systems tell a wrong configuration (do not restart) from a
// crash (restart).
#pragma once

namespace leakproof::app {
inline constexpr int kExitOk = 0;
inline constexpr int kExitUsage = 64;          // the command line is wrong
inline constexpr int kExitUnavailable = 69;    // something we need is not there: the log, a port
inline constexpr int kExitHalted = 70;         // a task halted: a person must look before it is started again
inline constexpr int kExitConfiguration = 78;  // the configuration is wrong; the message names file, line and key
}  // namespace leakproof::app
