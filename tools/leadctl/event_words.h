// One fact about a lead in a sentence, in the languages that decisions are explained in. The words are those of
// leadctl/messages. Holds no contact data. Pure.
#pragma once
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "messages/messages.h"

namespace leakproof::leadctl {

// Every kind of fact has one; a kind or a state that this program does not know yet is named as the wire names it.
std::string words_of(const lead::v1::Event& event, messages::Language language);

// The texts of leadctl alone.
const messages::Messages& messages_in(messages::Language language);

}  // namespace leakproof::leadctl
