// The lead that a person means when they type what they have at hand.
#pragma once
#include <optional>
#include <string>

#include "leadctl/session.h"

namespace leakproof::leadctl {

enum class SubjectKind { kLead, kDecision, kEmail, kReceipt, kPhone };

// What the text is by its look: ld_…, dc_… and rc_… are ids, an @ makes an e-mail address, a digit among others a phone
// number, and so do many with words beside them. Anything else is taken for a lead's id, of which the server then says
// that there is none.
SubjectKind kind_of_subject(const std::string& text);

// The id of the one lead with this id, phone, e-mail or receipt. Nothing when there is none or more than one, or the
// call failed; then the session is told, and which leads there are.
std::optional<std::string> lead_of(Session& session, const std::string& text);

}  // namespace leakproof::leadctl
