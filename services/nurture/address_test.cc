// Opt-outs, consent, dead mailboxes and messages belong to addresses, whichever leads have them: scenes of several
// leads, a line each: what happens, and what nurture tells of it.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/time_text.h"
#include "leakproof/lead/v1/activity.pb.h"
#include "leakproof/lead/v1/message.pb.h"
#include "nurture/nurture_processor.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::nurture {
namespace {

using lead::v1::Event;
using State = stream::OutboxOutcome::State;

void add_journey(const std::string& id, const std::string& cannot_send, config::v1::Workspace& workspace) {
  auto& journey = *workspace.add_journeys();
  journey.set_journey_id(id);
  journey.set_trigger("routed");
  journey.set_cannot_send(cannot_send);
  const auto send = [&](const char* step_id) {
    auto& step = *journey.add_steps();
    step.set_step_id(step_id);
    step.mutable_send()->set_channel("email");
    step.mutable_send()->set_subject(step_id);
  };
  send("hello");
  auto& pause = *journey.add_steps();
  pause.set_step_id("pause");
  pause.mutable_wait()->set_for_micros(Duration(std::chrono::hours(72)).count());
  send("story");
}

class AddressTest : public testing::Test {
 protected:
  void SetUp() override {
    config::v1::Workspace workspace;
    workspace.set_workspace_id("w");
    workspace.mutable_messaging()->set_email_from("hello@example.com");
    add_journey("cold", "", workspace);
    add_journey("patient", "go_on", workspace);
    Event event;
    event.mutable_config_applied()->set_version(1);
    event.mutable_config_applied()->set_workspace(workspace.SerializeAsString());
    tell(std::move(event), "");
  }
  // Lines of "verb lead words | what is told".
  void play(const std::string& scene) {
    std::istringstream lines(scene);
    for (std::string line; std::getline(lines, line);) {
      const auto bar = line.find(" |");
      if (bar == line.npos) continue;
      std::istringstream words(line.substr(0, bar));
      const std::string expected = line.size() > bar + 3 ? line.substr(bar + 3) : "";
      EXPECT_EQ(run(words), expected) << line;
    }
  }

