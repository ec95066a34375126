// Tested by: libs/config/decision_table_test.cc
#include "config/place_cell.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

#include "text/fold.h"
#include "text/provinces.h"

namespace leakproof::config {
namespace {

constexpr std::array<std::string_view, 6> kCities = {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ"};

std::string folded(std::string_view text) { return text::fold(text, text::FoldVersion::kLetters); }

std::string is_one_of(const char* field, const std::set<std::string_view>& names) {
  std::string list;
  for (const auto name : names) list += (list.empty() ? "\"" : ", \"") + std::string(name) + "\"";
  return field + (names.size() == 1 ? " == " + list : " in [" + list + "]");
}

}  // namespace

PlaceKind place_kind_of(std::string_view path) {
  if (path == "lead.country") return PlaceKind::kCountry;
  if (path == "lead.region") return PlaceKind::kRegion;
  if (path == "lead.city") return PlaceKind::kCity;
  return path.starts_with("lead.province") ? PlaceKind::kProvince : PlaceKind::kNone;
}

std::string_view province_in(std::string_view alternative) {
  return folded(alternative).size() < 3 ? std::string_view() : text::find_province(alternative, "VN");
}

Status ProvinceCondition::add(std::string_view alternative) {
  if (place_ == PlaceKind::kNone || place_ == PlaceKind::kCountry) return {};
  const auto province = province_in(alternative);
  if (province.empty() && place_ == PlaceKind::kProvince)
    return refuse("'" + std::string(alternative) +
                  "' is no province of Vietnam, and the field holds nothing else: name the column 'region'");
  if (province.empty()) return {};
  if (place_ != PlaceKind::kCity)
    add_as_of_today(province);
  else if (std::ranges::find(kCities, province) != kCities.end())
    before_.insert(province);
  else if (folded(alternative).find(folded(province)) != std::string::npos)
    without_region_.insert(province);
  return {};
}

void ProvinceCondition::add_as_of_today(std::string_view province) {
  const auto gone = text::merged_into(province);
  const auto is_apart = [&](std::string_view one) { return named_.contains(one); };
  if (text::is_of_today(province) && std::ranges::none_of(gone, is_apart)) {
    now_.insert(province);
    return;
  }
  before_.insert(province);
  std::ranges::copy_if(gone, std::inserter(before_, before_.end()), std::not_fn(is_apart));
}

std::vector<std::string> ProvinceCondition::parts() const {
  std::vector<std::string> parts;
  if (!now_.empty()) parts.push_back(is_one_of("lead.province_now", now_));
  if (!before_.empty()) parts.push_back(is_one_of("lead.province", before_));
  if (!without_region_.empty()) parts.push_back("!has(lead.region) && " + is_one_of("lead.province", without_region_));
  return parts;
}

}  // namespace leakproof::config
