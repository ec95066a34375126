#include "router/messages/router_messages.h"

namespace leakproof::router {

std::vector<messages::MessageFile> message_files();  // by embed_messages()

const messages::Messages& messages_in(messages::Language language) {
  static const auto catalog = messages::Catalog::compiled_in(message_files());
  return catalog.in(language);
}

}  // namespace leakproof::router
