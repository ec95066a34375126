#include "net/url.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstring>

#include "base/ascii.h"
#include "base/parse_number.h"
#include "net/curl_handle.h"
#include "net/http_message.h"

namespace leakproof {
namespace {

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

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

bool is_public4(std::uint32_t address) {
  for (const Range4& range : kNotPublic4) {
    if ((address ^ range.network) >> (32 - range.bits) == 0) return false;
  }
  return true;
}

// Global unicast is 2000::/3. Within it the tunnels are refused that wrap an IPv4 address (6to4, Teredo and the rest of
// 2001::/23), and documentation.
bool is_public6(const in6_addr& address) {
  const unsigned char* b = address.s6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&address)) return is_public4(std::uint32_t(b[12]) << 24 | b[13] << 16 | b[14] << 8 | b[15]);
  const unsigned first = b[0] << 8 | b[1], second = b[2] << 8 | b[3];
  if (first >> 13 != 1 || first == 0x2002 || (first == 0x3fff && second >> 12 == 0)) return false;
  return !(first == 0x2001 && (second < 0x200 || second == 0xdb8));
}

// True when the host is a number and not public. libcurl has turned every spelling of IPv4 into dotted decimal.
bool is_private_number(const std::string& host) {
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1)
    return !address_is_public(reinterpret_cast<const sockaddr*>(&v4));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1)
    return !address_is_public(reinterpret_cast<const sockaddr*>(&v6));
  return false;
}

bool is_local_name(std::string host) {
  while (host.ends_with('.')) host.pop_back();
  return host == "localhost" || host.ends_with(".localhost") || host.ends_with(".local") || host.ends_with(".internal");
}

}  // namespace

Result<Url> parse_url(const std::string& text) {
  if (text.find('\0') != text.npos) return refuse("the URL holds a NUL");
  const CurlUrl handle(curl_url());
  if (const CURLUcode code = curl_url_set(handle.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
      code != CURLUE_OK) {
    return refuse(std::string("the URL is malformed: ") + curl_url_strerror(code));
  }
  Url url;
  url.scheme = lower_case(part_of(handle.get(), CURLUPART_SCHEME));
  url.host = lower_case(part_of(handle.get(), CURLUPART_HOST));
  if (url.host.starts_with('[') && url.host.ends_with(']')) url.host = url.host.substr(1, url.host.size() - 2);
  url.port = parse_number<std::uint16_t>(part_of(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT)).value_or(0);
  url.path = part_of(handle.get(), CURLUPART_PATH);
  url.query = part_of(handle.get(), CURLUPART_QUERY);
  url.has_userinfo = !part_of(handle.get(), CURLUPART_USER).empty() ||
                     !part_of(handle.get(), CURLUPART_PASSWORD).empty() ||
                     !part_of(handle.get(), CURLUPART_OPTIONS).empty();
  return url;
}

OutboundPolicy outbound_policy(bool reaches_private) {
  if (!reaches_private) return {};
  return {.schemes = {"http", "https"}, .ports = {}, .allow_private = true};
}

Status outbound_url_allowed(const std::string& text, const OutboundPolicy& policy) {
  LEAKPROOF_ASSIGN(url, parse_url(text));
  if (!policy.schemes.contains(url.scheme)) return refuse("the URL's scheme " + url.scheme + " is not allowed");
  if (url.host.empty()) return refuse("the URL names no host");
  if (url.has_userinfo) return refuse("the URL holds user information");
  if (policy.ports != nullptr && !policy.ports(url.port))
    return refuse("the URL's port " + std::to_string(url.port) + " is not allowed");
  if (policy.allow_private) return {};
  if (is_local_name(url.host) || is_private_number(url.host)) return refuse("the URL's host is not public");
  return {};
}

bool address_is_public(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    return is_public4(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return false;
  sockaddr_in6 v6;
  std::memcpy(&v6, address, sizeof v6);
  return is_public6(v6.sin6_addr);
}

}  // namespace leakproof
