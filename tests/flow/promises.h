// What must hold after every scenario, whatever it was about.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "driver.h"

namespace leakproof::flow {

// The promises that are broken, in words. `sent`: submissions by workspace. Ends the stages.
std::vector<std::string> broken_promises(FlowDriver& driver, const std::map<std::string, int>& sent);

}  // namespace leakproof::flow