 private:
  std::string run(std::istringstream& words) {
    std::string verb, lead, word;
    words >> verb >> lead;
    if (verb == "later") return later(std::chrono::hours(std::stoi(lead)));
    words >> word;
    if (verb == "lead") return changed(lead, word, words);
    if (verb == "nurture") return decided(lead, word, lead::v1::Decision::NURTURED);
    if (verb == "assign") return decided(lead, "", lead::v1::Decision::ASSIGNED);
    if (verb == "optout") return opted_out(lead, word);
    return answered(lead, verb);
  }
  // "a phone=1 email=x other_email=y,_z consent=yes": what is said anew, _ for a blank; all else stays.
  std::string changed(const std::string& id, std::string word, std::istringstream& words) {
    auto& lead = leads_[id];
    lead.set_lead_id(id);
    for (; !word.empty(); word.clear(), words >> word) {
      const auto name = word.substr(0, word.find('='));
      auto value = word.substr(word.find('=') + 1);
      std::ranges::replace(value, '_', ' ');
      if (name == "email") lead.mutable_contact()->set_email(value);
      if (name == "phone") lead.mutable_contact()->set_phone(value);
      if (name == "other_email") (*lead.mutable_contact()->mutable_personal_fields())["other_email"] = value;
      if (name != "consent") continue;
      lead.set_marketing_consent(value == "yes");
      lead.set_consent_micros(to_micros(draft_.now()));
    }
    Event event;
    *event.mutable_lead_changed()->mutable_lead() = lead;
    return tell(std::move(event), id);
  }
  std::string decided(const std::string& id, const std::string& journey, lead::v1::Decision::Outcome outcome) {
    Event event;
    auto& decision = *event.mutable_audit()->mutable_decision();
    decision.set_outcome(outcome);
    decision.mutable_chosen()->set_journey_id(journey);
    return tell(std::move(event), id);
  }
  std::string opted_out(const std::string& id, const std::string& channel) {
    auto& lead = leads_[id];
    lead.set_opted_out(true);  // as ingest keeps it
    lead.add_opted_out_of(channel);
    Event event;
    event.mutable_activity()->mutable_opt_out()->set_channel(channel);
    return tell(std::move(event), id);
  }
  std::string later(Duration by) {
    draft_.set_now(draft_.now() + by);
    for (const auto& timer : draft_.take_due()) EXPECT_TRUE(nurture_.on_timer(timer, draft_).ok());
    return told();
  }
  // "delivered a", "gone a", "failed a": the mail of the lead.
  std::string answered(const std::string& id, const std::string& how) {
    for (auto at = draft_.outbox.begin(); at != draft_.outbox.end(); ++at) {
      if (at->second.channel() != "email" || !at->first.starts_with("w:email:" + id + ":")) continue;
      const auto entry = at->second;
      draft_.outbox.erase(at);
      known_.erase(entry.id());
      const auto state = how == "delivered" ? State::kDelivered : State::kFailed;
      EXPECT_TRUE(
          nurture_.on_outbox(entry, {state, how == "gone" ? "550 5.1.1" : "554", 1, how == "gone"}, draft_).ok());
      return told();
    }
    return "no mail";
  }
  std::string tell(Event event, const std::string& lead) {
    event.set_workspace_id("w");
    event.set_lead_id(lead);
    EXPECT_TRUE(nurture_.on_event(event, draft_).ok());
    draft_.events.erase(draft_.events.begin());
    return told();
  }
  // Facts, then the mails that were not under way before.
  std::string told() {
    std::string text;
    const auto add = [&](const std::string& what) { text += (text.empty() ? "" : ", ") + what; };
    for (const auto& event : draft_.take_events()) {
      const auto& changed = event.enrolment_changed();
      if (event.has_delivery() && event.delivery().state() == lead::v1::Delivery::SUPPRESSED)
        add(event.lead_id() + " not sent " + event.delivery().detail());
      if (changed.state() == lead::v1::EnrolmentChanged::EXITED) add(event.lead_id() + " exits " + changed.reason());
    }
    std::set<std::string> under_way;
    for (const auto& [id, entry] : draft_.outbox) {
      under_way.insert(id);
      lead::v1::EmailCall mail;
      lead::v1::Activity activity;
      if (known_.contains(id)) continue;
      if (entry.channel() == "email" && mail.ParseFromString(entry.payload()))
        add(mail.lead_id() + " mails " + mail.subject() + " to " + mail.to());
      if (entry.channel() == "append" && activity.ParseFromString(entry.payload()))
        add(activity.lead_id() + " back " + activity.hand_back().reason());
    }
    for (const auto& id : known_) {
      if (id.starts_with("w:email:") && !under_way.contains(id)) add("withdrawn " + id.substr(8, 1));
    }
    known_ = std::move(under_way);
    return text;
  }

