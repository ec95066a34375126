#include "leadctl/command_names.h"

#include "config/format.h"
#include "leadctl/table.h"

namespace leakproof::leadctl {
namespace {

// The commands below `app`, those of option groups too; groups themselves have no name.
std::vector<const CLI::App*> commands_of(const CLI::App& app) {
  std::vector<const CLI::App*> commands;
  for (const auto* below : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!below->get_name().empty()) commands.push_back(below);
  return commands;
}

const CLI::App* command_named(const CLI::App& app, const std::string& name) {
  for (const auto* command : commands_of(app))
    if (command->get_name() == name) return command;
  return nullptr;
}

// "lead lookup": where a command of this name stands further down; empty when nowhere.
std::string path_of(const CLI::App& app, const std::string& name) {
  for (const auto* command : commands_of(app)) {
    if (command->get_name() == name) return name;
    if (const auto below = path_of(*command, name); !below.empty()) return command->get_name() + " " + below;
  }
  return "";
}

const CLI::Option* option_named(const CLI::App& app, const std::string& name) {
  if (const auto* own = app.get_option_no_throw(name)) return own;
  for (const auto* group : app.get_subcommands([](const CLI::App* below) { return below->get_name().empty(); }))
    if (const auto* option = option_named(*group, name)) return option;
  return nullptr;
}

std::string no_such_command(const CLI::App& app, const CLI::App& at, const std::string& word) {
  std::string of;
  for (const auto* one = &at; one != &app; one = one->get_parent()) of = " " + one->get_name() + of;
  std::vector<std::string> names;
  for (const auto* command : commands_of(at)) names.push_back(command->get_name());
  const auto elsewhere = path_of(app, word);
  const auto meant = elsewhere.empty() ? config::did_you_mean(word, names) : "; did you mean '" + elsewhere + "'?";
  return "there is no command '" + of.substr(of.empty() ? 0 : 1) + (of.empty() ? "" : " ") + printable(word) + "'" +
         meant + "\n  leadctl" + of + " --help lists them";
}

}  // namespace

bool takes_value(const CLI::App& app, const std::string& name) {
  for (const auto* one = &app; one != nullptr; one = one->get_parent())
    if (const auto* option = option_named(*one, name)) return option->get_items_expected_max() > 0;
  return false;
}

std::string wrong_command(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    if (word.starts_with('-')) {
      if (word.find('=') == word.npos && takes_value(*at, word)) ++i;
      continue;
    }
    if (commands_of(*at).empty()) return "";
    const auto* next = command_named(*at, word);
    if (next == nullptr) return no_such_command(app, *at, word);
    at = next;
  }
  return "";
}

}  // namespace leakproof::leadctl
