#include "config/shape_keywords.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "config/shape.h"

namespace leakproof::config {
namespace {

using ::testing::IsEmpty;

std::string unasked(const char* schema) {
  std::string out;
  for (const auto& pointer : unasked_keywords(nlohmann::ordered_json::parse(schema)))
    out += (out.empty() ? "" : " ") + pointer;
  return out;
}

struct Case {
  const char* schema;
  const char* unasked;
};

const Case kCases[] = {
    // what is asked
    {R"({"type": "string", "minLength": 1, "maxLength": 9, "format": "id"})", ""},
    {R"({"description": "a text, as nothing else is said"})", ""},
    {R"({"type": "object", "additionalProperties": {"type": "number"}, "propertyNames": {"format": "word"}})", ""},
    {R"({"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"enum": ["a"]}]}, "minItems": 1})", ""},

    // keywords that are not known, at every depth
    {R"({"type": "string", "pattern": "^a"})", "/pattern"},
    {R"({"type": "object", "additionalProperties": false, "properties": {"a": {"type": "number", "multipleOf": 5}}})",
     "/properties/a/multipleOf"},
    {R"({"type": "array", "items": {"type": "string", "const": "a"}, "uniqueItems": true})",
     "/items/const /uniqueItems"},
    {R"({"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^a"}]})", "/anyOf/1/pattern"},
    {R"({"type": "string", "definitions": {"unused": {"type": "string", "pattern": "^a"}}})",
     "/definitions/unused/pattern"},
    {R"({"type": "object", "additionalProperties": {"type": "string", "pattern": "^a"}})",
     "/additionalProperties/pattern"},
    {R"({"type": "object", "additionalProperties": false, "oneOf": [{"required": ["a"]}]})", "/oneOf"},

    // keywords that are known, where nobody asks them
    {R"({"type": "string", "minimum": 1})", "/minimum"},
    {R"({"type": "boolean", "enum": [true]})", "/type"},
    {R"({"$ref": "#", "minLength": 1})", "/minLength"},
    {R"({"type": "object", "additionalProperties": false, "propertyNames": {"format": "id", "maxLength": 5}})",
     "/propertyNames/maxLength"},

    // types and formats that are not known
    {R"({"type": ["string", "null"]})", "/type"},
    {R"({"type": "null"})", "/type"},
    {R"({"type": "string", "format": "date-time"})", "/format"},
    {R"({"type": "object", "additionalProperties": false, "propertyNames": {"format": "wrod"}})",
     "/propertyNames/format"},

    // further keys that an editor would let pass
    {R"({"type": "object", "properties": {}})", "/additionalProperties"},
    {R"({"type": "object", "additionalProperties": true})", "/additionalProperties"},
};

TEST(ShapeKeywords, NamesWhatWouldBePassedOver) {
  for (const auto& one : kCases) EXPECT_EQ(unasked(one.schema), one.unasked) << one.schema;
}

TEST(ShapeKeywords, TheShippedSchemaIsAskedWhole) {
  const auto schema = nlohmann::ordered_json::parse(workspace_schema_text());
  EXPECT_THAT(unasked_keywords(schema), IsEmpty());
}

TEST(ShapeKeywords, AnUnknownKeywordInTheShippedSchemaIsRefusedWithItsPath) {
  auto schema = nlohmann::ordered_json::parse(workspace_schema_text());
  schema["properties"]["zone"]["pattern"] = "^[A-Z]";
  EXPECT_EQ(unasked_keywords(schema), std::vector<std::string>{"/properties/zone/pattern"});
}

}  // namespace
}  // namespace leakproof::config
