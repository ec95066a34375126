#include "nurture/domain/recipient.h"

#include <gtest/gtest.h>

#include <sstream>

namespace leakproof::nurture {
namespace {

Instant at(int hour) {
  return hour == 0 ? Instant{} : instant_from_micros(1'700'000'000'000'000) + std::chrono::hours(hour);
}

// What the lead says (a address, o opted out, y yes), when; what is known of the address (o opted out, g gone), when
// consent was withdrawn there; whether there is a sender; why nothing is sent.
constexpr const char* kRows = R"(
ay 1 - 0 sender -
ay 0 - 0 sender -
a  1 - 0 sender no_consent
y  1 - 0 sender no_address
ay 1 - 0 none   no_sender

aoy 3 - 0 sender opted_out
ay  3 o 0 sender opted_out
y   3 o 0 sender opted_out
ay  3 g 0 sender bad_address
ay  3 og 0 sender opted_out
a   3 g 0 none   bad_address

ay 1 - 2 sender no_consent
ay 0 - 2 sender no_consent
ay 2 - 2 sender no_consent
ay 3 - 2 sender -
)";

TEST(Recipient, IsWrittenToWithItsOwnConsentAndUntilItSaysNo) {
  std::istringstream lines(kRows);
  std::string says, known, sender, expected;
  int said = 0, withdrawn = 0, rows = 0;
  const auto has = [](const std::string& flags, char flag) { return flags.find(flag) != flags.npos; };
  for (; lines >> says >> said >> known >> withdrawn >> sender >> expected; ++rows) {
    const LeadWord lead{has(says, 'a'), has(says, 'o'), has(says, 'y'), at(said)};
    const Recipient recipient{has(known, 'o'), at(withdrawn), has(known, 'g'), {}};
    const auto why = why_not(lead, recipient, sender == "sender");
    EXPECT_EQ(why ? name_of(*why) : "-", expected) << says << " " << known << " " << withdrawn;
  }
  EXPECT_EQ(rows, 15);
}
TEST(Recipient, GetsAMessageForOneLeadOnly) {
  Recipient recipient;
  recipient.sent = {{"cold", "hello", "a"}};
  EXPECT_TRUE(sent_for_another(recipient, "cold", "hello", "b"));
  EXPECT_FALSE(sent_for_another(recipient, "cold", "hello", "a"));
  EXPECT_FALSE(sent_for_another(recipient, "cold", "story", "b"));
  EXPECT_FALSE(sent_for_another(recipient, "again", "hello", "b"));
}

}  // namespace
}  // namespace leakproof::nurture
