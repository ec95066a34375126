// What a score offers to expressions, as score.NAME: the one list, for schemas, for records and for the tools that
// reason about rules. Pure.
#pragma once
#include <google/protobuf/map.h>

#include <string>
#include <string_view>

#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/lead/v1/lead.pb.h"
#include "rules/schema.h"

namespace leakproof::config {

struct ScoreAttribute {
  std::string_view path;  // as expressions name it
  rules::Type type;
  void (*read)(const lead::v1::LeadScored& score, lead::v1::Value& value);
};

inline constexpr ScoreAttribute kScoreAttributes[] = {
    {"score.total", rules::Type::kDouble, [](const auto& score, auto& value) { value.set_real(score.total()); }},
    {"score.fit", rules::Type::kDouble, [](const auto& score, auto& value) { value.set_real(score.fit()); }},
    {"score.engagement", rules::Type::kDouble,
     [](const auto& score, auto& value) { value.set_real(score.engagement()); }},
    {"score.grade", rules::Type::kString, [](const auto& score, auto& value) { value.set_text(score.grade()); }},
    {"score.stage", rules::Type::kString, [](const auto& score, auto& value) { value.set_text(score.stage()); }},
};

// The attributes of a score, by path below kScorePrefix: what fill_record() takes, and what a decision keeps.
inline constexpr std::string_view kScorePrefix = "score.";
google::protobuf::Map<std::string, lead::v1::Value> score_attributes(const lead::v1::LeadScored& score);

}  // namespace leakproof::config
