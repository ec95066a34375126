// Which fields a rule may name, and the record that holds their values for one evaluation.
// A Schema is filled once and then only read, by any thread; a Record belongs to one thread and may be reused.
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "rules/value.h"
#include "text/fold.h"

namespace leakproof::rules {

// A field's place in the records of its Schema: dense, from 0 in order of add().
using Slot = Number<struct SlotTag, std::uint32_t>;

class Schema {
 public:
  // `path` as rules write it: "lead.country", "lead.custom.budget". Adding a path again with the same type gives the
  // same slot; a path that is_path refuses, or another type, is the programmer's error: check names that users choose
  // with is_path and find first. `element` is what a list holds.
  Slot add(std::string path, Type type, Type element = Type::kDyn);
  std::optional<Slot> find(std::string_view path) const;
  // Dotted names of letters, digits and _, none starting with a digit, none a word of the language.
  static bool is_path(std::string_view path);
  // The known path with the fewest edits from `path`, when it is near enough to be meant.
  std::optional<std::string> nearest(std::string_view path) const;
  Type type(Slot slot) const { return fields_[slot.value()].type; }
  Type element(Slot slot) const { return fields_[slot.value()].element; }
  const std::string& path(Slot slot) const { return fields_[slot.value()].path; }
  std::size_t size() const { return fields_.size(); }
  // The version of fold() in programs over this schema; the newest unless it is said.
  void fold_by(text::FoldVersion version) { folding_ = version; }
  text::FoldVersion folding() const { return folding_; }

 private:
  struct Field {
    std::string path;
    Type type, element;
  };
  std::vector<Field> fields_;  // by slot
  std::map<std::string, Slot, std::less<>> slots_;
  text::FoldVersion folding_ = text::FoldVersion::kLetters;
};

class Record {
 public:
  // Every field absent. `schema` outlives the record; fields added to it later are unknown to the record.
  explicit Record(const Schema& schema) : schema_(&schema), values_(schema.size()) {}
  // The value is of the field's type, any for kDyn (a CHECK), and what it views outlives its use here.
  void set(Slot slot, Value value);
  void unset(Slot slot) { values_[slot.value()].reset(); }
  const std::optional<Value>& get(Slot slot) const { return values_[slot.value()]; }

 private:
  const Schema* schema_;
  std::vector<std::optional<Value>> values_;  // by slot
};

}  // namespace leakproof::rules
