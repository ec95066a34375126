#include "leadctl/completion.h"

#include <map>
#include <ostream>
#include <set>

#include "leadctl/commands.h"

namespace leakproof::leadctl {
namespace {

// Command path ("config apply") → the words that may follow: subcommands, then options.
using Words = std::map<std::string, std::string>;

void collect(const CLI::App& app, const std::string& path, Words& words) {
  std::string& next = words[path];
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) next += (next.empty() ? "--" : " --") + name;
  }
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name().empty()) {  // an option group: its options are the parent's
      Words group;
      collect(*command, "", group);
      if (!group[""].empty()) words[path] += " " + group[""];
      continue;
    }
    words[path] = command->get_name() + (words[path].empty() ? "" : " ") + words[path];
    collect(*command, path.empty() ? command->get_name() : path + " " + command->get_name(), words);
  }
}

// " --server --workspace …": the options whose next word is their value.
void collect_valued(const CLI::App& app, std::set<std::string>& names) {
  for (const auto* option : app.get_options()) {
    if (option->get_items_expected_max() == 0) continue;
    for (const auto& name : option->get_lnames()) names.insert("--" + name);
  }
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) collect_valued(*command, names);
}

// Readline breaks words at = and : as well, so what stands behind one belongs to the value before it.
std::string bash(const Words& words, const std::set<std::string>& valued) {
  std::string cases, values;
  for (const auto& [path, next] : words) cases += "    '" + path + "') words='" + next + "' ;;\n";
  for (const auto& name : valued) values += " " + name;
  return "# leadctl completion: source <(leadctl completion bash)\n"
         "_leadctl() {\n"
         "  local path='' words='' word value='' valued='" +
         values +
         " '\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
         "    if [[ $word == [=:] ]]; then value=1; continue; fi\n"
         "    if [[ -n $value ]]; then value=''; continue; fi\n"
         "    if [[ $valued == *\" $word \"* ]]; then value=1; continue; fi\n"
         "    case \"$word\" in -*) ;; *) path=\"${path:+$path }$word\" ;; esac\n"
         "  done\n"
         "  case \"$path\" in\n" +
         cases +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "}\n"
         "complete -o default -F _leadctl leadctl\n";
}

std::string fish(const Words& words) {
  std::string out = "# leadctl completion: leadctl completion fish | source\n";
  for (const auto& [path, next] : words) {
    const std::string condition =
        path.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + path.substr(path.rfind(' ') + 1);
    out += "complete -c leadctl -n '" + condition + "' -a '" + next + "'\n";
  }
  return out;
}

}  // namespace

std::string completion_script(const CLI::App& app, const std::string& shell) {
  Words words;
  std::set<std::string> valued;
  collect(app, "", words);
  collect_valued(app, valued);
  if (shell == "fish") return fish(words);
  return (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + bash(words, valued);
}

void add_completion_command(CLI::App& app, Session& session) {
  auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion", "A completion script for your shell");
  command->footer("Examples:\n  source <(leadctl completion bash)\n  leadctl completion fish | source");
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&app, &session, shell] { session.out << completion_script(app, *shell); });
}

}  // namespace leakproof::leadctl
