// The lines that differ between two texts, as "- old" and "+ new" with a little context.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::leadctl {
// Empty when the texts are equal. Texts whose changed parts are very large are shown as all old, then all new.
std::string text_diff(std::string_view before, std::string_view after);
}  // namespace leakproof::leadctl
