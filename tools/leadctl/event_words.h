// One fact about a lead in a sentence, in the languages that decisions are explained in. The words are those of
// leadctl/messages. Holds no contact data. Pure.
#pragma once
#include <google/protobuf/repeated_ptr_field.h>

#include <set>
#include <string>

#include "leakproof/lead/v1/event.pb.h"
#include "messages/messages.h"
#include "router/audit/decision_codec.h"

namespace leakproof::leadctl {

// What the sentences of a timeline need to know beside the fact.
struct Surroundings {
  router::MemberNames names;             // members without one are called by their ids
  std::set<std::string> without_effect;  // ids of activities that a stage has ignored
};

// Every kind of fact has one; a kind or a state that this program does not know yet is named as the wire names it.
std::string words_of(const lead::v1::Event& event, messages::Language language, const Surroundings& around = {});

// The ids of the activities that some of these facts say are ignored.
std::set<std::string> ignored_activities(const google::protobuf::RepeatedPtrField<lead::v1::Event>& events);

// The texts of leadctl alone.
const messages::Messages& messages_in(messages::Language language);

}  // namespace leakproof::leadctl
