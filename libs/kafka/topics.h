// The table of topics that is compiled in: proto/topics.textproto. Any thread.
#pragma once
#include <string>

#include "topics.pb.h"

namespace leakproof::kafka {

const Topics& topics();

// docs/formats/topics.md.
std::string render(const Topics& table);

}  // namespace leakproof::kafka
