#include "ingest/submission_handler.h"

#include <utility>

#include "base/check.h"
#include "crypto/digest.h"
#include "ingest/ids.h"
#include "ingest/keys.h"
#include "ingest/limits.h"
#include "stream/fact.h"
#include "stream/typed_state.h"

namespace leakproof::ingest {
namespace {

std::string hash_of(const lead::v1::Submission& submission) {
  return std::string(crypto::bytes_of(crypto::sha256(submission.body())));
}

std::string graph_url(const config::v1::Source& source, const std::string& provider_id) {
  const std::string fields =
      "id,created_time,field_data,ad_id,ad_name,adset_id,adset_name,campaign_id,campaign_name,form_id,is_organic,"
      "platform,"
      "custom_disclaimer_responses";
  const auto& base = source.meta().graph_url();
  return (base.empty() ? "https://graph.facebook.com/v19.0" : base) + "/" + provider_id + "?fields=" + fields;
}

// In front of what was decoded, in place of what it says under the same name.
void set_fields(DecodedLead& decoded, const std::map<std::string, std::string>& fields) {
  for (const auto& [name, value] : fields)
    decoded.fields.insert(decoded.fields.begin(), Field{{name}, {value}, false, true});
}

const SourceKind& kind_of(const lead::v1::Submission& submission) {
  const auto* kind = find_source_kind(submission.kind());
  LEAKPROOF_CHECK(kind != nullptr);  // the processor refuses other kinds
  return *kind;
}

}  // namespace

SubmissionHandler::SubmissionHandler(const lead::v1::Submission& submission, const IngestConfig* config,
                                     const Text& text, stream::Draft& draft)
    : submission_(submission), kind_(kind_of(submission)), config_(config), text_(text), draft_(draft) {}

void SubmissionHandler::accept() {
  const auto& id = submission_.receipt_id();
  const auto first = receipt(id);
  if (!first) return read({id, -1, std::nullopt}, {});
  const auto state = first->settled().state();
  const bool announced = &kind_ == &kFetchedLead && state == lead::v1::SubmissionSettled::WAITING;
  if (!announced && !is_corrected(*first)) return duplicate(id, *first);
  read({id, -1, from_proto(state)}, {});
}

// What was quarantined may come again with another body: it is tried again, whoever sends it.
bool SubmissionHandler::is_corrected(const state::v1::Receipt& first) const {
  return first.settled().state() == lead::v1::SubmissionSettled::QUARANTINED &&
         (submission_.replayed() || first.body_hash() != hash_of(submission_));
}

void SubmissionHandler::retry(const std::string& receipt, int item, const std::map<std::string, std::string>& fields) {
  const SubmissionRef ref{receipt, item, State::kQuarantined, true};
  if (&kind_ == &kFetchedLead && submission_.body().empty() && fields.empty()) {
    enqueue_fetch(ref, submission_.provider_id());
    return settle(ref, State::kWaiting);
  }
  read(ref, fields);
  if (item < 0) return;
  const auto envelope = stream::find<state::v1::Envelope>(draft_, envelope_key(workspace(), submission_.receipt_id()));
  const bool goes_on = envelope && envelope->goes_on();
  keep_envelope(goes_on, goes_on);
}

void SubmissionHandler::discard(const std::string& receipt) {
  settle({receipt, -1, State::kQuarantined}, State::kDiscarded);
}

void SubmissionHandler::fetch_failed(const std::string& detail) {
  quarantine({submission_.receipt_id(), -1, State::kWaiting}, {Reason::kFetchFailed, detail});
}

void SubmissionHandler::read(const SubmissionRef& ref, const std::map<std::string, std::string>& fields) {
  if (config_ == nullptr) return quarantine(ref, {Reason::kNoConfiguration, submission_.workspace_id()});
  if (config_->source(submission_.source_id()) == nullptr)
    return quarantine(ref, {Reason::kUnknownSource, submission_.source_id()});
  auto all = kind_.decoder({submission_.content_type(), submission_.body()});
  if (!all.ok() && fields.empty()) return quarantine(ref, {Reason::kUnreadable, all.error().message()});
  if (!all.ok()) all = std::vector<DecodedLead>(1);  // what the person set is all there is
  if (all->size() > kItemsMax) return quarantine(ref, {Reason::kUnreadable, "more than 1000 leads in one body"});
  const auto at = static_cast<std::size_t>(std::max(0, ref.item));
  if (ref.item < 0 && all->size() != 1) return take_all(ref, *all);
  if (at >= all->size()) return quarantine(ref, {Reason::kUnreadable, "the lead is no longer found in its envelope"});
  auto& one = (*all)[at];
  if (!fields.empty()) {  // a person says that it is one
    one.kind = DecodedLead::Kind::kLead;
    one.touch.clear();
  }
  set_fields(one, fields);
  take(ref, one);
}

// The body is an envelope: it holds nothing itself, and each lead in it is a receipt of its own.
void SubmissionHandler::take_all(const SubmissionRef& ref, const std::vector<DecodedLead>& all) {
  settle(ref, State::kNothing, {}, static_cast<int>(all.size()));
  take_from(all, 0);
}

void SubmissionHandler::go_on(int item) {
  const auto all = kind_.decoder({submission_.content_type(), submission_.body()});
  if (all.ok()) take_from(*all, static_cast<std::size_t>(std::max(0, item)));
}

// Leads that inquire again are told whole: a thousand large ones are more than a record holds. As many as one effect
// takes, and the rest by a timer that is due at once.
void SubmissionHandler::take_from(const std::vector<DecodedLead>& all, std::size_t first) {
  std::size_t next = first;
  for (; next < all.size() && (next == first || draft_.has_room()); ++next)
    take_item(all[next], static_cast<int>(next));
  keep_envelope(first > 0, next < all.size());
  if (next == all.size()) return;
  state::v1::EnvelopeRest rest;
  rest.set_workspace_id(workspace());
  rest.set_receipt_id(submission_.receipt_id());
  rest.set_item(static_cast<int>(next));
  draft_.set_timer(kEnvelopeTimer + workspace() + ":" + rest.receipt_id() + ":" + std::to_string(next), draft_.now(),
                   rest.SerializeAsString());
}

void SubmissionHandler::take_item(const DecodedLead& decoded, int item) {
  const auto& key =
      decoded.provider_id.empty() ? submission_.receipt_id() + "#" + std::to_string(item) : decoded.provider_id;
  SubmissionRef inside{receipt_id(workspace(), submission_.source_id(), key), item, std::nullopt};
  const auto first = receipt(inside.receipt);
  if (first && !is_corrected(*first)) return duplicate(inside.receipt, *first);
  if (first) inside.from = State::kQuarantined;
  const bool known = config_ != nullptr && config_->source(submission_.source_id()) != nullptr;
  if (!known) return quarantine(inside, {Reason::kUnknownSource, submission_.source_id()});
  take(inside, decoded);
}

void SubmissionHandler::take(const SubmissionRef& ref, const DecodedLead& decoded) {
  if (!decoded.provider_id.empty() && !ref.from) {
    const auto known = draft_.get(provider_key(workspace(), submission_.source_id(), decoded.provider_id));
    if (known && *known != ref.receipt) return duplicate(ref.receipt, receipt(*known).value_or(state::v1::Receipt()));
  }
  if (!decoded.touch.empty() && touch(ref, decoded)) return;
  if (decoded.kind == DecodedLead::Kind::kNothing) return settle(ref, State::kNothing);
  if (!decoded.provider_id.empty())
    put_free(provider_key(workspace(), submission_.source_id(), decoded.provider_id), ref.receipt);
  if (decoded.kind == DecodedLead::Kind::kUnsupported)
    return quarantine(ref, {Reason::kUnsupportedEvent, decoded.detail});
  if (decoded.kind == DecodedLead::Kind::kUnreadable) return quarantine(ref, {Reason::kUnreadable, decoded.detail});
  if (is_test(decoded)) return settle(ref, State::kTest);
  if (decoded.kind == DecodedLead::Kind::kFetch) return fetch(ref, decoded);
  const auto& rules = config_->rules.at(submission_.source_id());
  if (!ref.vouched && is_trapped(decoded, rules, text_)) return quarantine(ref, {Reason::kHoneypot, rules.honeypot});
  store_lead(ref, decoded);
}

// A sign of interest of somebody who is known. False: nobody knows them.
bool SubmissionHandler::touch(const SubmissionRef& ref, const DecodedLead& decoded) {
  if (decoded.person_id.empty()) return false;
  const auto id = draft_.get(person_key(workspace(), submission_.source_id(), decoded.person_id));
  if (!id) return false;
  if (!decoded.provider_id.empty())
    put_free(provider_key(workspace(), submission_.source_id(), decoded.provider_id), ref.receipt);
  auto event = fact(ref.receipt, *id);
  auto& activity = *event.mutable_activity();
  activity.set_activity_id("touch_" + ref.receipt);
  activity.set_workspace_id(workspace());
  activity.set_lead_id(*id);
  activity.set_actor("lead");
  activity.set_received_micros(submission_.received_micros());
  activity.set_occurred_micros(decoded.submitted_at ? to_micros(*decoded.submitted_at) : submission_.received_micros());
  activity.mutable_touch()->set_type(decoded.touch);
  activity.mutable_touch()->mutable_attribution()->insert(decoded.attribution.begin(), decoded.attribution.end());
  draft_.emit(std::move(event));
  settle(ref, State::kNothing, {*id});
  return true;
}

void SubmissionHandler::fetch(const SubmissionRef& ref, const DecodedLead& decoded) {
  const auto* configured = config::find_source_kind(kind_.name);
  if (configured == nullptr || !configured->is_fetched)
    return quarantine(ref, {Reason::kFetchNotSupported, submission_.kind()});
  enqueue_fetch(ref, decoded.provider_id);
  settle(ref, State::kWaiting);
}

void SubmissionHandler::enqueue_fetch(const SubmissionRef& ref, const std::string& provider_id) {
  const auto* source = config_ == nullptr ? nullptr : config_->source(submission_.source_id());
  lead::v1::FetchLead payload;
  payload.set_workspace_id(workspace());
  payload.set_source_id(submission_.source_id());
  payload.set_provider_id(provider_id);
  payload.set_receipt_id(ref.receipt);
  if (source != nullptr) payload.set_url(graph_url(*source, provider_id));
  if (source != nullptr) payload.set_access_token(source->meta().access_token());
  payload.set_received_micros(submission_.received_micros());
  journal::v1::OutboxEntry entry;
  entry.set_id(workspace() + ":fetch:" + ref.receipt + ":" + draft_.cause());  // a later try is another call
  entry.set_channel("fetch");
  entry.set_payload(payload.SerializeAsString());
  entry.set_traceparent(submission_.traceparent());
  draft_.enqueue(std::move(entry));
}

void SubmissionHandler::store_lead(const SubmissionRef& ref, const DecodedLead& decoded) {
  auto outcome = inquiry_in(decoded);
  if (const auto* rejection = std::get_if<Rejection>(&outcome)) return quarantine(ref, *rejection);
  auto& inquiry = std::get<Inquiry>(outcome);
  const auto identity = owner_of(inquiry);
  const auto id = identity.lead ? identity.lead->value() : lead_id(ref.receipt);
  index(inquiry, id);
  const auto unread = inquiry.unread;
  Touchpoint touch{submission_.source_id(),
                   decoded.provider_id.empty() ? submission_.provider_id() : decoded.provider_id, ref.receipt,
                   inquiry.submitted_at, inquiry.attribution};
  Lead lead;
  if (identity.lead) {
    lead = from_state(*stream::find<state::v1::IngestLead>(draft_, lead_key(workspace(), id)));
    repeat(lead, std::move(inquiry), std::move(touch), draft_.now());
  } else {
    lead = new_lead(LeadId(id), inquiry, std::move(touch), draft_.now());
  }
  if (identity.conflict) lead.attributes["identity_conflict"] = true;
  auto stored = to_state(lead);
  draft_.put(lead_key(workspace(), id), stored.SerializeAsString());
  auto changed = fact(ref.receipt, id);
  changed.mutable_lead_changed()->set_change(identity.lead ? lead::v1::LeadChanged::REPEATED
                                                           : lead::v1::LeadChanged::CREATED);
  *changed.mutable_lead_changed()->mutable_lead() = std::move(*stored.mutable_lead());
  draft_.emit(std::move(changed));
  settle(ref, identity.lead ? State::kUpdated : State::kCreated, {id}, 1, unread);
}

// A number without a country code is at home where the lead is that a person's id or address names.
std::variant<Inquiry, Rejection> SubmissionHandler::inquiry_in(const DecodedLead& decoded) {
  const auto& rules = config_->rules.at(submission_.source_id());
  const auto received = instant_from_micros(submission_.received_micros());
  auto outcome = inquiry_of(decoded, rules, text_, received);
  const auto* inquiry = std::get_if<Inquiry>(&outcome);
  if (inquiry == nullptr || inquiry->attributes.contains("country")) return outcome;
  const auto country = known_country(*inquiry);
  return country.empty() || country == rules.default_region ? outcome
                                                            : inquiry_of(decoded, rules, text_, received, country);
}

std::string SubmissionHandler::known_country(const Inquiry& inquiry) {
  const auto identity = identify(matches(person_and_email_keys(inquiry)));
  if (!identity.lead) return {};
  const auto known = stream::find<state::v1::IngestLead>(draft_, lead_key(workspace(), identity.lead->value()));
  const auto country = known->lead().attributes().find("country");
  return country == known->lead().attributes().end() ? "" : text_.country(country->second.text());
}

std::vector<Match> SubmissionHandler::matches(const std::vector<std::string>& keys) {
  std::vector<Match> found;
  for (const auto& key : keys) {
    const auto id = draft_.get(key);
    const auto known = id ? stream::find<state::v1::IngestLead>(draft_, lead_key(workspace(), *id)) : std::nullopt;
    if (known) found.push_back({LeadId(*id), instant_from_micros(known->lead().created_micros())});
  }
  return found;
}

std::vector<std::string> SubmissionHandler::person_and_email_keys(const Inquiry& inquiry) const {
  std::vector<std::string> keys;
  if (!inquiry.person_id.empty()) keys.push_back(person_key(workspace(), submission_.source_id(), inquiry.person_id));
  for (const auto& address : inquiry.email_keys) keys.push_back(email_key(workspace(), address));
  return keys;
}

Identity SubmissionHandler::owner_of(const Inquiry& inquiry) {
  std::vector<std::string> keys;
  for (const auto& phone : inquiry.phone_keys) keys.push_back(phone_key(workspace(), phone));
  for (auto& key : person_and_email_keys(inquiry)) keys.push_back(std::move(key));
  return identify(matches(keys));
}

void SubmissionHandler::index(const Inquiry& inquiry, const std::string& lead_id) {
  for (auto& key : person_and_email_keys(inquiry)) put_free(std::move(key), lead_id);
  for (const auto& phone : inquiry.phone_keys) put_free(phone_key(workspace(), phone), lead_id);
  for (const auto& phone : inquiry.doubtful_phones) put_free(doubtful_phone_key(workspace(), phone), lead_id);
  for (const auto& address : inquiry.doubtful_emails) put_free(doubtful_email_key(workspace(), address), lead_id);
}

// A key stays with the lead that it was given to first.
void SubmissionHandler::put_free(std::string key, const std::string& value) {
  if (!draft_.get(key)) draft_.put(std::move(key), value);
}

void SubmissionHandler::duplicate(const std::string& id, const state::v1::Receipt& first) {
  const auto key = ledger_key(workspace(), submission_.source_id());
  auto ledger = from_proto(stream::find<state::v1::Ledger>(draft_, key).value_or(state::v1::Ledger()));
  count_duplicate(ledger);
  draft_.put(key, to_proto(ledger).SerializeAsString());
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

void SubmissionHandler::quarantine(const SubmissionRef& ref, const Rejection& rejection) {
  state::v1::Quarantined kept;
  *kept.mutable_submission() = submission_;
  kept.mutable_submission()->set_receipt_id(ref.receipt);
  kept.set_reason(std::string(code_of(rejection.reason)));
  kept.set_detail(rejection.detail);
  kept.set_at_micros(to_micros(draft_.now()));
  kept.set_item(ref.item);
  settle(ref, State::kQuarantined);
  if (ref.item >= 0) put_in_envelope(kept);
  draft_.put(quarantine_key(workspace(), ref.receipt), kept.SerializeAsString());
  auto event = fact(ref.receipt);
  auto& quarantined = *event.mutable_quarantined();
  quarantined.set_receipt_id(ref.receipt);
  quarantined.set_source_id(submission_.source_id());
  quarantined.set_reason(kept.reason());
  quarantined.set_detail(kept.detail());
  draft_.emit(std::move(event));
}

// The body of many leads is kept once, not with each of them.
void SubmissionHandler::put_in_envelope(state::v1::Quarantined& item) {
  ++quarantined_;
  item.mutable_submission()->clear_body();
  item.set_envelope_receipt_id(submission_.receipt_id());
}

// Once an input: it is as large as the POST.
void SubmissionHandler::keep_envelope(bool went_on, bool goes_on) {
  const bool changes = quarantined_ > 0 || went_on != goes_on;
  if (!changes) return;
  const auto key = envelope_key(workspace(), submission_.receipt_id());
  auto envelope = stream::find<state::v1::Envelope>(draft_, key);
  if (!envelope) envelope.emplace().mutable_submission()->CopyFrom(submission_);
  envelope->set_quarantined(envelope->quarantined() + std::exchange(quarantined_, 0));
  envelope->set_goes_on(goes_on);
  store_envelope(key, *envelope);
}

void SubmissionHandler::store_envelope(const std::string& key, const state::v1::Envelope& envelope) {
  if (envelope.goes_on() || envelope.quarantined() > 0)
    stream::store(draft_, key, envelope);
  else
    draft_.erase(key);
}

void SubmissionHandler::leave_quarantine(const std::string& receipt) {
  const auto key = quarantine_key(workspace(), receipt);
  const auto kept = stream::find<state::v1::Quarantined>(draft_, key);
  draft_.erase(key);
  if (!kept || kept->envelope_receipt_id().empty()) return;
  const auto envelope_at = envelope_key(workspace(), kept->envelope_receipt_id());
  auto envelope = stream::find<state::v1::Envelope>(draft_, envelope_at);
  if (!envelope) return;
  envelope->set_quarantined(envelope->quarantined() - 1);
  store_envelope(envelope_at, *envelope);
}

void SubmissionHandler::settle(const SubmissionRef& ref, State state, const std::vector<std::string>& lead_ids,
                               int leads, const std::set<std::string>& unread) {
  const auto key = ledger_key(workspace(), submission_.source_id());
  auto ledger = from_proto(stream::find<state::v1::Ledger>(draft_, key).value_or(state::v1::Ledger()));
  move(ledger, ref.from, state);
  count_unread(ledger, unread);
  draft_.put(key, to_proto(ledger).SerializeAsString());
  if (ref.from == State::kQuarantined) leave_quarantine(ref.receipt);
  auto event = fact(ref.receipt, lead_ids.empty() ? "" : lead_ids.front());
  auto& settled = *event.mutable_submission_settled();
  settled.set_receipt_id(ref.receipt);
  settled.set_source_id(submission_.source_id());
  settled.set_state(to_proto(state));
  settled.mutable_lead_ids()->Assign(lead_ids.begin(), lead_ids.end());
  settled.set_leads(leads);
  settled.mutable_unread_values()->Assign(unread.begin(), unread.end());
  put_receipt(settled);
  draft_.emit(std::move(event));
}

void SubmissionHandler::put_receipt(const lead::v1::SubmissionSettled& settled) {
  state::v1::Receipt receipt;
  *receipt.mutable_settled() = settled;
  receipt.set_body_hash(hash_of(submission_));
  draft_.put(receipt_key(workspace(), settled.receipt_id()), receipt.SerializeAsString());
}

std::optional<state::v1::Receipt> SubmissionHandler::receipt(const std::string& id) {
  return stream::find<state::v1::Receipt>(draft_, receipt_key(workspace(), id));
}

lead::v1::Event SubmissionHandler::fact(const std::string& receipt, const std::string& lead_id) const {
  return stream::make_fact({workspace(), lead_id, submission_.received_micros(), submission_.traceparent(), receipt},
                           draft_.now());
}

}  // namespace leakproof::ingest
