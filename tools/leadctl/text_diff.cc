#include "leadctl/text_diff.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace leakproof::leadctl {
namespace {

using Lines = std::vector<std::string_view>;
constexpr std::size_t kCellsMax = 16'000'000;  // of the table below: 64 MB

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void append(std::string& out, std::string_view mark, std::string_view line) {
  out.append(mark).append(line).append("\n");
}

// The longest common subsequence, by the textbook's table of lengths from the end.
void append_changes(std::string& out, const Lines& before, const Lines& after) {
  const std::size_t width = after.size() + 1;
  const bool small = (before.size() + 1) * width <= kCellsMax;
  std::vector<std::uint32_t> common(small ? (before.size() + 1) * width : 0);
  for (std::size_t i = small ? before.size() : 0; i-- > 0;) {
    for (std::size_t j = after.size(); j-- > 0;) {
      const auto skip = std::max(common[(i + 1) * width + j], common[i * width + j + 1]);
      common[i * width + j] = before[i] == after[j] ? common[(i + 1) * width + j + 1] + 1 : skip;
    }
  }
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    if (i < before.size() && j < after.size() && small && before[i] == after[j]) {
      append(out, "  ", before[i]);
      ++i;
      ++j;
    } else if (i < before.size() &&
               (j == after.size() || !small || common[(i + 1) * width + j] >= common[i * width + j + 1]))
      append(out, "- ", before[i++]);
    else
      append(out, "+ ", after[j++]);
  }
}

}  // namespace

std::string text_diff(std::string_view before, std::string_view after) {
  if (before == after) return "";
  const Lines old_lines = lines_of(before), new_lines = lines_of(after);
  const auto [old_start, new_start] =
      std::mismatch(old_lines.begin(), old_lines.end(), new_lines.begin(), new_lines.end());
  const auto [old_end, new_end] = std::mismatch(old_lines.rbegin(), std::make_reverse_iterator(old_start),
                                                new_lines.rbegin(), std::make_reverse_iterator(new_start));
  constexpr std::ptrdiff_t kContext = 2;
  const auto context_start = old_start - std::min<std::ptrdiff_t>(kContext, old_start - old_lines.begin());
  const auto context_end = old_end.base() + std::min<std::ptrdiff_t>(kContext, old_lines.end() - old_end.base());
  std::string out = "@@ line " + std::to_string(context_start - old_lines.begin() + 1) + " @@\n";
  std::for_each(context_start, old_start, [&](auto line) { append(out, "  ", line); });
  append_changes(out, Lines(old_start, old_end.base()), Lines(new_start, new_end.base()));
  std::for_each(old_end.base(), context_end, [&](auto line) { append(out, "  ", line); });
  return out;
}

}  // namespace leakproof::leadctl
