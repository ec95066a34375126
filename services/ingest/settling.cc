// Tested by: services/ingest/ingest_processor_test.cc
#include "ingest/settling.h"

#include "base/check.h"
#include "crypto/digest.h"
#include "ingest/adapters/decode.h"
#include "ingest/keys.h"
#include "ingest/limits.h"

namespace leakproof::ingest {
namespace {

std::string hash_of(const lead::v1::Submission& submission) { return std::string(bytes_of(sha256(submission.body()))); }

std::string graph_url(const config::v1::Source& source, const std::string& provider_id) {
  const std::string fields =
      "id,created_time,field_data,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,"
      "platform,"
      "custom_disclaimer_responses";
  const auto& base = source.meta().graph_url();
  return (base.empty() ? "https://graph.facebook.com/v19.0" : base) + "/" + provider_id + "?fields=" + fields;
}

// In front of what was decoded, so that the first value of a name is the person's.
void set_fields(Item& item, const std::map<std::string, std::string>& fields) {
  for (const auto& [name, value] : fields) item.fields.insert(item.fields.begin(), Field{{name}, {value}});
}

}  // namespace

void Settling::accept() {
  const auto& id = submission_.receipt_id();
  const auto first = receipt(id);
  if (!first) return read({id, -1, std::nullopt}, {});
  const auto state = first->settled().state();
  const bool announced = submission_.kind() == "meta_lead" && state == lead::v1::SubmissionSettled::WAITING;
  const bool mended = submission_.replayed() && state == lead::v1::SubmissionSettled::QUARANTINED;
  if (!announced && !mended) return duplicate(id, *first);
  read({id, -1, from_proto(state)}, {});
}

void Settling::retry(int item, const std::map<std::string, std::string>& fields) {
  const Place place{submission_.receipt_id(), item, State::kQuarantined};
  if (submission_.kind() == "meta_lead" && submission_.body().empty() && fields.empty()) {
    enqueue_fetch(place, submission_.provider_id());
    return settle(place, State::kWaiting);
  }
  read(place, fields);
}

void Settling::discard() { settle({submission_.receipt_id(), -1, State::kQuarantined}, State::kDiscarded); }

void Settling::fetch_failed(const std::string& detail) {
  quarantine({submission_.receipt_id(), -1, State::kWaiting}, {Reason::kFetchFailed, detail});
}

void Settling::read(const Place& place, const std::map<std::string, std::string>& fields) {
  if (setup_ == nullptr) return quarantine(place, {Reason::kNoConfiguration, submission_.workspace_id()});
  if (setup_->source(submission_.source_id()) == nullptr)
    return quarantine(place, {Reason::kUnknownSource, submission_.source_id()});
  const auto decoder = decoder_for(submission_.kind());
  LEAKPROOF_CHECK(decoder != nullptr);  // checked when it came in
  auto items = decoder({submission_.content_type(), submission_.body()});
  if (!items.ok() && fields.empty()) return quarantine(place, {Reason::kUnreadable, items.error().message()});
  if (!items.ok()) items = std::vector<Item>(1);  // what the person set is all there is
  if (items->size() > kItemsMax) return quarantine(place, {Reason::kUnreadable, "more than 1000 leads in one body"});
  const auto at = static_cast<std::size_t>(std::max(0, place.item));
  if (place.item < 0 && items->size() != 1) return envelope(place, *items);
  if (at >= items->size())
    return quarantine(place, {Reason::kUnreadable, "the lead is no longer found in its envelope"});
  auto& one = (*items)[at];
  if (one.kind != Item::Kind::kLead && !fields.empty()) one.kind = Item::Kind::kLead;  // a person says that it is one
  set_fields(one, fields);
  item(place, one);
}

// Each lead in it is a receipt of its own; the envelope itself holds nothing.
void Settling::envelope(const Place& place, const std::vector<Item>& items) {
  settle(place, State::kNothing, {}, static_cast<int>(items.size()));
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto& key = items[i].provider_id.empty() ? place.receipt + "#" + std::to_string(i) : items[i].provider_id;
    const Place inside{receipt_id(workspace(), submission_.source_id(), key), static_cast<int>(i), std::nullopt};
    if (const auto first = receipt(inside.receipt)) {
      duplicate(inside.receipt, *first);
    } else {
      item(inside, items[i]);
    }
  }
}

