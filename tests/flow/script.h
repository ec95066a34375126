// A scenario: one text file. Lines that begin with ">" are verbs (">+": what it leads to waits for the next verb); the
// indented lines below a verb are the facts that it leads to; the rest (blank lines and "# …") is for the reader.
// README.md lists the verbs. Playing a script gives the same text with the facts as they are.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "facts.h"

namespace leakproof::flow {

class Script {
 public:
  // `folder` holds workspaces/; `file` is for messages.
  Script(FlowDriver& driver, std::string folder, std::string file)
      : driver_(driver), folder_(std::move(folder)), file_(std::move(file)) {}
  // Called after every verb, before the facts are read.
  std::function<void()> after_verb = [] {};
  // The text with its facts as they are. Refused: a verb that is unknown or incomplete, with file and line.
  Result<std::string> play(const std::string& text);
  // How many submissions were sent, by workspace.
  const std::map<std::string, int>& sent() const { return sent_; }

 private:
  using Words = std::vector<std::string>;
  Result<std::string> facts_after(const std::string& verb);
  Status run(const Words& words);
  Status apply(const Words& words);
  Status schedule(const Words& words);
  Status cancel(const Words& words);
  void configure(lead::v1::ConfigCommand command);
  Status lead(const Words& words);
  Status feedback(const Words& words);
  Status claim(const Words& words);
  Status give(const Words& words);
  Status touch(const Words& words);
  Status opt_out(const Words& words);
  Status presence(const Words& words);
  Status time_off(const Words& words);
  Status about_quarantine(const Words& words);
  Status pass(const Words& words);
  Status kill(const Words& words);
  void append(lead::v1::Activity activity);
  Status append_about(const std::string& lead, lead::v1::Activity activity);

  FlowDriver& driver_;
  std::string folder_, file_;
  Names names_;
  std::string workspace_;            // that the verbs speak of
  std::map<std::string, int> sent_;  // by workspace
  int requests_ = 0;
};

}  // namespace leakproof::flow
