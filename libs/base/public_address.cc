#include "base/public_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <string>

namespace leakproof {
namespace {

struct Range4 {
  std::uint32_t network;
  int bits;
};
constexpr std::uint32_t ip4(int a, int b, int c) {
  return std::uint32_t(a) << 24 | std::uint32_t(b) << 16 | std::uint32_t(c) << 8;
}

// IANA's special-purpose registry, IPv4: what is not globally reachable, and multicast and reserved space.
constexpr std::array<Range4, 16> kNotPublic4 = {{{ip4(0, 0, 0), 8},
                                                 {ip4(10, 0, 0), 8},
                                                 {ip4(100, 64, 0), 10},
                                                 {ip4(127, 0, 0), 8},
                                                 {ip4(169, 254, 0), 16},
                                                 {ip4(172, 16, 0), 12},
                                                 {ip4(192, 0, 0), 24},
                                                 {ip4(192, 0, 2), 24},
                                                 {ip4(192, 88, 99), 24},
                                                 {ip4(192, 168, 0), 16},
                                                 {ip4(198, 18, 0), 15},
                                                 {ip4(198, 51, 100), 24},
                                                 {ip4(203, 0, 113), 24},
                                                 {ip4(224, 0, 0), 4},
                                                 {ip4(240, 0, 0), 4},
                                                 {ip4(255, 255, 255), 24}}};

}  // namespace

bool is_public_ip4(std::uint32_t address) {
  for (const Range4& range : kNotPublic4) {
    if ((address ^ range.network) >> (32 - range.bits) == 0) return false;
  }
  return true;
}

// Global unicast is 2000::/3. Within it the tunnels are refused that wrap an IPv4 address (6to4, Teredo and the rest of
// 2001::/23), and documentation.
bool is_public_ip6(std::span<const unsigned char, 16> b) {
  constexpr unsigned char kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  if (std::ranges::equal(b.first<12>(), kMapped))
    return is_public_ip4(std::uint32_t(b[12]) << 24 | b[13] << 16 | b[14] << 8 | b[15]);
  const unsigned first = b[0] << 8 | b[1], second = b[2] << 8 | b[3];
  if (first >> 13 != 1 || first == 0x2002 || (first == 0x3fff && second >> 12 == 0)) return false;
  return !(first == 0x2001 && (second < 0x200 || second == 0xdb8));
}

namespace {

// libcurl has turned every spelling of IPv4 into dotted decimal before it calls.
bool is_private_number(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) return !is_public_ip4(ntohl(v4.s_addr));
  in6_addr v6{};
  return inet_pton(AF_INET6, host.c_str(), &v6) == 1 && !is_public_ip6(v6.s6_addr);
}

bool is_local_name(std::string_view host) {
  while (host.ends_with('.')) host.remove_suffix(1);
  return host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") || host.ends_with(".internal");
}

}  // namespace

bool is_private_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return is_local_name(host) || is_private_number(std::string(host));
}

}  // namespace leakproof
