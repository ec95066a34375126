// Tested by: libs/config/record_test.cc
#include "config/schema.h"

#include <algorithm>

#include "config/score_attributes.h"
#include "rules/schema.h"

namespace leakproof::config {
namespace {

using rules::Type;

Type type_of(std::string_view name) {
  if (name == "integer") return Type::kInt;
  if (name == "real") return Type::kDouble;
  if (name == "flag") return Type::kBool;
  if (name == "instant") return Type::kTimestamp;
  return name == "list" ? Type::kList : Type::kString;
}

constexpr std::string_view kTextAttributes[] = {
    "source",       "kind",     "country",      "region",        "city",           "district",
    "postal_code",  "company",  "job_title",    "email_domain",  "company_domain", "phone_region",
    "phone_type",   "language", "campaign",     "form",          "utm_source",     "utm_medium",
    "utm_campaign", "province", "province_now", "phone_validity"};
constexpr std::string_view kFlagAttributes[] = {"free_mail", "has_phone", "has_email", "is_test", "consent"};

}  // namespace

rules::Schema lead_schema(const v1::Workspace& workspace) {
  rules::Schema schema;
  schema.fold_by(workspace.folding() == 0 ? text::FoldVersion::kFirst : text::FoldVersion::kLetters);
  for (const auto name : kTextAttributes) schema.add("lead." + std::string(name), Type::kString);
  for (const auto name : kFlagAttributes) schema.add("lead." + std::string(name), Type::kBool);
  schema.add("lead.submissions", Type::kInt);
  schema.add("lead.unread_value", Type::kList, Type::kString);
  for (const auto& field : workspace.fields()) {
    const std::string path = "lead.custom." + field.name();
    // What check_shape and check_references have reported must not be a defect here.
    if (!field.personal() && rules::Schema::is_path(path) && !schema.find(path))
      schema.add(path, type_of(field.type()), Type::kString);
  }
  return schema;
}

rules::Schema routing_schema(const v1::Workspace& workspace) {
  rules::Schema schema = lead_schema(workspace);
  for (const auto& attribute : kScoreAttributes) schema.add(std::string(attribute.path), attribute.type);
  return schema;
}

rules::Schema rule_schema(const v1::Workspace& workspace) {
  rules::Schema schema = routing_schema(workspace);
  if (workspace.accounts_size() == 0) return schema;
  for (const char* name : {"lead.account", "lead.account_parent", "lead.account_pool"}) schema.add(name, Type::kString);
  return schema;
}

const std::vector<std::string_view>& submission_fields() {
  static const std::vector<std::string_view> fields{
      "full_name", "given_name", "family_name",  "phone",        "email",       "company",     "job_title",
      "country",   "region",     "city",         "district",     "postal_code", "language",    "campaign",
      "form",      "utm_source", "utm_medium",   "utm_campaign", "utm_term",    "utm_content", "page_url",
      "referrer",  "consent",    "submitted_at", "provider_id",  "message"};
  return fields;
}

bool is_submission_field(std::string_view name, const v1::Workspace& workspace) {
  const auto& ours = submission_fields();
  if (std::find(ours.begin(), ours.end(), name) != ours.end()) return true;
  return std::any_of(workspace.fields().begin(), workspace.fields().end(),
                     [&](const auto& field) { return name == "custom." + field.name(); });
}

bool is_template_variable(std::string_view name, const rules::Schema& lead) {
  static constexpr std::string_view kOwn[] = {"contact.full_name", "contact.given_name", "contact.family_name",
                                              "contact.email",     "contact.phone",      "unsubscribe_url"};
  return std::find(std::begin(kOwn), std::end(kOwn), name) != std::end(kOwn) || lead.find(name).has_value();
}

}  // namespace leakproof::config
