// Values of a stage's state as messages, read and written through its draft. Bytes that are no such message are damage
// that no input can mend: a CHECK. Like the draft itself, for one thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/check.h"
#include "stream/processor.h"

namespace leakproof::stream {

template <class Message>
std::optional<Message> find(Draft& draft, std::string_view key) {
  const auto bytes = draft.get(key);
  if (!bytes) return std::nullopt;
  Message message;
  LEAKPROOF_CHECK(message.ParseFromString(*bytes));
  return message;
}

// Where absent means the same as empty.
template <class Message>
Message load(Draft& draft, std::string_view key) {
  return find<Message>(draft, key).value_or(Message());
}

template <class Message>
void store(Draft& draft, std::string key, const Message& message) {
  draft.put(std::move(key), message.SerializeAsString());
}

}  // namespace leakproof::stream
