// Values of the router's state as messages. A value that cannot be read is damage that no input can mend: a CHECK.
#pragma once
#include <string>

#include "base/check.h"
#include "stream/processor.h"

namespace leakproof::router {

template <class Message>
std::optional<Message> find(stream::Draft& draft, std::string_view key) {
  const auto bytes = draft.get(key);
  if (!bytes) return std::nullopt;
  Message message;
  LEAKPROOF_CHECK(message.ParseFromString(*bytes));
  return message;
}
// Absent is the same as empty.
template <class Message>
Message load(stream::Draft& draft, std::string_view key) {
  return find<Message>(draft, key).value_or(Message());
}
template <class Message>
void store(stream::Draft& draft, std::string key, const Message& message) {
  draft.put(std::move(key), message.SerializeAsString());
}

}  // namespace leakproof::router
