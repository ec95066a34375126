// A message of a journey for one lead: mustache text, rendered as plain text. Pure functions; a variable the lead does
// not have is empty.
#pragma once
#include <string>
#include <string_view>

#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/lead.pb.h"
#include "leakproof/lead/v1/message.pb.h"

namespace leakproof::nurture {

// Whether it can be rendered.
bool is_template(const std::string& text);

// The link that lets the lead opt out is not signed yet: a stage holds no secrets, the sender signs it
// (crypto/unsubscribe_token.h). `outbox_id` is unique for ever and makes the message's id. Line breaks in a subject become
// spaces.
lead::v1::EmailCall render(const config::v1::Send& message, const config::v1::Messaging& messaging,
                           std::string_view workspace, const lead::v1::Lead& lead, const std::string& outbox_id);

}  // namespace leakproof::nurture
