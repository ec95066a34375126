// Texts for people, by key. A component keeps them in one file a language (`messages/en.txt`), which embed_messages()
// of cmake/messages.cmake compiles in. A line is `key = text`, an empty line or one that begins with # says nothing.
// `{0}` to `{9}` in a text stand for what it is about. A catalog is checked whole when it is loaded, so whoever holds
// one knows that every language says the same things. Pure; const methods may be called from any thread.
#pragma once
#include <array>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "messages/language.h"

namespace leakproof::messages {

// The texts of one language.
class Messages {
 public:
  // The text of a key, as it stands in the file. A key that is not there is a programmer's error: a CHECK.
  std::string_view text(std::string_view key) const;
  // The text with its placeholders filled in; one beyond `arguments` stays as it is.
  std::string format(std::string_view key, const std::vector<std::string>& arguments = {}) const;
  bool has(std::string_view key) const { return texts_.contains(key); }
  std::vector<std::string> keys() const;  // sorted

 private:
  friend class Catalog;
  std::map<std::string, std::string, std::less<>> texts_;
};

struct MessageFile {
  std::string_view language;  // its code
  std::string_view text;
};

// The texts of a component in every language.
class Catalog {
 public:
  // Refuses files that are not one for each row of kLanguages, a line that is no `key = text`, a key that comes twice,
  // and one that is missing or has other placeholders in another language. The error names the file and the key.
  static Result<Catalog> load(const std::vector<MessageFile>& files);
  // The same of files that are compiled in: what is wrong with them is a programmer's error, a CHECK that says it.
  static Catalog compiled_in(const std::vector<MessageFile>& files);
  const Messages& in(Language language) const { return languages_[static_cast<std::size_t>(language)]; }

 private:
  std::array<Messages, kLanguages.size()> languages_;
};

}  // namespace leakproof::messages
