// CSV by RFC 4180, forgiving about line ends: quoted cells, doubled quotes, a byte-order mark, a separator that is guessed from the header.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leakproof::leadctl {

struct CsvRow {
  std::size_t line = 1;  // where it begins, 1-based
  std::vector<std::string> cells;
};

// Every row, the header first; lines without any text are left out. Refuses a quote that is never closed, text behind a closing quote, a
// row with more cells than the header, and what is not UTF-8.
Result<std::vector<CsvRow>> parse_csv(std::string_view text);

}  // namespace leakproof::leadctl
