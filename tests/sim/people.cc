#include "people.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "ingest/ids.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/lead/v1/submission.pb.h"

namespace leakproof::sim {
namespace {

using lead::v1::Activity;
using lead::v1::Feedback;

struct File {
  std::string workspace, yaml;
};

std::string workspace_of(const std::string& yaml) {
  static constexpr std::string_view kKey = "\nworkspace: ";
  const auto begin = yaml.find(kKey) + kKey.size();
  return yaml.substr(begin, yaml.find('\n', begin) - begin);
}

// Of the flow tests, and some of our own, by name.
const std::vector<File>& files() {
  static const auto kFiles = [] {
    std::vector<std::filesystem::path> paths;
    for (const char* folder : {SIM_FLOW_WORKSPACES, SIM_WORKSPACES}) {
      for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
    }
    std::ranges::sort(paths, {}, [](const auto& path) { return path.filename(); });
    std::vector<File> read;
    for (const auto& path : paths) {
      std::ifstream file(path);
      std::string yaml(std::istreambuf_iterator<char>(file), {});
      read.push_back({workspace_of(yaml), std::move(yaml)});
    }
    return read;
  }();
  return kFiles;
}

template <class Things>
const auto& any(Dice& dice, const Things& things) {
  return things[static_cast<std::size_t>(dice.below(static_cast<int>(std::size(things))))];
}
// Rather one of the last few: people speak of what is new.
template <class Thing>
const Thing& recent(Dice& dice, const std::vector<Thing>& things) {
  const int size = static_cast<int>(things.size()), from = dice.one_in(3) ? 0 : std::max(0, size - 4);
  return things[static_cast<std::size_t>(from + dice.below(size - from))];
}

std::string body_of(Dice& dice) {
  const int person = dice.below(dice.one_in(3) ? 90 : 20);
  nlohmann::json fields;
  if (!dice.one_in(8)) fields["full_name"] = "Person " + std::to_string(person);
  if (!dice.one_in(4)) fields["phone"] = "09012345" + std::to_string(10 + person);
  if (!dice.one_in(3)) fields["email"] = "person" + std::to_string(person) + "@example.com";
  static constexpr std::array kCampaigns = {"quick", "skilled", "tiers", "busy",
                                            "few",   "late",    "none"};  // of market.yaml
  fields["campaign"] = kCampaigns[static_cast<std::size_t>(person) % kCampaigns.size()];
  if (!dice.one_in(3)) fields["budget"] = std::to_string(dice.below(8) * 10'000);
  nlohmann::json body{{"fields", fields}};
  if (dice.one_in(2)) body["marketing_consent"] = dice.one_in(2);
  return dice.one_in(40) ? "{ not json" : body.dump();
}

}  // namespace

void People::write(const std::string& topic, const std::string& workspace, const std::string& id, std::string value) {
  const Written written{
      {topic, stream::partition_of(workspace, evidence_.partitions)}, workspace, id, std::move(value)};
  written_.push_back(written);
  held_back_ ? held_.push_back(written) : deliver(written);
}

void People::deliver(const Written& written) {
  evidence_.sent.push_back({written.to.topic, written.workspace, written.id});
  broker_.push(written.to, {written.workspace, written.value, {}});
}

bool People::let_go() {
  held_back_ = false;
  std::ranges::reverse(held_);
  const auto held = std::exchange(held_, {});
  for (const auto& written : held) deliver(written);
  return !held.empty();
}

bool People::repeat(Dice& dice) {
  if (written_.empty()) return false;
  for (int times = dice.one_in(5) ? 20 : 1; times > 0; --times) deliver(recent(dice, written_));
  return true;
}

void People::poison(Dice& dice) {
  static constexpr const char* kTopics[] = {"lead.submissions", "sales.activities", "workspace.config"};
  static const std::string kBytes[] = {"\xff\xfe no message", "", std::string(100, '\0'), "\x0a\x05"};
  const std::string topic = any(dice, kTopics);
  evidence_.sent.push_back({topic, "", "", false});
  broker_.push({topic, dice.below(evidence_.partitions)},
               {dice.one_in(2) ? "" : any_workspace(dice), any(dice, kBytes), {}});
}

std::string People::any_workspace(Dice& dice) const { return workspaces_.empty() ? "office" : any(dice, workspaces_); }

std::string People::any_member(Dice& dice, const std::string& workspace) const {
  const auto known = members_.find(workspace);
  return known == members_.end() || dice.one_in(30) ? "nobody" : any(dice, known->second);
}

void People::configure(Dice& dice) {
  const File& file = any(dice, files());
  if (std::ranges::find(workspaces_, file.workspace) == workspaces_.end()) workspaces_.push_back(file.workspace);
  lead::v1::ConfigCommand command;
  command.set_request_id(next_id("config"));
  command.set_workspace_id(file.workspace);
  command.set_expected_version(-1);
  command.set_yaml(file.yaml);
  command.set_received_micros(to_micros(agenda_.now()));
  write("workspace.config", file.workspace, command.request_id(), command.SerializeAsString());
}

void People::submit(Dice& dice) {
  lead::v1::Submission submission;
  const std::string workspace = any_workspace(dice), id = next_id("form");
  submission.set_receipt_id(ingest::receipt_id(workspace, "site", id));
  submission.set_workspace_id(workspace);
  submission.set_source_id(dice.one_in(40) ? "nowhere" : "site");
  submission.set_kind("json");
  submission.set_content_type("application/json");
  submission.set_body(body_of(dice));
  submission.set_provider_id(id);
  submission.set_received_micros(to_micros(agenda_.now()));
  write("lead.submissions", workspace, submission.receipt_id(), submission.SerializeAsString());
}

void People::say(Activity activity, const std::string& workspace) {
  activity.set_activity_id(next_id("activity"));
  activity.set_workspace_id(workspace);
  activity.set_occurred_micros(to_micros(agenda_.now()));
  activity.set_received_micros(to_micros(agenda_.now()));
  write("sales.activities", workspace, activity.activity_id(), activity.SerializeAsString());
}

void People::feedback(Dice& dice) {
  if (offers_.empty()) return;
  static constexpr Feedback::Outcome kOutcomes[] = {
      Feedback::ACCEPTED,  Feedback::ACCEPTED, Feedback::ACCEPTED, Feedback::DECLINED, Feedback::DECLINED,
      Feedback::CONTACTED, Feedback::WON,      Feedback::LOST,     Feedback::RECYCLED, Feedback::DISQUALIFIED};
  const Offer& offer = recent(dice, offers_);
  Activity activity;
  activity.set_lead_id(offer.lead);
  activity.mutable_feedback()->set_member_id(dice.one_in(10) ? any_member(dice, offer.workspace) : offer.member);
  activity.mutable_feedback()->set_outcome(any(dice, kOutcomes));
  if (!dice.one_in(3)) activity.mutable_feedback()->set_ownership_token(offer.token);
  say(std::move(activity), offer.workspace);
}

void People::presence(Dice& dice) {
  const auto workspace = any_workspace(dice);
  Activity activity;
  activity.mutable_presence()->set_member_id(any_member(dice, workspace));
  activity.mutable_presence()->set_online(!dice.one_in(3));
  say(std::move(activity), workspace);
}

void People::touch(Dice& dice) {
  if (leads_.empty()) return;
  static constexpr const char* kTypes[] = {"pricing_view", "call", "page_view"};
  const auto& [workspace, lead] = recent(dice, leads_);
  Activity activity;
  activity.set_lead_id(dice.one_in(30) ? "lead-of-nobody" : lead);
  activity.mutable_touch()->set_type(any(dice, kTypes));
  say(std::move(activity), workspace);
}

void People::opt_out(Dice& dice) {
  if (leads_.empty()) return;
  const auto& [workspace, lead] = recent(dice, leads_);
  Activity activity;
  activity.set_lead_id(lead);
  activity.mutable_opt_out()->set_channel("all");
  say(std::move(activity), workspace);
}

void People::claim(Dice& dice) {
  if (leads_.empty()) return;
  if (count_ % 3 == 0 && !offers_.empty()) return give(dice);
  const auto& [workspace, lead] = recent(dice, leads_);
  Activity activity;
  activity.set_lead_id(lead);
  activity.mutable_claim()->set_member_id(any_member(dice, workspace));
  say(std::move(activity), workspace);
}

// By who has it, or by somebody who leads its pool, or may not.
void People::give(Dice& dice) {
  const Offer& offer = recent(dice, offers_);
  Activity activity;
  activity.set_lead_id(offer.lead);
  auto& transfer = *activity.mutable_transfer();
  transfer.set_by_member_id(dice.one_in(2) ? offer.member : any_member(dice, offer.workspace));
  transfer.set_to_member_id(any_member(dice, offer.workspace));
  if (dice.one_in(2)) transfer.set_ownership_token(offer.token);
  say(std::move(activity), offer.workspace);
}

void People::time_off(Dice& dice) {
  const auto workspace = any_workspace(dice);
  Activity activity;
  auto& leave = *activity.mutable_time_off();
  leave.set_member_id(any_member(dice, workspace));
  const Instant from = agenda_.now() + std::chrono::minutes(dice.below(600) - 60);
  leave.set_from_micros(to_micros(from));
  leave.set_until_micros(to_micros(from + std::chrono::minutes(1 + dice.below(3000))));
  leave.set_cancel(dice.one_in(6));
  say(std::move(activity), workspace);
}

void People::fix(Dice& dice) {
  if (quarantined_.empty()) return;
  const auto& [workspace, receipt] = recent(dice, quarantined_);
  Activity activity;
  auto& fix = *activity.mutable_quarantine_fix();
  fix.set_receipt_id(receipt);
  if (dice.one_in(4))
    fix.set_discard(true);
  else
    (*fix.mutable_fields())["email"] = "mended" + std::to_string(dice.below(10)) + "@example.com";
  say(std::move(activity), workspace);
}

void People::hear(const std::string& stage, const journal::v1::Effect& effect) {
  for (const auto& event : effect.events()) {
    if (stage == "ingest" && event.has_lead_changed() &&
        event.lead_changed().change() == lead::v1::LeadChanged::CREATED)
      leads_.emplace_back(event.workspace_id(), event.lead_id());
    if (stage == "ingest" && event.has_quarantined())
      quarantined_.emplace_back(event.workspace_id(), event.quarantined().receipt_id());
    if (stage == "ingest" && event.has_config_applied()) {
      config::v1::Workspace workspace;
      if (!workspace.ParseFromString(event.config_applied().workspace())) continue;
      auto& members = members_[event.workspace_id()];
      members.clear();
      for (const auto& member : workspace.members()) members.push_back(member.member_id());
    }
    if (stage == "router" && event.has_assignment_changed() && event.event_id().starts_with("router-") &&
        (event.assignment_changed().state() == lead::v1::AssignmentChanged::ASSIGNED ||
         event.assignment_changed().state() == lead::v1::AssignmentChanged::OFFERED)) {
      const auto& change = event.assignment_changed();
      offers_.push_back({event.workspace_id(), event.lead_id(), change.member_id(), change.ownership_token()});
    }
  }
}

}  // namespace leakproof::sim
