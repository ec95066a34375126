// A message of a journey for one lead: mustache text, rendered as plain text for the step's channel. A value that is
// blank, or false, is none. Where a lead has no given name of its own, the full name's is taken, by the rules of its
// language. Pure functions.
#pragma once
#include <optional>
#include <string>

#include "channels/table/channel.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/lead.pb.h"

namespace leakproof::nurture {

// Whether it can be rendered.
bool is_template(const std::string& text);

// The first value that the message needs and the lead does not have: it does not go out with a hole in it.
std::optional<std::string> hole_in(const config::v1::Send& text, const config::v1::Workspace& workspace,
                                   const lead::v1::Lead& lead);

// The link that lets the lead opt out is not signed yet: a stage holds no secrets, the sender signs it
// (crypto/unsubscribe_token.h). `outbox_id` is unique for ever and makes the message's id. `channel` is one that
// reaches leads. Line breaks in a subject become spaces.
channels::Message render(const channels::ChannelRow& channel, const config::v1::Send& text,
                         const config::v1::Workspace& workspace, const lead::v1::Lead& lead,
                         const std::string& outbox_id);

}  // namespace leakproof::nurture
