// One fact about a lead in a sentence, in the languages that decisions are explained in. Holds no contact data. Pure.
#pragma once
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "router/domain/messages.h"

namespace leakproof::leadctl {

// Every kind of fact has one; a kind or a state that this program does not know yet is named as the wire names it.
std::string words_of(const lead::v1::Event& event, router::Language language);

}  // namespace leakproof::leadctl
