// A URL taken apart by libcurl, the same parser that will call it, and the rule for where we call out to. Any thread.
#pragma once
#include <cstdint>
#include <set>
#include <string>

#include "base/called_port.h"
#include "base/result.h"

struct sockaddr;

namespace leakproof::net {

struct Url {
  std::string scheme;      // lower case
  std::string host;        // lower case; numbers in any base are dotted decimal; IPv6 without brackets
  std::uint16_t port = 0;  // the scheme's own when none is given
  std::string path;        // with the leading '/'
  std::string query;
  bool has_userinfo = false;
};

Result<Url> parse_url(const std::string& text);

struct OutboundPolicy {
  std::set<std::string> schemes = {"https"};
  bool (*ports)(int) = is_called_port;  // unset: any port
  bool allow_private = false;           // loopback, private and link-local addresses too: demo and tests
};

// Of a process whose settings say whether it is for trials (`outbound.private`).
OutboundPolicy outbound_policy(bool reaches_private);

// Refused: another scheme or port, user information, localhost, an address that is not public. A name's addresses are
// checked at connect.
Status outbound_url_allowed(const std::string& url, const OutboundPolicy& policy);
// False for loopback, private, shared, link-local, multicast, documentation and reserved ranges, also when wrapped in
// IPv6.
bool address_is_public(const sockaddr* address);

}  // namespace leakproof::net
