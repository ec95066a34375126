// Messages filled from their schema: every field set to a value told by its number, so that two runs make the same
// bytes.
#pragma once
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

namespace leakproof::golden {

// Every top-level message that is kept at rest, by full name.
std::vector<const google::protobuf::Descriptor*> kept_messages();
// As many as it takes for each alternative of each oneof of the message itself to be in one of them.
std::vector<std::unique_ptr<google::protobuf::Message>> samples_of(const google::protobuf::Descriptor& type);
std::unique_ptr<google::protobuf::Message> empty(const google::protobuf::Descriptor& type);

std::string bytes_of(const google::protobuf::Message& message);  // the same for equal messages
std::string text_of(const google::protobuf::Message& message);

// Every schema of the project.
std::vector<const google::protobuf::FileDescriptor*> schema_files();
// "name = number type" of each field and enumerator of every message of the project.
std::vector<std::string> fields();

}  // namespace leakproof::golden
