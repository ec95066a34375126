#include "messages/messages.h"

#include <set>

namespace leakproof::messages {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

// The argument that a placeholder at `at` stands for; nullopt where none begins.
std::optional<std::size_t> placeholder_at(std::string_view text, std::size_t at) {
  const bool found =
      at + 2 < text.size() && text[at] == '{' && text[at + 2] == '}' && text[at + 1] >= '0' && text[at + 1] <= '9';
  return found ? std::optional<std::size_t>(text[at + 1] - '0') : std::nullopt;
}

std::set<std::size_t> placeholders(std::string_view text) {
  std::set<std::size_t> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (const auto placeholder = placeholder_at(text, at)) found.insert(*placeholder);
  }
  return found;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

Error refuse_in(std::string_view language, const std::string& what) {
  return refuse("messages of '" + std::string(language) + "': " + what);
}

Status read_line(const MessageFile& file, std::string_view line, Texts& texts) {
  if (line.empty() || line.front() == '#') return {};
  const auto equals = line.find('=');
  const auto key = trimmed(line.substr(0, equals));
  const auto text = equals == std::string_view::npos ? std::string_view() : trimmed(line.substr(equals + 1));
  if (key.empty() || text.empty()) return refuse_in(file.language, "no `key = text`: " + std::string(line));
  if (!texts.emplace(key, text).second) return refuse_in(file.language, "'" + std::string(key) + "' comes twice");
  return {};
}

Result<Texts> read(const MessageFile& file) {
  Texts texts;
  for (std::string_view rest = file.text; !rest.empty();) {
    const auto end = rest.find('\n');
    LEAKPROOF_TRY(read_line(file, trimmed(rest.substr(0, end)), texts));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return texts;
}

// That `texts` say what `others` say.
Status compare(const Texts& texts, std::string_view language, const Texts& others) {
  for (const auto& [key, text] : others) {
    const auto found = texts.find(key);
    if (found == texts.end()) return refuse_in(language, "'" + key + "' is missing");
    if (placeholders(found->second) != placeholders(text))
      return refuse_in(language, "'" + key + "' has other placeholders than elsewhere");
  }
  return {};
}

}  // namespace

std::string_view Messages::text(std::string_view key) const {
  const auto found = texts_.find(key);
  LEAKPROOF_CHECK(found != texts_.end());
  return found->second;
}

std::string Messages::format(std::string_view key, const std::vector<std::string>& arguments) const {
  const std::string_view form = text(key);
  std::string out;
  for (std::size_t at = 0; at < form.size(); ++at) {
    const auto placeholder = placeholder_at(form, at);
    if (!placeholder || *placeholder >= arguments.size()) {
      out += form[at];
      continue;
    }
    out += arguments[*placeholder];
    at += 2;
  }
  return out;
}

std::vector<std::string> Messages::keys() const {
  std::vector<std::string> keys;
  for (const auto& [key, text] : texts_) keys.push_back(key);
  return keys;
}

Result<Catalog> Catalog::load(const std::vector<MessageFile>& files) {
  Catalog catalog;
  for (const auto& file : files) {
    const auto language = language_of(file.language);
    if (!language) return refuse_in(file.language, "language.h has no row for it");
    LEAKPROOF_ASSIGN(texts, read(file));
    catalog.languages_[static_cast<std::size_t>(*language)].texts_ = std::move(texts);
  }
  for (const auto& one : kLanguages) {
    for (const auto& other : kLanguages)
      LEAKPROOF_TRY(compare(catalog.in(one.value).texts_, one.code, catalog.in(other.value).texts_));
  }
  return catalog;
}

Catalog Catalog::compiled_in(const std::vector<MessageFile>& files) {
  auto catalog = load(files);
  if (!catalog.ok()) check_failed(catalog.error().message().c_str(), __FILE__, __LINE__);
  return *std::move(catalog);
}

}  // namespace leakproof::messages
