// What expressions and field mappings of a workspace may name. Built once a configuration, then only read.
#pragma once
#include <string_view>
#include <vector>

#include "leakproof/config/v1/workspace.pb.h"
#include "rules/schema.h"

namespace leakproof::config {

// lead.*, with lead.custom.<name> of the workspace's own fields that are not personal: for fit rules.
rules::Schema lead_schema(const v1::Workspace& workspace);
// lead.* and score.*: for journeys' goals, exits and branches.
rules::Schema routing_schema(const v1::Workspace& workspace);
// The same and, where there are accounts, lead.account, lead.account_parent and lead.account_pool: for routing rules
// and what pools need.
rules::Schema rule_schema(const v1::Workspace& workspace);

// Our names of what a submission may hold, contact first: the targets of aliases, and what `required` may name, next to
// the workspace's own fields as custom.<name>.
const std::vector<std::string_view>& submission_fields();
// Whether `name` is one of submission_fields() or custom.<name> of this workspace.
bool is_submission_field(std::string_view name, const v1::Workspace& workspace);

// What a message template may name: contact.*, lead.* that rules see too, unsubscribe_url.
bool is_template_variable(std::string_view name, const rules::Schema& lead);

}  // namespace leakproof::config
