// Tested by: services/ingest/ingest_processor_test.cc
#include "ingest/codec.h"

#include <array>

namespace leakproof::ingest {
namespace {

template <class... T>
struct Overloaded : T... {
  using T::operator()...;
};
template <class... T>
Overloaded(T...) -> Overloaded<T...>;

lead::v1::Value to_proto(const Value& value) {
  lead::v1::Value proto;
  std::visit(Overloaded{[&](const std::string& v) { proto.set_text(v); }, [&](std::int64_t v) { proto.set_integer(v); },
                        [&](double v) { proto.set_real(v); }, [&](bool v) { proto.set_flag(v); },
                        [&](Instant v) { proto.set_instant_micros(to_micros(v)); },
                        [&](const std::vector<std::string>& v) {
                          proto.mutable_list()->mutable_items()->Assign(v.begin(), v.end());
                        }},
             value);
  return proto;
}

Value from_proto(const lead::v1::Value& proto) {
  switch (proto.kind_case()) {
    case lead::v1::Value::kInteger:
      return proto.integer();
    case lead::v1::Value::kReal:
      return proto.real();
    case lead::v1::Value::kFlag:
      return proto.flag();
    case lead::v1::Value::kInstantMicros:
      return instant_from_micros(proto.instant_micros());
    case lead::v1::Value::kList:
      return std::vector<std::string>(proto.list().items().begin(), proto.list().items().end());
    default:
      return proto.text();
  }
}

lead::v1::Touchpoint to_proto(const Touchpoint& touch) {
  lead::v1::Touchpoint proto;
  proto.set_source_id(touch.source_id);
  proto.set_provider_id(touch.provider_id);
  proto.set_receipt_id(touch.receipt_id);
  proto.set_at_micros(to_micros(touch.at));
  proto.mutable_attribution()->insert(touch.attribution.begin(), touch.attribution.end());
  return proto;
}
Touchpoint from_proto(const lead::v1::Touchpoint& proto) {
  return {proto.source_id(),
          proto.provider_id(),
          proto.receipt_id(),
          instant_from_micros(proto.at_micros()),
          {proto.attribution().begin(), proto.attribution().end()}};
}

lead::v1::Contact to_proto(const Contact& contact) {
  lead::v1::Contact proto;
  proto.set_full_name(contact.full_name.reveal());
  proto.set_given_name(contact.given_name.reveal());
  proto.set_family_name(contact.family_name.reveal());
  proto.set_phone(contact.phone.reveal());
  proto.set_email(contact.email.reveal());
  proto.mutable_personal_fields()->insert(contact.personal_fields.begin(), contact.personal_fields.end());
  return proto;
}
Contact from_proto(const lead::v1::Contact& proto) {
  return {Personal(proto.full_name()),   Personal(proto.given_name()),
          Personal(proto.family_name()), Personal(proto.phone()),
          Personal(proto.email()),       {proto.personal_fields().begin(), proto.personal_fields().end()}};
}

ValueType type_of(const std::string& name) {
  static const std::map<std::string, ValueType> types = {{"integer", ValueType::kInteger},
                                                         {"real", ValueType::kReal},
                                                         {"flag", ValueType::kFlag},
                                                         {"instant", ValueType::kInstant},
                                                         {"list", ValueType::kList}};
  auto found = types.find(name);
  return found == types.end() ? ValueType::kText : found->second;
}

// Configuration says utm_source, form, page_url; the mapping keeps those apart from the lead's own fields.
std::string target_of(const std::string& name) {
  for (const auto& [alias, ours] : built_in_aliases()) {
    if (ours == "attribution." + name) return ours;
  }
  return name;
}

constexpr std::array kStates = {std::pair(State::kCreated, lead::v1::SubmissionSettled::CREATED_LEAD),
                                std::pair(State::kUpdated, lead::v1::SubmissionSettled::UPDATED_LEAD),
                                std::pair(State::kQuarantined, lead::v1::SubmissionSettled::QUARANTINED),
                                std::pair(State::kWaiting, lead::v1::SubmissionSettled::WAITING),
                                std::pair(State::kNothing, lead::v1::SubmissionSettled::NOTHING),
                                std::pair(State::kDiscarded, lead::v1::SubmissionSettled::DISCARDED),
                                std::pair(State::kTest, lead::v1::SubmissionSettled::TEST)};

}  // namespace

lead::v1::Lead to_proto(const Lead& lead) {
  lead::v1::Lead proto;
  proto.set_lead_id(lead.id.value());
  *proto.mutable_contact() = to_proto(lead.contact);
  for (const auto& [name, value] : lead.attributes) (*proto.mutable_attributes())[name] = to_proto(value);
  *proto.mutable_first_touch() = to_proto(lead.first_touch);
  *proto.mutable_last_touch() = to_proto(lead.last_touch);
  proto.set_submissions(lead.submissions);
  proto.set_marketing_consent(lead.marketing_consent);
  proto.set_opted_out(lead.opted_out);
  proto.mutable_opted_out_of()->Assign(lead.opted_out_of.begin(), lead.opted_out_of.end());
  proto.set_consent_micros(to_micros(lead.consent_said));
  proto.set_created_micros(to_micros(lead.created));
  proto.set_updated_micros(to_micros(lead.updated));
  proto.set_dropped_fields(lead.dropped_fields);
  return proto;
}

state::v1::IngestLead to_state(const Lead& lead) {
  state::v1::IngestLead state;
  *state.mutable_lead() = to_proto(lead);
  state.mutable_field_ages()->insert(lead.field_ages.begin(), lead.field_ages.end());
  return state;
}

Lead from_state(const state::v1::IngestLead& state) {
  auto lead = from_proto(state.lead());
  lead.field_ages = {state.field_ages().begin(), state.field_ages().end()};
  return lead;
}

Lead from_proto(const lead::v1::Lead& proto) {
  Lead lead;
  lead.id = LeadId(proto.lead_id());
  lead.contact = from_proto(proto.contact());
  for (const auto& [name, value] : proto.attributes()) lead.attributes[name] = from_proto(value);
  lead.first_touch = from_proto(proto.first_touch());
  lead.last_touch = from_proto(proto.last_touch());
  lead.submissions = proto.submissions();
  lead.marketing_consent = proto.marketing_consent();
  lead.opted_out = proto.opted_out();
  lead.opted_out_of.assign(proto.opted_out_of().begin(), proto.opted_out_of().end());
  lead.consent_said = instant_from_micros(proto.consent_micros());
  lead.created = instant_from_micros(proto.created_micros());
  lead.updated = instant_from_micros(proto.updated_micros());
  lead.dropped_fields = proto.dropped_fields();
  return lead;
}

state::v1::Ledger to_proto(const SourceLedger& ledger) {
  state::v1::Ledger proto;
  proto.set_accepted(ledger.accepted);
  proto.set_created(ledger.created);
  proto.set_updated(ledger.updated);
  proto.set_duplicates(ledger.duplicates);
  proto.set_quarantined(ledger.quarantined);
  proto.set_waiting(ledger.waiting);
  proto.set_nothing(ledger.nothing);
  proto.set_discarded(ledger.discarded);
  proto.set_tests(ledger.tests);
  proto.mutable_unread_values()->insert(ledger.unread_values.begin(), ledger.unread_values.end());
  return proto;
}

SourceLedger from_proto(const state::v1::Ledger& proto) {
  return {proto.accepted(),    proto.created(),
          proto.updated(),     proto.duplicates(),
          proto.quarantined(), proto.waiting(),
          proto.nothing(),     proto.discarded(),
          proto.tests(),       {proto.unread_values().begin(), proto.unread_values().end()}};
}

lead::v1::SubmissionSettled::State to_proto(State state) {
  for (const auto& [ours, theirs] : kStates) {
    if (ours == state) return theirs;
  }
  return lead::v1::SubmissionSettled::STATE_UNSPECIFIED;
}

State from_proto(lead::v1::SubmissionSettled::State state) {
  for (const auto& [ours, theirs] : kStates) {
    if (theirs == state) return ours;
  }
  return State::kNothing;
}

SourceRules rules_of(const config::v1::Workspace& workspace, const config::v1::Source& source, const Text& text) {
  SourceRules rules;
  rules.source_id = source.source_id();
  rules.kind = source.kind();
  rules.default_region = workspace.default_region();
  rules.zone = workspace.default_zone();
  for (const auto& alias : source.aliases()) rules.aliases.emplace(text.fold(alias.from()), target_of(alias.to()));
  if (!source.consent_field().empty()) rules.aliases.emplace(text.fold(source.consent_field()), "consent");
  for (const auto& field : workspace.fields()) {
    rules.custom[field.name()] = {type_of(field.type()), field.personal()};
    rules.aliases.emplace(text.fold(field.name()), "custom." + field.name());
    rules.aliases.emplace(text.fold("custom." + field.name()), "custom." + field.name());
    for (const auto& alias : field.aliases()) rules.aliases.emplace(text.fold(alias), "custom." + field.name());
  }
  rules.aliases.insert(built_in_aliases().begin(), built_in_aliases().end());
  rules.honeypot = source.form().honeypot();
  rules.required.assign(source.required().begin(), source.required().end());
  return rules;
}

}  // namespace leakproof::ingest
