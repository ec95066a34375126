#include "config/changes.h"

#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <map>
#include <memory>

#include "base/time_text.h"
#include "config/compile.h"

namespace leakproof::config {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;
using google::protobuf::util::MessageDifferencer;
using SpecificField = MessageDifferencer::SpecificField;

constexpr int kTextMax = 120;  // characters of a value that are shown

// Lists are told apart by the first field of their elements: an id, a name, a type. A pool's member may be a pool.
std::vector<const FieldDescriptor*> key_of(const Descriptor& element) {
  std::vector<const FieldDescriptor*> key{element.field(0)};
  if (element.name() == "PoolMember") key.push_back(element.FindFieldByName("pool_id"));
  return key;
}

void treat_lists_as_maps(const Descriptor& message, MessageDifferencer& differ, std::vector<const Descriptor*>& seen) {
  if (std::ranges::find(seen, &message) != seen.end()) return;
  seen.push_back(&message);
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor* field = message.field(i);
    if (field->message_type() == nullptr) continue;
    if (field->is_repeated() && !field->is_map())
      differ.TreatAsMapWithMultipleFieldsAsKey(field, key_of(*field->message_type()));
    if (!field->is_map()) treat_lists_as_maps(*field->message_type(), differ, seen);
  }
}

std::string shortened(std::string text) {
  if (text.ends_with(' ')) text.pop_back();
  return text.size() <= kTextMax ? text : text.substr(0, kTextMax) + " ...";
}

TextFormat::Printer printer_of_lines() {
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  return printer;
}

// Without its name, which stands in the path, and the line it is on.
std::string element_text(const Message& element) {
  const std::unique_ptr<Message> rest(element.New());
  rest->CopyFrom(element);
  for (const auto* field : key_of(*element.GetDescriptor())) rest->GetReflection()->ClearField(rest.get(), field);
  if (const auto* line = element.GetDescriptor()->FindFieldByName("line"))
    rest->GetReflection()->ClearField(rest.get(), line);
  std::string text;
  printer_of_lines().PrintToString(*rest, &text);
  return shortened(std::move(text));
}

std::string value_text(const Message& message, const FieldDescriptor* field, int index) {
  if (field->message_type() == nullptr && field->name().ends_with("_micros") && !field->is_repeated())
    return format_duration(Duration(message.GetReflection()->GetInt64(message, field)));
  if (field->message_type() != nullptr && field->is_repeated() && !field->is_map())
    return element_text(message.GetReflection()->GetRepeatedMessage(message, field, index));
  std::string text;
  printer_of_lines().PrintFieldValueToString(message, field, field->is_repeated() ? index : -1, &text);
  return shortened(std::move(text));
}

// The name of an element of a list: the values of its key.
std::string name_of(const Message& element) {
  std::string name;
  for (const auto* field : key_of(*element.GetDescriptor())) {
    std::string value = value_text(element, field, -1);
    std::erase(value, '"');
    if (!value.empty() && value != "0") name += value;
  }
  return name;
}

std::string name_of(const FieldDescriptor& field) {
  std::string name = field.name();
  if (name.ends_with("_micros")) name.resize(name.size() - 7);
  return name;
}

// Names each difference by the path to it, through the two configurations.
class Reporter : public MessageDifferencer::Reporter {
 public:
  using Path = std::vector<SpecificField>;

  Reporter(const Message& before, const Message& now, std::vector<Change>& changes)
      : before_(before), now_(now), changes_(changes) {}
  void ReportAdded(const Message&, const Message&, const Path& path) override {
    changes_.push_back({Change::Kind::kAdded, where(path, false), "", text(path, false)});
  }
  void ReportDeleted(const Message&, const Message&, const Path& path) override {
    changes_.push_back({Change::Kind::kRemoved, where(path, true), text(path, true), ""});
  }
  void ReportModified(const Message&, const Message&, const Path& path) override {
    if (path.back().field->message_type() != nullptr) return;  // what is in it is told by itself
    changes_.push_back({Change::Kind::kChanged, where(path, false), text(path, true), text(path, false)});
  }

