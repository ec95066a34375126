// Public mail providers: an address there says nothing about the company. Pure.
#pragma once
#include <string_view>

namespace leakproof::text {

// `domain` in lower case.
bool is_free_mail(std::string_view domain);

}  // namespace leakproof::text
