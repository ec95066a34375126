#include "net/url.h"

#include <netinet/in.h>

#include <cstring>

#include "base/ascii.h"
#include "base/parse_number.h"
#include "base/public_address.h"
#include "net/curl_handle.h"
#include "net/http_message.h"

namespace leakproof::net {
namespace {

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
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
  if (is_private_host(url.host)) return refuse("the URL's host is not public");
  return {};
}

bool address_is_public(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, address, sizeof v4);
    return is_public_ip4(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family != AF_INET6) return false;
  sockaddr_in6 v6;
  std::memcpy(&v6, address, sizeof v6);
  return is_public_ip6(v6.sin6_addr.s6_addr);
}

}  // namespace leakproof::net
