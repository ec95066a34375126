#include "leadctl/money.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/parse_number.h"

namespace leakproof::leadctl {
namespace {

constexpr std::size_t kDigitsMax = 15;
constexpr std::array<std::string_view, 16> kWithoutDigits = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW",
                                                             "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"};
constexpr std::array<std::string_view, 7> kWithThreeDigits = {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"};

std::size_t digits_of(const std::string& currency) {
  if (std::ranges::find(kWithoutDigits, currency) != kWithoutDigits.end()) return 0;
  return std::ranges::find(kWithThreeDigits, currency) != kWithThreeDigits.end() ? 3 : 2;
}

}  // namespace

std::optional<std::int64_t> minor_units(const std::string& amount, const std::string& currency) {
  const auto point = amount.find('.');
  std::string digits = amount.substr(0, point), fraction = point == std::string::npos ? "" : amount.substr(point + 1);
  if (digits.empty() || fraction.size() > digits_of(currency) || (point != std::string::npos && fraction.empty()))
    return std::nullopt;
  fraction.resize(digits_of(currency), '0');
  digits += fraction;
  if (digits.starts_with('-') || digits.size() > kDigitsMax) return std::nullopt;
  return parse_number<std::int64_t>(digits);
}

std::string amount_of(std::int64_t minor_units, const std::string& currency) {
  if (currency.empty()) return "";
  std::string digits = std::to_string(minor_units);
  const std::size_t behind = digits_of(currency);
  if (digits.size() <= behind) digits = std::string(behind + 1 - digits.size(), '0') + digits;
  if (behind > 0) digits.insert(digits.size() - behind, 1, '.');
  return digits.append(" ").append(currency);
}

}  // namespace leakproof::leadctl