 private:
  static int index_of(const SpecificField& step, bool old) {
    return old || step.new_index < 0 ? step.index : step.new_index;
  }
  static const Message& into(const Message& from, const SpecificField& step, bool old) {
    const auto& reflection = *from.GetReflection();
    return step.field->is_repeated() ? reflection.GetRepeatedMessage(from, step.field, index_of(step, old))
                                     : reflection.GetMessage(from, step.field);
  }
  std::string where(const Path& path, bool old) const {
    std::string text;
    const Message* at = old ? &before_ : &now_;
    for (const auto& step : path) {
      text += (text.empty() ? "" : ".") + name_of(*step.field);
      if (step.field->message_type() == nullptr) break;
      at = &into(*at, step, old);
      if (step.field->is_repeated()) text += "[" + name_of(*at) + "]";
    }
    return text;
  }
  std::string text(const Path& path, bool old) const {
    const Message* at = old ? &before_ : &now_;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) at = &into(*at, path[i], old);
    return value_text(*at, path.back().field, index_of(path.back(), old));
  }

  const Message &before_, &now_;
  std::vector<Change>& changes_;
};

std::vector<std::string> rule_ids(const v1::Workspace& workspace, const v1::Workspace& other) {
  std::vector<std::string> ids;
  for (const auto& rule : workspace.rules()) {
    const bool stays =
        std::ranges::any_of(other.rules(), [&](const auto& one) { return one.rule_id() == rule.rule_id(); });
    if (stays) ids.push_back(rule.rule_id());
  }
  return ids;
}

// Those outside the longest run of rules whose order is as it was.
std::vector<std::string> moved(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  std::map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < before.size(); ++i) place[before[i]] = i;
  std::vector<std::size_t> tails, previous(now.size()), at;  // of rising runs, by length: places in `now`
  for (std::size_t i = 0; i < now.size(); ++i) {
    const auto end =
        std::ranges::lower_bound(tails, place.at(now[i]), {}, [&](std::size_t tail) { return place.at(now[tail]); });
    previous[i] = end == tails.begin() ? now.size() : *(end - 1);
    if (end == tails.end())
      tails.push_back(i);
    else
      *end = i;
  }
  std::vector<bool> stays(now.size());
  for (std::size_t i = tails.empty() ? now.size() : tails.back(); i < now.size(); i = previous[i]) stays[i] = true;
  std::vector<std::string> others;
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (!stays[i]) others.push_back(now[i]);
  }
  return others;
}

std::string one_before(const std::vector<std::string>& rules, const std::string& rule) {
  const auto found = std::ranges::find(rules, rule);
  return found == rules.begin() ? "" : *(found - 1);
}

// Unset, it is the first.
std::string folding_of(const v1::Workspace& workspace) { return std::to_string(std::max(1, workspace.folding())); }

std::string behind(const std::string& rule) { return rule.empty() ? "first" : "behind " + rule; }

}  // namespace

std::vector<Change> changes_between(const v1::Workspace& before, const v1::Workspace& now) {
  std::vector<Change> changes;
  Reporter reporter(before, now, changes);
  MessageDifferencer differ;
  std::vector<const Descriptor*> seen;
  treat_lists_as_maps(*v1::Workspace::descriptor(), differ, seen);
  differ.IgnoreField(v1::Rule::descriptor()->FindFieldByName("line"));
  differ.IgnoreField(v1::Workspace::descriptor()->FindFieldByName("folding"));  // no word of an author
  differ.ReportDifferencesTo(&reporter);
  differ.Compare(before, now);
  if (!before.workspace_id().empty() && folding_of(before) != folding_of(now))
    changes.push_back({Change::Kind::kChanged, "fold() and what tables compare",
                       "letters as of version " + folding_of(before), "as of version " + folding_of(now)});
  const auto was = rule_ids(before, now), is = rule_ids(now, before);
  for (const auto& rule : moved(was, is))
    changes.push_back({Change::Kind::kMoved, "rules[" + rule + "]", one_before(was, rule), one_before(is, rule)});
  return changes;
}

Changes changes_since(const v1::Workspace& stored, std::string_view text, const v1::Workspace& now) {
  const auto read_now = compile_workspace(text);
  if (!read_now.ok()) return {changes_between(stored, now), {}};  // before the first version, or no text for today
  return {changes_between(read_now.workspace, now), changes_between(stored, read_now.workspace)};
}

std::string line_of(const Change& change) {
  switch (change.kind) {
    case Change::Kind::kAdded:
      return "+ " + change.where + ": " + change.now;
    case Change::Kind::kRemoved:
      return "- " + change.where + ": " + change.before;
    case Change::Kind::kMoved:
      return "↕ " + change.where + ": was " + behind(change.before) + ", is " + behind(change.now);
    case Change::Kind::kChanged:
      break;
  }
  return "~ " + change.where + ": " + change.before + " → " + change.now;
}

}  // namespace leakproof::config
