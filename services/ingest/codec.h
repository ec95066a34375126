// Protos ↔ domain structs. Total: what the wire cannot say has a stated default.
#pragma once
#include <optional>
#include <string>

#include "ingest/domain/lead.h"
#include "ingest/domain/source_ledger.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/event.pb.h"
#include "leakproof/lead/v1/lead.pb.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::ingest {

lead::v1::Lead to_proto(const Lead& lead);
Lead from_proto(const lead::v1::Lead& proto);

// As ingest keeps it: with the ages of its fields.
state::v1::IngestLead to_state(const Lead& lead);
Lead from_state(const state::v1::IngestLead& state);

state::v1::Ledger to_proto(const SourceLedger& ledger);
SourceLedger from_proto(const state::v1::Ledger& proto);

lead::v1::SubmissionSettled::State to_proto(State state);
// A DUPLICATE is the end of a receipt of its own: nothing moves it.
State from_proto(lead::v1::SubmissionSettled::State state);

// Aliases folded and put in order: the source's, the workspace's fields, the built-in ones.
SourceRules rules_of(const config::v1::Workspace& workspace, const config::v1::Source& source, const Text& text);

}  // namespace leakproof::ingest
