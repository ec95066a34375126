#include "leadctl/completion.h"

#include <map>
#include <ostream>

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

std::string bash(const Words& words) {
  std::string cases;
  for (const auto& [path, next] : words) cases += "    '" + path + "') words='" + next + "' ;;\n";
  return "# leadctl completion: source <(leadctl completion bash)\n"
         "_leadctl() {\n"
         "  local path='' words='' word\n"
         "  for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n"
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
  collect(app, "", words);
  if (shell == "fish") return fish(words);
  return (shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "") + bash(words);
}

void add_completion_command(CLI::App& app, Session& session) {
  auto shell = std::make_shared<std::string>();
  auto* command = app.add_subcommand("completion", "A completion script for your shell");
  command->footer("Examples:\n  source <(leadctl completion bash)\n  leadctl completion fish | source");
  command->add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
  command->callback([&app, &session, shell] { session.out << completion_script(app, *shell); });
}

}  // namespace leakproof::leadctl
