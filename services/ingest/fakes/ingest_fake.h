// Ingest's processor over a draft in memory, with a workspace of a source of each kind: what its tests share.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "ingest/codec.h"
#include "ingest/ids.h"
#include "ingest/ingest_processor.h"
#include "ingest/keys.h"
#include "ingest/sources/text.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "stream/fakes/draft_fake.h"
#include "stream/typed_state.h"

namespace leakproof::ingest {

using lead::v1::SubmissionSettled;
using stream::OutboxOutcome;

inline const Instant kNow = instant_from_micros(1767582700000000);

class Ingest : public ::testing::Test {
 protected:
  Ingest() { configure(); }

  void configure() {
    config::v1::Workspace workspace;
    workspace.set_workspace_id("demo");
    workspace.set_default_region("VN");
    workspace.set_default_zone("Asia/Ho_Chi_Minh");
    auto& field = *workspace.add_fields();
    field.set_name("budget");
    field.set_type("integer");
    field.add_aliases("Ngân sách");
    for (const char* kind : {"json", "meta", "tiktok", "linkedin", "zalo", "google", "form"}) {
      auto& source = *workspace.add_sources();
      source.set_source_id(kind);
      source.set_kind(kind);
    }
    workspace.mutable_sources(1)->mutable_meta()->set_graph_url("http://graph");
    workspace.mutable_sources(1)->mutable_meta()->set_access_token("meta_access");
    workspace.mutable_sources(6)->set_consent_field("Tôi đồng ý");
    workspace.mutable_sources(6)->add_required("city");
    workspace.mutable_sources(6)->mutable_form()->set_honeypot("fax_number");
    state::v1::ConfigVersion version;
    version.set_version(1);
    version.set_workspace(workspace.SerializeAsString());
    draft.put(config_key("demo"), version.SerializeAsString());
  }

  static lead::v1::Submission submission(const std::string& source, const std::string& id, const std::string& body) {
    lead::v1::Submission made;
    made.set_workspace_id("demo");
    made.set_source_id(source);
    made.set_kind(source);
    made.set_content_type("application/json");
    made.set_receipt_id(receipt_id("demo", source, id));
    made.set_provider_id(source == "json" ? id : "");
    made.set_body(body);
    made.set_received_micros(to_micros(kNow));
    made.set_traceparent("00-trace");
    return made;
  }
  Status take(const std::string& topic, const google::protobuf::Message& message) {
    stream::Record record;
    record.value = message.SerializeAsString();
    return processor.on_record(topic, record, draft);
  }
  // The facts that one submission gives, a line each.
  std::string submit(const lead::v1::Submission& made) {
    EXPECT_TRUE(take("lead.submissions", made).ok());
    return facts();
  }
  std::string submit(const std::string& source, const std::string& id, const std::string& body) {
    return submit(submission(source, id, body));
  }

  std::string facts() {
    std::string out;
    for (const auto& event : draft.take_events()) {
      last = event;
      if (event.has_lead_changed()) changed = event;
      out += out.empty() ? "" : "\n";
      switch (event.body_case()) {
        case lead::v1::Event::kLeadChanged:
          out += "lead " + lead::v1::LeadChanged::Change_Name(event.lead_changed().change());
          break;
        case lead::v1::Event::kQuarantined:
          out += "why " + event.quarantined().reason() + ": " + event.quarantined().detail();
          break;
        case lead::v1::Event::kSubmissionSettled:
          out += SubmissionSettled::State_Name(event.submission_settled().state());
          break;
        case lead::v1::Event::kActivity:
          out += event.activity().actor() == "lead" ? "touch " + event.activity().touch().type() : "activity";
          break;
        case lead::v1::Event::kActivityIgnored:
          out += "ignored " + event.activity_ignored().reason();
          break;
        case lead::v1::Event::kConfigApplied:
          out += "applied " + std::to_string(event.config_applied().version());
          break;
        case lead::v1::Event::kConfigRefused:
          out += "refused at " + std::to_string(event.config_refused().version_in_force());
          break;
        default:
          out += "?";
      }
    }
    EXPECT_TRUE(books_balance());
    return out;
  }
  bool books_balance() {
    bool all = true;
    draft.scan(stream::state_key("demo", "ledger"), "", [&](std::string_view, std::string_view value) {
      state::v1::Ledger ledger;
      EXPECT_TRUE(ledger.ParseFromString(std::string(value)));
      all &= balanced(from_proto(ledger));
      return true;
    });
    return all;
  }
  SourceLedger ledger(const std::string& source) {
    return from_proto(stream::find<state::v1::Ledger>(draft, ledger_key("demo", source)).value_or(state::v1::Ledger()));
  }
  lead::v1::Activity activity(const std::string& id, const std::string& lead = {}) {
    lead::v1::Activity made;
    made.set_activity_id(id);
    made.set_workspace_id("demo");
    made.set_lead_id(lead);
    return made;
  }
  std::string act(const lead::v1::Activity& made) {
    EXPECT_TRUE(take("sales.activities", made).ok());
    return facts();
  }
  std::string fix(const std::string& id, const std::string& receipt, const std::map<std::string, std::string>& fields,
                  bool discard = false) {
    auto made = activity(id);
    made.mutable_quarantine_fix()->set_receipt_id(receipt);
    made.mutable_quarantine_fix()->mutable_fields()->insert(fields.begin(), fields.end());
    made.mutable_quarantine_fix()->set_discard(discard);
    return act(made);
  }

  stream::DraftFake draft{kNow};
  IngestProcessor processor{real_text()};
  lead::v1::Event last, changed;
};

inline constexpr const char* kAn =
    R"({"fields":{"name":"Nguyễn An","phone":"0901234567","email":"an@example.com","Ngân sách":"5000"},"attribution":{"utm_source":"ads"}})";

}  // namespace leakproof::ingest
