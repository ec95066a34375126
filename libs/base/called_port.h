// The one rule for the ports that our programs call out to: configurations are checked by it, and calls again. Calls
// hold contact data, so they are https; what is not public is looked at by net/url.h.
#pragma once

namespace leakproof {

// Below 1024 only the web's own port: a webhook must not talk to a mail or shell server.
constexpr bool is_called_port(int port) { return port == 443 || (port >= 1024 && port <= 65535); }
}  // namespace leakproof
