#include "stream/reader_rule.h"

#include <gtest/gtest.h>

#include <sstream>

namespace leakproof::stream {
namespace {

// "F" a fence, "e/s" an effect of epoch e with sequence s, "?" something else. The offset is the place in the line.
std::string verdicts(const std::string& line) {
  ReaderRule rule;
  std::istringstream words(line);
  std::string word, out;
  for (std::int64_t offset = 0; words >> word; ++offset) {
    journal::v1::Record record;
    if (word == "F") record.mutable_fence()->set_owner_id("o");
    if (auto slash = word.find('/'); slash != std::string::npos) {
      record.mutable_effect()->set_epoch(std::stoll(word.substr(0, slash)));
      record.mutable_effect()->set_seq(std::stoll(word.substr(slash + 1)));
    }
    out += "FCv"[static_cast<int>(rule.admit(Offset(offset), record))];
    rule = ReaderRule(rule.state());  // what is saved is all there is
  }
  return out;
}

TEST(ReaderRule, CountsOnlyWhatTheOwnerInForceWroteInOrder) {
  const std::pair<const char*, const char*> cases[] = {
      {"0/1 F 1/1 1/2", "vFCC"},       // nothing counts before the first fence
      {"F 0/1 0/1 0/2", "FCvC"},       // a duplicated append counts once
      {"F 0/1 0/3 0/2 0/3", "FCvvv"},  // a gap voids the rest of the epoch
      {"F 0/1 F 0/2 2/1", "FCFvC"},    // a zombie's late record carries a stale epoch
      {"F 0/1 0/3 F 3/1", "FCvFC"},    // a new fence heals
      {"F ? 0/1", "FvC"},              // a foreign record is nobody's
      {"F F 0/1 1/1", "FFvC"},
  };
  for (auto& [line, expected] : cases) EXPECT_EQ(verdicts(line), expected) << line;
}

}  // namespace
}  // namespace leakproof::stream
