// Cells of decision tables that name a country or a province, as leads hold them: the code of the country, and the
// province of Vietnam that ingest finds in what people wrote. Pure.
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace leakproof::config {

enum class PlaceKind {
  kNone,
  kCountry,   // lead.country
  kRegion,    // lead.region, which tables call province, too
  kCity,      // lead.city
  kProvince,  // lead.province and lead.province_now, which hold nothing but provinces of Vietnam
};
PlaceKind place_kind_of(std::string_view path);

// The province that one alternative of a cell names; empty when it is none, or two letters that mean much else.
std::string_view province_in(std::string_view alternative);

// What else one alternative of a cell asks for, as conditions of which one has to hold: lead.province_now == "Huế". A
// province that is of today's list stands for those that went into it, but for those that another cell of the column
// names (`named`). In a column of cities it is the cities that are provinces; another province, whose seat may bear its
// name, counts where the lead has no region, so that the city is what named it.
class ProvinceCondition {
 public:
  ProvinceCondition(PlaceKind place, const std::set<std::string_view>& named) : place_(place), named_(named) {}
  // Refuses what is no province, in a column that holds nothing else.
  Status add(std::string_view alternative);
  std::vector<std::string> parts() const;

 private:
  void add_as_of_today(std::string_view province);

  const PlaceKind place_;
  const std::set<std::string_view>& named_;
  std::set<std::string_view> now_, before_, without_region_;  // names in today's list, in that of before
};

}  // namespace leakproof::config
