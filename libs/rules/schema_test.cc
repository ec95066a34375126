#include "rules/schema.h"

#include <gtest/gtest.h>

namespace leakproof::rules {
namespace {

TEST(Schema, SlotsAreDenseAndStable) {
  Schema schema;
  EXPECT_EQ(schema.add("lead.country", Type::kString), Slot(0));
  EXPECT_EQ(schema.add("score.total", Type::kInt), Slot(1));
  EXPECT_EQ(schema.add("lead.country", Type::kString), Slot(0));
  EXPECT_EQ(schema.find("score.total"), Slot(1));
  EXPECT_EQ(schema.find("score"), std::nullopt);
  EXPECT_EQ(schema.path(Slot(1)), "score.total");
  EXPECT_EQ(schema.type(Slot(1)), Type::kInt);
}

TEST(Schema, PathsAreDottedNames) {
  for (const auto* good : {"lead", "lead.country", "lead.custom.budget_2", "_x.y"})
    EXPECT_TRUE(Schema::is_path(good)) << good;
  for (const auto* bad :
       {"", ".", "lead.", ".lead", "lead..x", "2lead", "lead.in", "lead.true", "lead country", "lead.größe"}) {
    EXPECT_FALSE(Schema::is_path(bad)) << bad;
  }
}

TEST(Schema, NearestNeedsToBeNear) {
  Schema schema;
  schema.add("lead.country", Type::kString);
  schema.add("lead.company", Type::kString);
  EXPECT_EQ(schema.nearest("lead.contry"), "lead.country");
  EXPECT_EQ(schema.nearest("lead.compagny"), "lead.company");
  EXPECT_EQ(schema.nearest("session.referrer"), std::nullopt);
}

TEST(Record, FieldsAreAbsentUntilSet) {
  Schema schema;
  const Slot country = schema.add("lead.country", Type::kString);
  Record record(schema);
  EXPECT_FALSE(record.get(country));
  record.set(country, "VN");
  EXPECT_EQ(record.get(country)->as<std::string_view>(), "VN");
  record.unset(country);
  EXPECT_FALSE(record.get(country));
}

TEST(RecordDeathTest, AnotherTypeIsADefect) {
  Schema schema;
  const Slot country = schema.add("lead.country", Type::kString);
  Record record(schema);
  EXPECT_DEATH(record.set(country, 5), "CHECK failed");
  EXPECT_DEATH(schema.add("lead.country", Type::kInt), "CHECK failed");
}

}  // namespace
}  // namespace leakproof::rules
