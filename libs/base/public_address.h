// The one rule for which hosts are public: configurations are checked by it, and calls again. What is not public is
// called by processes for trials only. Pure.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace leakproof {

// By IANA's special-purpose registries: neither loopback, private, shared, link-local, multicast, documentation nor
// reserved space, also when wrapped in IPv6. In the machine's byte order; 16 bytes in the network's.
bool is_public_ip4(std::uint32_t address);
bool is_public_ip6(std::span<const unsigned char, 16> address);

// Whether the host of a URL, in small letters, is a number that is not public (dotted decimal; IPv6 with or without
// brackets) or a name that no public server has: localhost, *.local, *.internal. What other names lead to is known when
// they are called.
bool is_private_host(std::string_view host);

}  // namespace leakproof
