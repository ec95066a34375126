// Facts as lines: "Fri 09:00 router   L1 assigned to=lan rule=hot pool=sales attempt=1". What is random or a hash in
// them gets a name: leads are L1, L2 … in order of appearance, receipts the key that they were sent with.
#pragma once
#include <map>
#include <set>
#include <string>

#include "driver.h"

namespace leakproof::flow {

class Names {
 public:
  std::string of_lead(const std::string& id);
  // The lead of that name; empty when none has it.
  std::string lead(const std::string& name) const;
  void call_receipt(const std::string& id, const std::string& key) { receipts_[id] = key; }
  std::string of_receipt(const std::string& id) const;

 private:
  std::map<std::string, std::string> leads_;     // by id
  std::map<std::string, std::string> receipts_;  // by id
};

// `receivers`: what was really sent.
std::string line_of(const lead::v1::Event& fact, Names& names, const Receivers& receivers);

}  // namespace leakproof::flow
