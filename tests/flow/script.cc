#include "script.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/time_text.h"
#include "ingest/ids.h"
#include "leakproof/lead/v1/submission.pb.h"

namespace leakproof::flow {
namespace {

using lead::v1::Activity;

// Words are parted by spaces; `name="with spaces"` is one.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  bool quoted = false, open = false;
  for (char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      open = false;
    } else {
      if (!std::exchange(open, true)) words.emplace_back();
      words.back() += c;
    }
  }
  return words;
}

// name=value words, from the one at `first`.
Result<std::map<std::string, std::string>> fields_of(const std::vector<std::string>& words, std::size_t first) {
  std::map<std::string, std::string> fields;
  for (std::size_t i = first; i < words.size(); ++i) {
    const auto equals = words[i].find('=');
    if (equals == std::string::npos) return refuse("'" + words[i] + "' is no name=value");
    fields[words[i].substr(0, equals)] = words[i].substr(equals + 1);
  }
  return fields;
}

std::string taken(std::map<std::string, std::string>& fields, const std::string& name, const std::string& otherwise) {
  const auto node = fields.extract(name);
  return node.empty() ? otherwise : node.mapped();
}

Result<std::string> content_of(const std::string& path) {
  std::ifstream file(path);
  if (!file) return refuse("there is no " + path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The workspace that a configuration names, read as far as needed: a broken file names one, too.
std::string workspace_of(const std::string& yaml) {
  static constexpr std::string_view kKey = "\nworkspace: ";
  const auto at = ("\n" + yaml).find(kKey);
  const auto begin = at + kKey.size() - 1;
  return at == std::string::npos ? "" : yaml.substr(begin, yaml.find('\n', begin) - begin);
}

Result<lead::v1::Feedback::Outcome> outcome_of(std::string word) {
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  lead::v1::Feedback::Outcome outcome{};
  if (!lead::v1::Feedback::Outcome_Parse(word, &outcome))
    return refuse("'" + word + "' is nothing that a member can say");
  return outcome;
}

}  // namespace

Result<std::string> Script::play(const std::string& text) {
  std::istringstream lines(text);
  std::string played;
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    if (line.starts_with(" ")) continue;  // a fact of before
    played += line + "\n";
    if (line.empty() || line.starts_with("#")) continue;
    const auto facts = facts_after(line);
    if (!facts.ok()) return facts.error().in(file_ + ":" + std::to_string(number));
    played += *facts;
  }
  return played;
}

Result<std::string> Script::facts_after(const std::string& verb) {
  if (!verb.starts_with(">")) return refuse("a line begins with '>' (a verb), ' ' (a fact) or '#'");
  const bool together = verb.starts_with(">+");
  driver_.hold(together);
  LEAKPROOF_TRY(run(words_of(verb.substr(together ? 2 : 1))));
  if (together) return std::string();
  after_verb();
  std::string facts;
  for (const auto& fact : driver_.new_facts()) {
    facts +=
        "  " + line_of(fact, names_, driver_.receivers()) + (sent_.size() > 1 ? " @" + fact.workspace_id() : "") + "\n";
  }
  return facts;
}

Status Script::run(const Words& words) {
  struct Verb {
    std::string_view name;
    std::size_t words_min;  // behind it
    Status (Script::*call)(const Words&);
  };
  static constexpr Verb kVerbs[] = {
      {"apply", 1, &Script::apply},
      {"schedule", 2, &Script::schedule},
      {"cancel", 1, &Script::cancel},
      {"lead", 2, &Script::lead},
      {"says", 3, &Script::feedback},
      {"claim", 2, &Script::claim},
      {"give", 3, &Script::give},
      {"touch", 2, &Script::touch},
      {"optout", 1, &Script::opt_out},
      {"online", 1, &Script::presence},
      {"away", 1, &Script::presence},
      {"off", 2, &Script::time_off},
      {"fix", 2, &Script::about_quarantine},
      {"discard", 1, &Script::about_quarantine},
      {"pass", 1, &Script::pass},
      {"kill", 1, &Script::kill},
      {"kill_at_next_call", 1, &Script::kill},
  };
  if (words.empty()) return refuse("a line with '>' holds a verb");
  const auto verb = std::ranges::find(kVerbs, words[0], &Verb::name);
  if (verb == std::end(kVerbs)) return refuse("there is no verb '" + words[0] + "'");
  if (words.size() <= verb->words_min)
    return refuse("'" + words[0] + "' needs " + std::to_string(verb->words_min) + " words or more");
  return (this->*verb->call)(words);
}

Status Script::apply(const Words& words) {
  LEAKPROOF_ASSIGN(yaml, content_of(folder_ + "/workspaces/" + words[1]));
  workspace_ = workspace_of(yaml);
  sent_[workspace_];
  lead::v1::ConfigCommand command;
  command.set_expected_version(-1);
  command.set_yaml(std::move(yaml));
  configure(std::move(command));
  return {};
}

Status Script::schedule(const Words& words) {
  LEAKPROOF_ASSIGN(yaml, content_of(folder_ + "/workspaces/" + words[1]));
  LEAKPROOF_ASSIGN(in, parse_duration(words[2]));
  LEAKPROOF_ASSIGN(more, fields_of(words, 3));
  workspace_ = workspace_of(yaml);
  const auto in_force = std::ranges::count_if(driver_.facts(), [&](const lead::v1::Event& fact) {
    return fact.has_config_applied() && fact.workspace_id() == workspace_;
  });
  lead::v1::ConfigCommand command;
  command.set_expected_version(taken(more, "any", "no") == "yes" ? -1 : in_force);
  command.mutable_schedule()->set_from_micros(to_micros(driver_.now() + in));
  command.mutable_schedule()->set_yaml(std::move(yaml));
  configure(std::move(command));
  return {};
}

