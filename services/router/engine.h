// Who makes decisions: what is written into each of them. A plain value.
#pragma once
#include <string>

namespace leakproof::router {

struct Engine {
  std::string version;
  std::string zone_data;  // the version that the process has
};

}  // namespace leakproof::router
