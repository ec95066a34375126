#include "config/record.h"

#include <gtest/gtest.h>

#include "config/schema.h"
#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::config {
namespace {

v1::Workspace workspace_with_fields() {
  v1::Workspace workspace;
  for (const auto& [name, type] :
       {std::pair{"budget", "real"}, {"tags", "list"}, {"seen", "instant"}, {"secret", "text"}}) {
    auto* field = workspace.add_fields();
    field->set_name(name);
    field->set_type(type);
  }
  workspace.mutable_fields(3)->set_personal(true);
  return workspace;
}

TEST(Record, TakesWhatTheSchemaKnowsAndLeavesOutTheRest) {
  const auto schema = routing_schema(workspace_with_fields());
  google::protobuf::Map<std::string, lead::v1::Value> attributes;
  attributes["country"].set_text("VN");
  attributes["submissions"].set_integer(2);
  attributes["free_mail"].set_flag(true);
  attributes["custom.budget"].set_integer(7);
  attributes["custom.seen"].set_instant_micros(5);
  attributes["custom.tags"].mutable_list()->add_items("a");
  attributes["city"].set_integer(5);
  attributes["custom.secret"].set_text("x");
  attributes["unknown"].set_text("x");
  rules::Record record(schema);
  ListStorage lists;
  fill_record(schema, attributes, record, lists);
  const auto at = [&](const char* path) { return record.get(*schema.find(path)); };
  EXPECT_EQ(at("lead.country")->as<std::string_view>(), "VN");
  EXPECT_EQ(at("lead.submissions")->as<std::int64_t>(), 2);
  EXPECT_TRUE(at("lead.free_mail")->as<bool>());
  EXPECT_EQ(at("lead.custom.budget")->as<double>(), 7.0);
  EXPECT_EQ(at("lead.custom.seen")->as<rules::Timestamp>(), rules::timestamp_of(instant_from_micros(5)));
  EXPECT_EQ(at("lead.custom.tags")->as<rules::List>()[0].as<std::string_view>(), "a");
  EXPECT_FALSE(at("lead.city")) << "another type";
  EXPECT_FALSE(schema.find("lead.custom.secret")) << "personal fields are invisible";
}

TEST(Record, ARuleFoldsByTheVersionOfItsConfiguration) {
  const auto of = [](int folding) {
    v1::Workspace workspace;
    workspace.set_folding(folding);
    const auto schema = lead_schema(workspace);
    const auto compiled = rules::Program::compile("lead.city.fold()", schema, rules::Type::kString);
    rules::Record record(schema);
    record.set(*schema.find("lead.city"), rules::Value(std::string_view("Łódź")));
    return std::string(std::get<rules::Program>(compiled).evaluate(record, Instant()).value().as<std::string_view>());
  };
  EXPECT_EQ(of(0), "łodz") << "decisions of before are made again as they were";
  EXPECT_EQ(of(2), "lodz");
}

TEST(Record, FillsScoresUnderTheirPrefix) {
  const auto schema = routing_schema({});
  google::protobuf::Map<std::string, lead::v1::Value> score;
  score["total"].set_real(61.5);
  score["grade"].set_text("hot");
  rules::Record record(schema);
  ListStorage lists;
  fill_record(schema, score, record, lists, "score.");
  EXPECT_EQ(record.get(*schema.find("score.total"))->as<double>(), 61.5);
  EXPECT_EQ(record.get(*schema.find("score.grade"))->as<std::string_view>(), "hot");
  EXPECT_FALSE(lead_schema({}).find("score.total"));
}

}  // namespace
}  // namespace leakproof::config
