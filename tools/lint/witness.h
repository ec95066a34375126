// A lead that shows what a finding says: made up, then tried with the rules themselves. One thread.
#pragma once
#include <deque>
#include <map>
#include <string>

#include "base/id.h"
#include "rules/schema.h"

namespace leakproof::router {

// The values of the fields that the rules name; the others are absent.
class Witness {
 public:
  explicit Witness(const rules::Schema& schema) : record_(schema) {}
  Witness(Witness&&) = default;  // a copy would view another's texts
  void set(const rules::Schema& schema, rules::Slot slot, rules::Value value);
  // The journey that hands it back; the rules that lead there do not match. Empty: it comes from outside.
  JourneyId handed_back_by;
  const rules::Record& record() const { return record_; }
  // Each field as JSON, by its path.
  const std::map<std::string, std::string>& fields() const { return fields_; }

 private:
  rules::Record record_;
  std::deque<std::string> texts_;  // what the record views
  std::map<std::string, std::string> fields_;
};

}  // namespace leakproof::router
