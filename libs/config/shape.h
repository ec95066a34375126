// Checks the tree against workspace.schema.json: keys, types, bounds and formats. It understands the part of JSON
// Schema draft-07 that the file uses (shape_keywords.h); a schema that uses more of it is a defect and stops the
// program.
#pragma once
#include "config/problem_list.h"
#include "config/yaml_tree.h"

namespace leakproof::config {

// Returns the schema's own text, as editors get it.
const char* workspace_schema_text();

// Reports everything that does not have the shape of a workspace.
void check_shape(const Node& root, ProblemList& problems);

}  // namespace leakproof::config
