#include "leadctl/play_people.h"

#include <array>
#include <random>
#include <string_view>

namespace leakproof::leadctl {
namespace {

struct Country {
  std::string_view code, top_level_domain;
  std::array<std::string_view, 6> given, family, given_ascii, cities, companies;
};

constexpr std::array<Country, 3> kCountries{{
    {"VN",
     ".vn",
     {"Lan", "Minh", "Hoa", "Đức", "Thảo", "Quỳnh"},
     {"Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đỗ"},
     {"lan", "minh", "hoa", "duc", "thao", "quynh"},
     {"Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Cần Thơ", "Biên Hòa", "Huế"},
     {"go-viet", "thep-mien-nam", "det-may-hue", "nhua-binh-duong", "caphe-dak", "noi-that-a"}},
    {"DE",
     ".de",
     {"Anna", "Jonas", "Mira", "Jürgen", "Käthe", "Paul"},
     {"Petersen", "Brandt", "Vogt", "Schröder", "Weiß", "Krause"},
     {"anna", "jonas", "mira", "juergen", "kaethe", "paul"},
     {"Hamburg", "Berlin", "München", "Köln", "Bremen", "Kiel"},
     {"moebel-nord", "stahlbau-hh", "feinguss", "textilwerk", "kaffee-kontor", "kunststoff-ag"}},
    {"US",
     ".com",
     {"Ben", "Maria", "Tom", "Grace", "Omar", "Jill"},
     {"Adeyemi", "Lopez", "Miller", "Chen", "Haddad", "Stone"},
     {"ben", "maria", "tom", "grace", "omar", "jill"},
     {"Austin", "Oakland", "Chicago", "Denver", "Boston", "Miami"},
     {"acme-works", "north-mill", "bluecast", "weaveco", "beanline", "polyform"}},
}};
constexpr std::array<std::string_view, 6> kTitles{"CEO",        "Giám đốc", "Head of Production",
                                                  "Purchasing", "Student",  "Geschäftsführer"};
constexpr std::array<std::string_view, 3> kProducts{"planning", "warehouse", "shop connector"};

std::string digits(std::mt19937_64& chance, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>('0' + chance() % 10);
  return out;
}

std::string phone_in(std::string_view country, std::mt19937_64& chance) {
  static constexpr std::array<std::string_view, 5> kVietnam{"090", "091", "093", "097", "098"};
  if (country == "VN") return std::string(kVietnam[chance() % kVietnam.size()]) + digits(chance, 7);
  if (country == "DE") return "+49151" + std::to_string(2 + chance() % 7) + digits(chance, 7);
  return "+1650253" + digits(chance, 4);
}

}  // namespace

Person person(std::uint64_t number) {
  std::mt19937_64 chance(number * 0x9E3779B97F4A7C15u + 1);
  const auto pick = [&](const auto& list) { return std::string(list[chance() % list.size()]); };
  const Country& country = kCountries[chance() % 10 < 6 ? 0 : chance() % 10 < 8 ? 1 : 2];
  Person out;
  const auto given = chance() % country.given.size();
  out.given_name = country.given[given];
  out.family_name = pick(country.family);
  out.full_name =
      country.code == "VN" ? out.family_name + " " + out.given_name : out.given_name + " " + out.family_name;
  out.phone = phone_in(country.code, chance);
  out.country = country.code;
  out.city = pick(country.cities);
  out.company = pick(country.companies);
  const bool private_mail = chance() % 3 == 0;
  out.email = std::string(country.given_ascii[given]) + digits(chance, 6) + "@" +
              (private_mail ? "gmail.com" : out.company + ".example" + std::string(country.top_level_domain));
  out.job_title = pick(kTitles);
  out.product = pick(kProducts);
  out.budget = chance() % 2 == 0 ? 0 : static_cast<int>(1000 * (1 + chance() % 80));
  out.employees = static_cast<int>(1 + chance() % 400);
  out.demo_wanted = chance() % 3 == 0;
  return out;
}

}  // namespace leakproof::leadctl
