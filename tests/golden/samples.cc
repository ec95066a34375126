#include "samples.h"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/text_format.h>

#include <algorithm>

#include "leakproof/api/v1/config_service.pb.h"
#include "leakproof/api/v1/event_service.pb.h"
#include "leakproof/api/v1/lead_service.pb.h"
#include "leakproof/api/v1/operations_service.pb.h"
#include "leakproof/api/v1/roster_service.pb.h"
#include "leakproof/api/v1/routing_service.pb.h"
#include "leakproof/api/v1/state_service.pb.h"
#include "leakproof/api/v1/wait_for.pb.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/journal/v1/journal.pb.h"
#include "leakproof/journal/v1/stored_record.pb.h"
#include "leakproof/lead/v1/message.pb.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "leakproof/state/v1/state.pb.h"

namespace leakproof::golden {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::Message;

constexpr int kDepth = 5;  // no message of ours holds itself, but a schema may come to

std::vector<const FileDescriptor*> kept_files() {
  return {journal::v1::Record::descriptor()->file(),  journal::v1::StoredRecord::descriptor()->file(),
          lead::v1::Activity::descriptor()->file(),   lead::v1::AuditRecord::descriptor()->file(),
          lead::v1::Event::descriptor()->file(),      lead::v1::Lead::descriptor()->file(),
          lead::v1::Submission::descriptor()->file(), state::v1::ConfigVersion::descriptor()->file(),
          lead::v1::EmailCall::descriptor()->file(),  config::v1::Workspace::descriptor()->file()};
}

void fill(Message& message, std::size_t variant, int depth);

// Sets a field, or adds one element to a repeated one.
void put(Message& message, const FieldDescriptor& field, std::size_t variant, int depth) {
  const auto& reflection = *message.GetReflection();
  const int number = field.number();
#define PUT(kind, value) \
  field.is_repeated() ? reflection.Add##kind(&message, &field, value) : reflection.Set##kind(&message, &field, value)
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return PUT(Int32, 100 + number);
    case FieldDescriptor::CPPTYPE_INT64:
      return PUT(Int64, 1'700'000'000'000'000 + number);
    case FieldDescriptor::CPPTYPE_UINT32:
      return PUT(UInt32, 200u + static_cast<std::uint32_t>(number));
    case FieldDescriptor::CPPTYPE_UINT64:
      return PUT(UInt64, 300u + static_cast<std::uint64_t>(number));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return PUT(Double, number + 0.5);
    case FieldDescriptor::CPPTYPE_FLOAT:
      return PUT(Float, static_cast<float>(number) + 0.25f);
    case FieldDescriptor::CPPTYPE_BOOL:
      return PUT(Bool, true);
    case FieldDescriptor::CPPTYPE_STRING:
      return PUT(String, field.name() + " é");
    case FieldDescriptor::CPPTYPE_ENUM:
      return PUT(Enum, field.enum_type()->value(field.enum_type()->value_count() - 1));
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (depth > 0)
        fill(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                                 : *reflection.MutableMessage(&message, &field),
             variant, depth - 1);
  }
#undef PUT
}

void fill(Message& message, std::size_t variant, int depth) {
  const Descriptor& type = *message.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!field.real_containing_oneof()) put(message, field, variant, depth);
  }
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) {
    const auto& choice = *type.oneof_decl(i);
    put(message, *choice.field(static_cast<int>(variant) % choice.field_count()), variant, depth);
  }
}

void list(const EnumDescriptor& type, std::vector<std::string>& out) {
  for (int i = 0; i < type.value_count(); ++i)
    out.push_back(type.full_name() + "." + type.value(i)->name() + " = " + std::to_string(type.value(i)->number()) +
                  " enumerator");
}

std::string type_of(const FieldDescriptor& field) {
  std::string type = field.type_name();
  if (field.message_type()) type = field.message_type()->full_name();
  if (field.enum_type()) type = field.enum_type()->full_name();
  return (field.is_repeated() ? "repeated " : "") + type;
}

void list(const Descriptor& type, std::vector<std::string>& out) {
  for (int i = 0; i < type.field_count(); ++i)
    out.push_back(type.full_name() + "." + type.field(i)->name() + " = " + std::to_string(type.field(i)->number()) +
                  " " + type_of(*type.field(i)));
  for (int i = 0; i < type.enum_type_count(); ++i) list(*type.enum_type(i), out);
  for (int i = 0; i < type.nested_type_count(); ++i) list(*type.nested_type(i), out);
}

}  // namespace

std::vector<const Descriptor*> kept_messages() {
  std::vector<const Descriptor*> out;
  for (auto* file : kept_files()) {
    for (int i = 0; i < file->message_type_count(); ++i) out.push_back(file->message_type(i));
  }
  return out;
}

std::unique_ptr<Message> empty(const Descriptor& type) {
  return std::unique_ptr<Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
}

std::vector<std::unique_ptr<Message>> samples_of(const Descriptor& type) {
  int count = 1;
  for (int i = 0; i < type.real_oneof_decl_count(); ++i) count = std::max(count, type.oneof_decl(i)->field_count());
  std::vector<std::unique_ptr<Message>> out;
  for (int variant = 0; variant < count; ++variant) {
    out.push_back(empty(type));
    fill(*out.back(), static_cast<std::size_t>(variant), kDepth);
  }
  return out;
}

std::string bytes_of(const Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

std::string text_of(const Message& message) {
  std::string text;
  google::protobuf::TextFormat::PrintToString(message, &text);
  return text;
}

std::vector<const FileDescriptor*> schema_files() {
  std::vector<const FileDescriptor*> files = kept_files();
  for (auto* type : {api::v1::Problem::descriptor(), api::v1::SubscribeRequest::descriptor(),
                     api::v1::SubmitLeadRequest::descriptor(), api::v1::DiagnoseRequest::descriptor(),
                     api::v1::MemberView::descriptor(), api::v1::GetDecisionRequest::descriptor(),
                     api::v1::ReadStateRequest::descriptor()})
    files.push_back(type->file());
  files.push_back(api::v1::WaitFor_descriptor()->file());
  return files;
}

std::vector<std::string> fields() {
  std::vector<std::string> out;
  for (auto* file : schema_files()) {
    for (int i = 0; i < file->message_type_count(); ++i) list(*file->message_type(i), out);
    for (int i = 0; i < file->enum_type_count(); ++i) list(*file->enum_type(i), out);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace leakproof::golden