Status Script::cancel(const Words& words) {
  lead::v1::ConfigCommand command;
  command.set_cancels(words[1]);
  configure(std::move(command));
  return {};
}

void Script::configure(lead::v1::ConfigCommand command) {
  command.set_request_id("config-" + std::to_string(++requests_));
  command.set_workspace_id(workspace_);
  command.set_received_micros(to_micros(driver_.now()));
  driver_.append("workspace.config", workspace_, command.SerializeAsString());
}

Status Script::lead(const Words& words) {
  LEAKPROOF_ASSIGN(fields, fields_of(words, 2));
  const std::string workspace = taken(fields, "workspace", workspace_), source = taken(fields, "source", "site");
  const std::string consent = taken(fields, "consent", "");
  nlohmann::json body;
  body["fields"] = fields;
  if (!consent.empty()) body["marketing_consent"] = consent == "yes";
  lead::v1::Submission submission;
  submission.set_receipt_id(ingest::receipt_id(workspace, source, words[1]));
  submission.set_workspace_id(workspace);
  submission.set_source_id(source);
  submission.set_kind("json");
  submission.set_content_type("application/json");
  submission.set_body(body.dump());
  submission.set_provider_id(words[1]);
  submission.set_received_micros(to_micros(driver_.now()));
  names_.call_receipt(submission.receipt_id(), words[1]);
  ++sent_[workspace_ = workspace];
  driver_.append("lead.submissions", workspace, submission.SerializeAsString());
  return {};
}

Status Script::feedback(const Words& words) {
  Activity activity;
  LEAKPROOF_ASSIGN(outcome, outcome_of(words[2]));
  activity.mutable_feedback()->set_member_id(words[1]);
  LEAKPROOF_ASSIGN(more, fields_of(words, 4));
  activity.mutable_feedback()->set_outcome(outcome);
  activity.mutable_feedback()->set_reason(taken(more, "reason", ""));
  const std::string value = taken(more, "value", "");
  if (!value.empty()) {
    activity.mutable_feedback()->set_value_minor(std::stoll(value));
    activity.mutable_feedback()->set_currency("VND");
  }
  return append_about(words[3], std::move(activity));
}

Status Script::claim(const Words& words) {
  Activity activity;
  activity.mutable_claim()->set_member_id(words[1]);
  return append_about(words[2], std::move(activity));
}

Status Script::give(const Words& words) {
  Activity activity;
  LEAKPROOF_ASSIGN(more, fields_of(words, 4));
  auto& transfer = *activity.mutable_transfer();
  transfer.set_by_member_id(words[1]);
  words[3].starts_with("pool:") ? transfer.set_to_pool_id(words[3].substr(5)) : transfer.set_to_member_id(words[3]);
  transfer.set_reason(taken(more, "reason", ""));
  return append_about(words[2], std::move(activity));
}

Status Script::touch(const Words& words) {
  Activity activity;
  activity.mutable_touch()->set_type(words[2]);
  return append_about(words[1], std::move(activity));
}

Status Script::opt_out(const Words& words) {
  Activity activity;
  activity.mutable_opt_out()->set_channel("all");
  return append_about(words[1], std::move(activity));
}

Status Script::presence(const Words& words) {
  Activity activity;
  activity.mutable_presence()->set_member_id(words[1]);
  activity.mutable_presence()->set_online(words[0] == "online");
  append(std::move(activity));
  return {};
}

Status Script::time_off(const Words& words) {
  LEAKPROOF_ASSIGN(length, parse_duration(words[2]));
  Activity activity;
  activity.mutable_time_off()->set_member_id(words[1]);
  activity.mutable_time_off()->set_from_micros(to_micros(driver_.now()));
  activity.mutable_time_off()->set_until_micros(to_micros(driver_.now() + length));
  append(std::move(activity));
  return {};
}

Status Script::about_quarantine(const Words& words) {
  LEAKPROOF_ASSIGN(fields, fields_of(words, 2));
  const std::string source = taken(fields, "source", "site");
  Activity activity;
  auto& fix = *activity.mutable_quarantine_fix();
  fix.set_receipt_id(ingest::receipt_id(workspace_, source, words[1]));
  fix.mutable_fields()->insert(fields.begin(), fields.end());
  fix.set_discard(words[0] == "discard");
  append(std::move(activity));
  return {};
}

Status Script::append_about(const std::string& lead, Activity activity) {
  activity.set_lead_id(names_.lead(lead));
  if (activity.lead_id().empty()) return refuse("there is no lead " + lead + " yet");
  append(std::move(activity));
  return {};
}

void Script::append(Activity activity) {
  activity.set_activity_id("activity-" + std::to_string(++requests_));
  activity.set_workspace_id(workspace_);
  activity.set_occurred_micros(to_micros(driver_.now()));
  activity.set_received_micros(to_micros(driver_.now()));
  driver_.append("sales.activities", workspace_, activity.SerializeAsString());
}

Status Script::pass(const Words& words) {
  LEAKPROOF_ASSIGN(by, parse_duration(words[1]));
  driver_.pass(by);
  return {};
}

Status Script::kill(const Words& words) {
  if (std::ranges::find(kStages, words[1]) == kStages.end()) return refuse("there is no stage '" + words[1] + "'");
  words[0] == "kill" ? driver_.kill(words[1]) : driver_.kill_at_next_call(words[1]);
  return {};
}

}  // namespace leakproof::flow
