#include "config/score_attributes.h"

#include <gtest/gtest.h>

#include "config/record.h"
#include "config/schema.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::config {
namespace {

TEST(ScoreAttributes, ExpressionsSeeEachWithItsValue) {
  lead::v1::LeadScored score;
  score.set_total(50);
  score.set_fit(20);
  score.set_engagement(30);
  score.set_grade("warm");
  score.set_stage("mql");
  const auto attributes = score_attributes(score);
  EXPECT_EQ(attributes.size(), std::size(kScoreAttributes));
  const auto schema = routing_schema({});
  rules::Record record(schema);
  ListStorage lists;
  fill_record(schema, attributes, record, lists, kScorePrefix);
  for (const char* text : {"score.total == 50.0", "score.fit == 20.0", "score.engagement == 30.0",
                           "score.grade == 'warm'", "score.stage == 'mql'"}) {
    const auto program = rules::Program::compile(text, schema, rules::Type::kBool);
    ASSERT_TRUE(std::holds_alternative<rules::Program>(program)) << text;
    EXPECT_TRUE(std::get<rules::Program>(program).evaluate(record, Instant()).is_true()) << text;
  }
}

}  // namespace
}  // namespace leakproof::config
