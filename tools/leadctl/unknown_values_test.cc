#include "leadctl/unknown_values.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

constexpr const char* kWorkspace = R"(workspace: w
region: VN
zone: Asia/Ho_Chi_Minh
fields: [{name: product, type: text}, {name: tags, type: list}, {name: size, type: integer}]
sources: [{id: site, kind: json}]
scoring: {warm_at: 20, hot_at: 50}
members: [{id: lan, name: Lan}]
pools: [{id: desk, members: [lan]}]
fallback: {pool: desk}
tables: [{id: places, file: places.csv}, {id: products, file: products.csv}]
rules: [{table: places}, {table: products}]
files:
  places.csv: |
    country,province,city,pool
    Vietnam,Hà Nội|HN,,desk
    VN,Hồ Chí Minh,,desk
    !VN,,,desk
    ,,Huế,desk
  products.csv: |
    product,tags,size,pool
    ERP,,,desk
    W*,vip,>5,desk
)";

struct Lead {
  std::string id;
  std::map<std::string, std::string> texts;
  std::vector<std::string> tags{};
};

// The leads' decisions, the newest first.
std::string unknown(const std::vector<Lead>& leads, const std::string& table = "") {
  UnknownValues values(kWorkspace, table);
  std::int64_t at = 100;
  for (const auto& lead : leads) {
    lead::v1::Decision decision;
    decision.set_lead_id(lead.id);
    decision.set_now_micros(at--);
    for (const auto& [name, text] : lead.texts) (*decision.mutable_lead())[name].set_text(text);
    for (const auto& tag : lead.tags) (*decision.mutable_lead())["custom.tags"].mutable_list()->add_items(tag);
    values.add(decision);
  }
  std::string out;
  for (const auto& value : values.list())
    out += value.table + " " + value.field + "=" + value.text + " " + std::to_string(value.leads) + " " +
           std::to_string(value.last_micros) + "\n";
  return out;
}

TEST(UnknownValues, ThoseThatNoCellOfTheColumnNamesTheNewestFirst) {
  EXPECT_EQ(unknown({{"a", {{"country", "VN"}, {"region", "TP. Hà Nội"}, {"city", "Đà Lạt"}}},
                     {"b", {{"country", "Atlantis"}, {"region", "Hà Nộj"}}},
                     {"c", {{"region", "Hà Nộj"}, {"district", "Ba Đình"}}},
                     {"c", {{"region", "an older decision of the same lead"}}}}),
            "places lead.city=Đà Lạt 1 100\nplaces lead.country=Atlantis 1 99\nplaces lead.region=Hà Nộj 2 99\n");
}

TEST(UnknownValues, AProvinceIsNamedByWhatItWentIntoAndByEachOfItsSpellings) {
  EXPECT_EQ(unknown({{"a", {{"region", "Bình Dương"}}},
                     {"b", {{"region", "\u00d0à Nẵng"}}},
                     {"c", {{"region", "Ho Chi Minh City"}}},
                     {"d", {{"region", "hn"}}},
                     {"e", {{"city", "TP Huế"}}}}),
            "places lead.region=\u00d0à Nẵng 1 99\n");
}

TEST(UnknownValues, OfEachTableTextsAndEachItemOfAList) {
  const std::vector<Lead> leads = {{"a", {{"custom.product", "erp"}, {"region", "Nowhere"}}, {"vip", "new"}},
                                   {"b", {{"custom.product", "WMS"}}},
                                   {"c", {{"custom.product", "CRM"}}}};
  EXPECT_EQ(unknown(leads, "products"), "products lead.custom.tags=new 1 100\nproducts lead.custom.product=CRM 1 98\n");
  EXPECT_EQ(unknown(leads, "places"), "places lead.region=Nowhere 1 100\n");
  EXPECT_EQ(unknown(leads, "other"), "");
}

}  // namespace
}  // namespace leakproof::leadctl
