#include "router/state/routed_lead_codec.h"

#include <gtest/gtest.h>

#include "wire/canonical_bytes.h"

namespace leakproof::router {
namespace {

using Message = state::v1::RoutedLead;
using google::protobuf::FieldDescriptor;

void fill(const FieldDescriptor* field, Message& message) {
  const auto* reflection = message.GetReflection();
  const std::string text = field->name() + " é";
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection->SetInt64(&message, field, 1'770'000'000'000'000 + field->number());
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection->SetInt32(&message, field, field->number());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->SetBool(&message, field, true);
    case FieldDescriptor::CPPTYPE_STRING:
      if (field->is_repeated()) return reflection->AddString(&message, field, text);
      return reflection->SetString(&message, field, text);
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection->SetEnumValue(&message, field, Message::OFFERED);
    default:
      ADD_FAILURE() << field->name() << ": say what stands in it";
  }
}

// What the domain does not know, as it stands in the message.
Message beside() {
  Message message;
  message.mutable_lead()->set_lead_id("a");
  message.mutable_score()->set_total(62.5);
  message.mutable_score()->set_grade("hot");
  message.add_sweeps()->set_kind("too_old");
  message.set_traceparent("00-1");
  return message;
}

// A message with every field set: one that the codec forgets is missed.
Message full() {
  Message message = beside();
  for (int i = 0; i < Message::descriptor()->field_count(); ++i) {
    const FieldDescriptor* field = Message::descriptor()->field(i);
    const bool is_beside = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE || field->name() == "traceparent";
    if (!is_beside) fill(field, message);
  }
  message.set_last_step("proposal");
  message.set_hold_reason("no_eligible_member");
  return message;
}

Message again(const Message& message, Message to) {
  encode(decode(message), to);
  return to;
}

TEST(RoutedLeadCodec, EveryFieldComesBackByteForByte) {
  EXPECT_EQ(again(full(), beside()).DebugString(), full().DebugString());
  EXPECT_EQ(wire::canonical_bytes(again(full(), beside())), wire::canonical_bytes(full()));
  EXPECT_EQ(again(Message(), Message()).ByteSizeLong(), 0u) << "what is not set is not stored";
  EXPECT_EQ(again(beside(), full()).DebugString(), beside().DebugString()) << "what was set before goes";
}

TEST(RoutedLeadCodec, EachStatusStepAndReasonOfAHoldComesBack) {
  for (int value = Message::Status_MIN; value <= Message::Status_MAX; ++value) {
    Message message;
    message.set_status(static_cast<Message::Status>(value));
    EXPECT_EQ(again(message, {}).status(), value);
  }
  for (const Step step : kSteps) {
    Message message;
    message.set_last_step(std::string(name_of(step)));
    EXPECT_EQ(decode(message).last_step, step);
    EXPECT_EQ(again(message, {}).last_step(), name_of(step));
  }
  for (const ReasonRow& row : kReasons) {
    Message message;
    message.set_hold_reason(std::string(row.name));
    EXPECT_EQ(decode(message).hold_reason, row.value);
  }
}

TEST(RoutedLeadCodec, WhatNoVersionHasWrittenIsDamage) {
  Message status, step, reason;
  status.set_status(static_cast<Message::Status>(99));
  step.set_last_step("danced");
  reason.set_hold_reason("whim");
  for (const auto& message : {status, step, reason}) EXPECT_DEATH(decode(message), "CHECK failed");
}

}  // namespace
}  // namespace leakproof::router