  NurtureProcessor nurture_;
  stream::DraftFake draft_{*parse_instant("2026-02-17T05:00:00Z")};
  std::map<std::string, lead::v1::Lead> leads_;
  std::set<std::string> known_;
};

TEST_F(AddressTest, RegressionAnOptOutBelongsToTheAddress) {
  play(R"(
lead a phone=1 consent=yes |
lead b email=em@x consent=yes |
optout b all |
lead a email=em@x |
nurture a cold | a exits opted_out
later 72 |
lead c phone=2 email=EM@x consent=yes |
nurture c cold | c exits opted_out
)");
}
TEST_F(AddressTest, AnOptOutOfAllHoldsForEveryAddressOfThePerson) {
  play(R"(
lead a email=em@x consent=yes |
lead b phone=1 consent=yes |
optout b all |
lead a phone=1 consent=yes |
nurture a cold | a exits opted_out
lead c email=em@x phone=2 consent=yes |
nurture c cold | c exits opted_out
)");
}
TEST_F(AddressTest, AMailUnderWayForAnotherLeadIsWithdrawn) {
  play(R"(
lead a phone=1 email=em@x consent=yes |
lead b phone=2 email=em@x consent=yes |
nurture a cold | a mails hello to em@x
optout b all | a exits opted_out, withdrawn a
later 100 |
)");
}
TEST_F(AddressTest, AnOptOutOfAChannelThatReachesNoLeadIsOneOfAll) {
  play(R"(
lead a email=em@x consent=yes |
nurture a cold | a mails hello to em@x
optout a E-Mail | a exits opted_out, withdrawn a
)");
}
TEST_F(AddressTest, ConsentWithdrawnWinsOverConsentGivenBefore) {
  play(R"(
lead a phone=1 consent=yes |
lead b email=em@x consent=yes |
later 1 |
lead a email=em@x consent=no |
nurture b cold | b exits no_consent, b back no_consent
later 1 |
lead b consent=yes |
nurture b cold | b mails hello to em@x
)");
}
TEST_F(AddressTest, RegressionANoHoldsForEveryAddressThatItsLeadHas) {
  play(R"(
lead b email=b@x consent=yes |
lead c email=c@x consent=yes |
later 1 |
lead a email=a@x consent=no other_email=b@x,_c@x |
nurture b cold | b exits no_consent, b back no_consent
nurture c cold | c exits no_consent, c back no_consent
)");
}
TEST_F(AddressTest, RegressionAnOptOutHoldsForSeveralOtherAddresses) {
  play(R"(
lead b email=b@x consent=yes |
lead c email=c@x consent=yes |
lead a email=a@x other_email=b@x,_c@x |
optout a all |
nurture b cold | b exits opted_out
nurture c cold | c exits opted_out
)");
}
TEST_F(AddressTest, ConsentTakenBackAtTheSameMomentIsTakenBack) {
  play(R"(
lead a phone=1 consent=yes |
lead b email=em@x consent=yes |
lead a email=em@x consent=no |
nurture b cold | b exits no_consent, b back no_consent
)");
}
TEST_F(AddressTest, AMailUnderWayIsWithdrawnWhenConsentIs) {
  play(R"(
lead a email=em@x consent=yes |
nurture a patient | a mails hello to em@x
later 1 |
lead a consent=no | a not sent no_consent, withdrawn a
later 72 | a not sent no_consent, a exits completed, a back completed
)");
}
TEST_F(AddressTest, RegressionTheSameStepGoesToAnAddressOnce) {
  play(R"(
lead a phone=1 email=em@x consent=yes |
lead b phone=2 email=em@x consent=yes |
nurture a cold | a mails hello to em@x
nurture b cold | b not sent already_sent
delivered a |
later 72 | b not sent already_sent, b exits completed, a mails story to em@x, b back completed
delivered a | a exits completed, a back completed
nurture b patient | b mails hello to em@x
)");
}
TEST_F(AddressTest, AMailThatFailedMayGoForTheOtherLead) {
  play(R"(
lead a phone=1 email=em@x consent=yes |
lead b phone=2 email=em@x consent=yes |
nurture a cold | a mails hello to em@x
failed a |
nurture b cold | b mails hello to em@x
)");
}
TEST_F(AddressTest, RegressionADeadAddressEndsTheChannelForEveryLeadThatHasIt) {
  play(R"(
lead a phone=1 email=em@x consent=yes |
lead b phone=2 email=em@x consent=yes |
nurture a cold | a mails hello to em@x
nurture b patient | b mails hello to em@x
gone a | b not sent bad_address, a exits bad_address, a back bad_address, withdrawn b
lead c email=em@x consent=yes |
nurture c cold | c exits bad_address, c back bad_address
)");
}
TEST_F(AddressTest, WithoutConsentNobodyIsKeptInSilence) {
  play(R"(
lead a email=em@x |
nurture a cold | a exits no_consent, a back no_consent
nurture a patient | a not sent no_consent
lead b phone=1 consent=yes |
nurture b cold | b exits no_address, b back no_address
)");
}

}  // namespace
}  // namespace leakproof::nurture
