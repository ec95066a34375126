// A message as bytes that depend on its content alone: maps in the order of their keys. For what is hashed, chained or
// compared. Pure.
#pragma once
#include <string>

namespace google::protobuf {
class MessageLite;
}

namespace leakproof::wire {
std::string canonical_bytes(const google::protobuf::MessageLite& message);
}
