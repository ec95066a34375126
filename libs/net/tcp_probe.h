// Looks from outside at an address of TCP: whether somebody listens there, and whether we could. Any thread.
#pragma once
#include <string>

namespace leakproof::net {

// Whether something takes connections at "host:port", within a second.
bool listens_at(const std::string& server);
// Whether another process holds "host:port" of this machine, or the port is not ours to take. The host is numeric.
bool is_taken(const std::string& address);

}  // namespace leakproof::net