void Settling::item(const Place& place, const Item& item) {
  if (!item.provider_id.empty() && !place.from) {
    const auto known = draft_.get(provider_key(workspace(), submission_.source_id(), item.provider_id));
    if (known && *known != place.receipt)
      return duplicate(place.receipt, receipt(*known).value_or(state::v1::Receipt()));
  }
  if (item.kind == Item::Kind::kNothing) return settle(place, State::kNothing);
  if (!item.provider_id.empty())
    put_free(provider_key(workspace(), submission_.source_id(), item.provider_id), place.receipt);
  if (item.kind == Item::Kind::kUnsupported) return quarantine(place, {Reason::kUnsupportedEvent, item.detail});
  if (is_test(item)) return settle(place, State::kTest);
  item.kind == Item::Kind::kFetch ? fetch(place, item) : lead(place, item);
}

void Settling::fetch(const Place& place, const Item& item) {
  if (submission_.kind() != "meta") return quarantine(place, {Reason::kFetchNotSupported, submission_.kind()});
  enqueue_fetch(place, item.provider_id);
  settle(place, State::kWaiting);
}

void Settling::enqueue_fetch(const Place& place, const std::string& provider_id) {
  const auto* source = setup_ == nullptr ? nullptr : setup_->source(submission_.source_id());
  lead::v1::FetchLead payload;
  payload.set_workspace_id(workspace());
  payload.set_source_id(submission_.source_id());
  payload.set_provider_id(provider_id);
  payload.set_receipt_id(place.receipt);
  if (source != nullptr) payload.set_url(graph_url(*source, provider_id));
  if (source != nullptr) payload.set_access_token(source->meta().access_token());
  payload.set_received_micros(submission_.received_micros());
  journal::v1::OutboxEntry entry;
  entry.set_id(workspace() + ":fetch:" + place.receipt + ":" + draft_.cause());  // a later try is another call
  entry.set_channel("fetch");
  entry.set_payload(payload.SerializeAsString());
  entry.set_traceparent(submission_.traceparent());
  draft_.enqueue(std::move(entry));
}

void Settling::lead(const Place& place, const Item& item) {
  auto outcome = enquiry_of(item, setup_->rules.at(submission_.source_id()), text_,
                            instant_from_micros(submission_.received_micros()));
  if (const auto* rejection = std::get_if<Rejection>(&outcome)) return quarantine(place, *rejection);
  auto& enquiry = std::get<Enquiry>(outcome);
  const auto identity = owner_of(enquiry);
  const auto id = identity.lead ? identity.lead->value() : lead_id(place.receipt);
  index(enquiry, id);
  Touchpoint touch{submission_.source_id(), item.provider_id.empty() ? submission_.provider_id() : item.provider_id,
                   place.receipt, enquiry.submitted_at, enquiry.attribution};
  Lead lead;
  if (identity.lead) {
    lead = from_proto(read_value<state::v1::IngestLead>(draft_.get(lead_key(workspace(), id)))->lead());
    repeat(lead, std::move(enquiry), std::move(touch), draft_.now());
  } else {
    lead = new_lead(LeadId(id), std::move(enquiry), std::move(touch), draft_.now());
  }
  if (identity.conflict) lead.attributes["identity_conflict"] = true;
  state::v1::IngestLead stored;
  *stored.mutable_lead() = to_proto(lead);
  draft_.put(lead_key(workspace(), id), stored.SerializeAsString());
  auto changed = fact(place.receipt, id);
  changed.mutable_lead_changed()->set_change(identity.lead ? lead::v1::LeadChanged::REPEATED
                                                           : lead::v1::LeadChanged::CREATED);
  *changed.mutable_lead_changed()->mutable_lead() = std::move(*stored.mutable_lead());
  draft_.emit(std::move(changed));
  settle(place, identity.lead ? State::kUpdated : State::kCreated, {id}, 1);
}

Identity Settling::owner_of(const Enquiry& enquiry) {
  const auto match = [&](const std::string& value, const std::string& key) -> std::optional<Match> {
    if (value.empty()) return std::nullopt;
    const auto id = draft_.get(key);
    if (!id) return std::nullopt;
    const auto found = read_value<state::v1::IngestLead>(draft_.get(lead_key(workspace(), *id)));
    if (!found) return std::nullopt;
    return Match{LeadId(*id), instant_from_micros(found->lead().created_micros())};
  };
  const auto& contact = enquiry.contact;
  return identify({match(enquiry.person_id, person_key(workspace(), submission_.source_id(), enquiry.person_id)),
                   match(contact.phone, phone_key(workspace(), contact.phone)),
                   match(contact.email, email_key(workspace(), contact.email))});
}

