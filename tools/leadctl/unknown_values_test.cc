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
std::string unknown(const std::vector<Lead>& leads, const std::string& table = "",
                    const std::string& yaml = kWorkspace) {
  UnknownValues values(yaml, table);
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

TEST(UnknownValues, WhatRulesAndScoringRulesCompareIsNamedByThem) {
  const std::string rules =
      "rules: [{id: jp, when: 'lead.country == \"JP\"', to: {pool: desk}}, "
      "{id: tags, when: '\"gold\" in lead.custom.tags', to: {pool: desk}}, "
      "{id: big, when: 'lead.custom.product.fold().startsWith(\"big\")', to: {pool: desk}}, "
      "{id: title, when: 'lead.custom.title in [\"CEO\", \"CTO\"]', to: {pool: desk}}, "
      "{id: boss, when: 'lead.custom.title.matches(\"(?i)boss|chief .*\")', to: {pool: desk}}, "
      "{id: own, when: 'lead.source == \"site\"', to: {pool: desk}}, {table: places}, {table: products}]";
  std::string yaml(kWorkspace);
  yaml.replace(yaml.find("rules: ["), std::string("rules: [{table: places}, {table: products}]").size(), rules);
  yaml.replace(yaml.find("{name: size"), 0, "{name: title, type: text}, ");
  yaml.replace(yaml.find("hot_at: 50"), 0, "fit: [{name: vn, when: 'lead.city != \"Vinh\"', points: 1}], ");
  const std::vector<Lead> leads = {
      {"a", {{"country", "JP"}, {"city", "Vinh"}, {"custom.title", "CEO"}}, {"gold", "new"}},
      {"b", {{"country", "KR"}, {"city", "Hue"}, {"custom.title", "Big Boss"}}},
      {"c", {{"custom.product", "BIG one"}, {"custom.title", "ceo"}, {"source", "list"}}}};
  EXPECT_EQ(unknown(leads, "", yaml),
            " lead.custom.tags=new 1 100\nproducts lead.custom.tags=new 1 100\n"
            " lead.country=KR 1 99\nplaces lead.country=KR 1 99\n lead.custom.title=ceo 1 98\n");
  EXPECT_EQ(unknown(leads, "places", yaml), "places lead.country=KR 1 99\n") << "Vinh and JP are of rules";
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
