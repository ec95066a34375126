// Tested by: libs/config/files_test.cc
#include "config/files.h"

#include <algorithm>
#include <map>

#include "config/format.h"
#include "config/problem_list.h"
#include "config/yaml_tree.h"
#include "text/utf8.h"

namespace leakproof::config {
namespace {

// By where it is named.
std::map<std::string, std::string> names_in(const Node& root) {
  std::map<std::string, std::string> names;
  const Node* tables = root.find("tables");
  for (std::size_t i = 0; tables != nullptr && i < tables->items.size(); ++i) {
    const Node* file = tables->items[i].find("file");
    if (file != nullptr && !file->scalar.empty() && !format_problem("file", file->scalar))
      names["tables[" + std::to_string(i) + "].file"] = file->scalar;
  }
  const Node* accounts = root.find("accounts");
  if (accounts != nullptr && !accounts->scalar.empty() && !format_problem("file", accounts->scalar))
    names["accounts"] = accounts->scalar;
  return names;
}

// The line that is not UTF-8; 0 when all are.
int foreign_line(const std::string& text) {
  const auto at = text::first_foreign_byte(text);
  if (at == std::string::npos) return 0;
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

// As a block of YAML: each line as it is, indented.
void append(std::string& yaml, const std::string& name, std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  yaml += "  \"" + name + "\": |2\n";
  while (!text.empty()) {
    const auto end = std::min(text.find_first_of("\r\n"), text.size());
    yaml += end == 0 ? "" : "    ";
    yaml.append(text.substr(0, end)) += '\n';
    text.remove_prefix(std::min(end + (text.substr(end, 2) == "\r\n" ? 2 : 1), text.size()));
  }
}

}  // namespace

std::string not_among_files(const std::string& name) {
  return "'" + name +
         "' is not among 'files': leadctl reads the files beside this one, while it has no 'files' of its own";
}

std::variant<std::string, std::vector<Problem>> with_files(std::string_view yaml, const ReadFile& read) {
  std::string whole(yaml);
  const auto parsed = parse_yaml(yaml.starts_with("\xEF\xBB\xBF") ? yaml.substr(3) : yaml);
  const Node* root = std::get_if<Node>(&parsed);
  if (root == nullptr || root->find("files") != nullptr) return whole;
  const auto names = names_in(*root);
  if (names.empty()) return whole;
  ProblemList problems(yaml, *root);
  std::map<std::string, std::string> texts;
  for (const auto& [path, name] : names) {
    auto text = read(name);
    if (!text)
      problems.add(path, "'" + name + "' cannot be read: it is looked for beside the workspace file");
    else if (const int line = foreign_line(*text); line > 0)
      problems.add_in_file(name, line, 1, "", "not UTF-8: save the file as CSV in UTF-8");
    else
      texts[name] = *std::move(text);
  }
  if (!problems.empty()) return std::move(problems).take();
  whole += whole.ends_with('\n') ? "files:\n" : "\nfiles:\n";
  for (const auto& [name, text] : texts) append(whole, name, text);
  return whole;
}

}  // namespace leakproof::config
