#include "text/provinces.h"

#include <algorithm>
#include <array>
#include <map>

#include "text/fold.h"

namespace leakproof::text {
namespace {

struct Province {
  std::string_view name;  // on 30 June 2025
  std::string_view now;   // of the one that all of it went into on 1 July 2025
};
constexpr std::array<Province, 63> kProvinces = {{
    {"Hà Nội", "Hà Nội"},
    {"Hà Giang", "Tuyên Quang"},
    {"Cao Bằng", "Cao Bằng"},
    {"Bắc Kạn", "Thái Nguyên"},
    {"Tuyên Quang", "Tuyên Quang"},
    {"Lào Cai", "Lào Cai"},
    {"Điện Biên", "Điện Biên"},
    {"Lai Châu", "Lai Châu"},
    {"Sơn La", "Sơn La"},
    {"Yên Bái", "Lào Cai"},
    {"Hoà Bình", "Phú Thọ"},
    {"Thái Nguyên", "Thái Nguyên"},
    {"Lạng Sơn", "Lạng Sơn"},
    {"Quảng Ninh", "Quảng Ninh"},
    {"Bắc Giang", "Bắc Ninh"},
    {"Phú Thọ", "Phú Thọ"},
    {"Vĩnh Phúc", "Phú Thọ"},
    {"Bắc Ninh", "Bắc Ninh"},
    {"Hải Dương", "Hải Phòng"},
    {"Hải Phòng", "Hải Phòng"},
    {"Hưng Yên", "Hưng Yên"},
    {"Thái Bình", "Hưng Yên"},
    {"Hà Nam", "Ninh Bình"},
    {"Nam Định", "Ninh Bình"},
    {"Ninh Bình", "Ninh Bình"},
    {"Thanh Hóa", "Thanh Hóa"},
    {"Nghệ An", "Nghệ An"},
    {"Hà Tĩnh", "Hà Tĩnh"},
    {"Quảng Bình", "Quảng Trị"},
    {"Quảng Trị", "Quảng Trị"},
    {"Huế", "Huế"},
    {"Đà Nẵng", "Đà Nẵng"},
    {"Quảng Nam", "Đà Nẵng"},
    {"Quảng Ngãi", "Quảng Ngãi"},
    {"Bình Định", "Gia Lai"},
    {"Phú Yên", "Đắk Lắk"},
    {"Khánh Hòa", "Khánh Hòa"},
    {"Ninh Thuận", "Khánh Hòa"},
    {"Bình Thuận", "Lâm Đồng"},
    {"Kon Tum", "Quảng Ngãi"},
    {"Gia Lai", "Gia Lai"},
    {"Đắk Lắk", "Đắk Lắk"},
    {"Đắk Nông", "Lâm Đồng"},
    {"Lâm Đồng", "Lâm Đồng"},
    {"Bình Phước", "Đồng Nai"},
    {"Tây Ninh", "Tây Ninh"},
    {"Bình Dương", "Hồ Chí Minh"},
    {"Đồng Nai", "Đồng Nai"},
    {"Bà Rịa - Vũng Tàu", "Hồ Chí Minh"},
    {"Hồ Chí Minh", "Hồ Chí Minh"},
    {"Long An", "Tây Ninh"},
    {"Tiền Giang", "Đồng Tháp"},
    {"Bến Tre", "Vĩnh Long"},
    {"Trà Vinh", "Vĩnh Long"},
    {"Vĩnh Long", "Vĩnh Long"},
    {"Đồng Tháp", "Đồng Tháp"},
    {"An Giang", "An Giang"},
    {"Kiên Giang", "An Giang"},
    {"Cần Thơ", "Cần Thơ"},
    {"Hậu Giang", "Cần Thơ"},
    {"Sóc Trăng", "Cần Thơ"},
    {"Bạc Liêu", "Cà Mau"},
    {"Cà Mau", "Cà Mau"},
}};

// Folded, what people and lists write for it besides its name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kOthers = {{
    {"hcm", "Hồ Chí Minh"},
    {"hcmc", "Hồ Chí Minh"},
    {"saigon", "Hồ Chí Minh"},
    {"sg", "Hồ Chí Minh"},
    {"hochiminhville", "Hồ Chí Minh"},
    {"hn", "Hà Nội"},
    {"hp", "Hải Phòng"},
    {"ct", "Cần Thơ"},
    {"thuathienhue", "Huế"},
    {"tthue", "Huế"},
    {"brvt", "Bà Rịa - Vũng Tàu"},
    {"vungtau", "Bà Rịa - Vũng Tàu"},
    {"baria", "Bà Rịa - Vũng Tàu"},
    {"daclac", "Đắk Lắk"},
    {"dacnong", "Đắk Nông"},
    {"baccan", "Bắc Kạn"},
}};
constexpr std::array<std::string_view, 5> kBefore = {"tinh", "thanhpho", "thudo", "tpho", "tp"};
constexpr std::array<std::string_view, 5> kBehind = {"vietnam", "vn", "city", "province", "municipality"};

