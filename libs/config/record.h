// Attributes as stored → the record that a rule is evaluated over.
#pragma once
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "leakproof/lead/v1/lead.pb.h"
#include "rules/schema.h"

namespace leakproof::config {

// Holds what list values view; outlives the record's use.
using ListStorage = std::deque<std::vector<rules::Value>>;

// Sets each attribute that the schema knows under `prefix` + its path; one that it does not know, or of another type,
// is left out. The record views `attributes` and `lists`: both outlive its use.
void fill_record(const rules::Schema& schema, const google::protobuf::Map<std::string, lead::v1::Value>& attributes,
                 rules::Record& record, ListStorage& lists, std::string_view prefix = "lead.");

}  // namespace leakproof::config