void Settling::index(const Enquiry& enquiry, const std::string& lead_id) {
  const auto& contact = enquiry.contact;
  if (!contact.phone.empty()) put_free(phone_key(workspace(), contact.phone), lead_id);
  if (!contact.email.empty()) put_free(email_key(workspace(), contact.email), lead_id);
  if (!enquiry.person_id.empty())
    put_free(person_key(workspace(), submission_.source_id(), enquiry.person_id), lead_id);
}

// A key stays with whom it was given first.
void Settling::put_free(std::string key, const std::string& value) {
  if (!draft_.get(key)) draft_.put(std::move(key), value);
}

void Settling::duplicate(const std::string& id, const state::v1::Receipt& first) {
  const auto key = ledger_key(workspace(), submission_.source_id());
  auto books = from_proto(read_value<state::v1::Ledger>(draft_.get(key)).value_or(state::v1::Ledger()));
  count_duplicate(books);
  draft_.put(key, to_proto(books).SerializeAsString());
  auto event = fact(id, first.settled().lead_ids_size() > 0 ? first.settled().lead_ids(0) : "");
  auto& settled = *event.mutable_submission_settled();
  settled = first.settled();
  settled.set_receipt_id(id);
  settled.set_source_id(submission_.source_id());
  settled.set_state(lead::v1::SubmissionSettled::DUPLICATE);
  settled.set_body_differs(first.settled().receipt_id() == id && first.body_hash() != hash_of(submission_));
  if (!receipt(id)) put_receipt(settled);
  draft_.emit(std::move(event));
}

void Settling::quarantine(const Place& place, const Rejection& rejection) {
  state::v1::Quarantined kept;
  *kept.mutable_submission() = submission_;
  kept.mutable_submission()->set_receipt_id(place.receipt);
  kept.set_reason(std::string(code_of(rejection.reason)));
  kept.set_detail(rejection.detail);
  kept.set_at_micros(to_micros(draft_.now()));
  kept.set_item(place.item);
  settle(place, State::kQuarantined);
  draft_.put(quarantine_key(workspace(), place.receipt), kept.SerializeAsString());
  auto event = fact(place.receipt);
  auto& quarantined = *event.mutable_quarantined();
  quarantined.set_receipt_id(place.receipt);
  quarantined.set_source_id(submission_.source_id());
  quarantined.set_reason(kept.reason());
  quarantined.set_detail(kept.detail());
  draft_.emit(std::move(event));
}

void Settling::settle(const Place& place, State state, const std::vector<std::string>& lead_ids, int leads) {
  const auto key = ledger_key(workspace(), submission_.source_id());
  auto books = from_proto(read_value<state::v1::Ledger>(draft_.get(key)).value_or(state::v1::Ledger()));
  move(books, place.from, state);
  draft_.put(key, to_proto(books).SerializeAsString());
  if (place.from == State::kQuarantined) draft_.erase(quarantine_key(workspace(), place.receipt));
  auto event = fact(place.receipt, lead_ids.empty() ? "" : lead_ids.front());
  auto& settled = *event.mutable_submission_settled();
  settled.set_receipt_id(place.receipt);
  settled.set_source_id(submission_.source_id());
  settled.set_state(to_proto(state));
  settled.mutable_lead_ids()->Assign(lead_ids.begin(), lead_ids.end());
  settled.set_leads(leads);
  put_receipt(settled);
  draft_.emit(std::move(event));
}

void Settling::put_receipt(const lead::v1::SubmissionSettled& settled) {
  state::v1::Receipt receipt;
  *receipt.mutable_settled() = settled;
  receipt.set_body_hash(hash_of(submission_));
  draft_.put(receipt_key(workspace(), settled.receipt_id()), receipt.SerializeAsString());
}

std::optional<state::v1::Receipt> Settling::receipt(const std::string& id) {
  return read_value<state::v1::Receipt>(draft_.get(receipt_key(workspace(), id)));
}

lead::v1::Event Settling::fact(const std::string& receipt, const std::string& lead_id) const {
  lead::v1::Event event;
  event.set_workspace_id(workspace());
  event.set_lead_id(lead_id);
  event.set_occurred_micros(to_micros(draft_.now()));
  event.set_received_micros(submission_.received_micros());
  event.set_traceparent(submission_.traceparent());
  event.set_command_id(receipt);
  return event;
}

}  // namespace leakproof::ingest
