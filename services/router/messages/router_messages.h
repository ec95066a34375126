// What the router says to people: the texts of `en.txt` and its like beside this file. Pure; any thread.
#pragma once
#include "messages/messages.h"

namespace leakproof::router {

const messages::Messages& messages_in(messages::Language language);

}  // namespace leakproof::router