const std::map<std::string, std::string_view>& by_folded_name() {
  static const auto names = [] {
    std::map<std::string, std::string_view> all;
    for (const auto& province : kProvinces) all.emplace(fold(province.name, FoldVersion::kLetters), province.name);
    for (const auto& [folded, name] : kOthers) all.emplace(folded, name);
    return all;
  }();
  return names;
}

std::string_view named(std::string_view folded) {
  const auto found = by_folded_name().find(std::string(folded));
  return found == by_folded_name().end() ? std::string_view() : found->second;
}

// The same without a word of the list in front: "TP. Đà Nẵng".
std::string_view named_behind(std::string_view folded) {
  for (const auto before : kBefore) {
    if (!folded.starts_with(before)) continue;
    if (const auto found = named(folded.substr(before.size())); !found.empty()) return found;
  }
  return named(folded);
}

std::string_view without_last_word(std::string_view folded) {
  const auto word = std::ranges::find_if(kBehind, [&](std::string_view one) { return folded.ends_with(one); });
  return word == kBehind.end() ? folded : folded.substr(0, folded.size() - word->size());
}

// "T. Nghệ An": a province, by the letter of the word for one.
std::string_view without_letter(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(' '), text.size());
  const auto word = text.substr(begin, 2);
  return word == "T." || word == "t." ? text.substr(begin + 2) : text;
}

std::string_view province_called(std::string_view text) {
  text = without_letter(text);
  const auto folded = fold(text, FoldVersion::kLetters);
  std::string_view bare = folded;
  for (int words = 0; words < 3; ++words) {
    if (const auto found = named_behind(bare); !found.empty()) return found;
    bare = without_last_word(bare);
  }
  return {};
}

}  // namespace

std::string_view find_province(std::string_view text, std::string_view country) {
  if (country != "VN" || text.size() > 200) return {};
  if (const auto whole = province_called(text); !whole.empty()) return whole;
  for (auto comma = text.rfind(','); comma != text.npos; comma = text.rfind(',')) {  // "Quận 1, TP. HCM"
    if (const auto part = province_called(text.substr(comma + 1)); !part.empty()) return part;
    text = text.substr(0, comma);
  }
  return province_called(text);
}

std::vector<std::string_view> merged_into(std::string_view name) {
  std::vector<std::string_view> gone;
  for (const auto& province : kProvinces) {
    if (province.now == name && province.name != name && !is_of_today(province.name)) gone.push_back(province.name);
  }
  return gone;
}

std::string_view province_now(std::string_view name) {
  const auto found = std::ranges::find(kProvinces, name, &Province::name);
  return found == kProvinces.end() ? std::string_view() : found->now;
}

bool is_of_today(std::string_view name) {
  return std::ranges::find(kProvinces, name, &Province::now) != kProvinces.end();
}

}  // namespace leakproof::text
