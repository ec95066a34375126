// A compressed request body, inflated under a cap: a small bomb must not become a large one. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <variant>

#include "net/http_head.h"

namespace leakproof::net {

bool is_known_coding(std::string_view coding);  // gzip, x-gzip, deflate
// 413 when the result would pass `bytes_max` or kInflateRatioMax times the input; 400 when the stream is broken, cut
// short or followed by more.
std::variant<std::string, HttpFault> inflate(std::string_view coding, std::string_view body, std::size_t bytes_max);

}  // namespace leakproof::net
