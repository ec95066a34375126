// Plays every script of scenarios/ and compares what happens with what is written. FLOW_RECORD=1 writes down what
// happens instead.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "promises.h"
#include "script.h"

namespace leakproof::flow {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> scenarios() {
  std::vector<std::string> names;
  for (auto& entry : fs::directory_iterator(FLOW_FOLDER "/scenarios")) names.push_back(entry.path().stem().string());
  std::ranges::sort(names);
  return names;
}

std::string path_of(const std::string& name) { return FLOW_FOLDER "/scenarios/" + name + ".txt"; }

std::string text_of(const std::string& name) {
  std::ifstream file(path_of(name));
  return {std::istreambuf_iterator<char>(file), {}};
}

enum class Life { kCalm, kKilledAfterEachVerb };

// Plays a scenario; what happens, as text. All promises are checked.
std::string played(const std::string& name, Death death = {}, Life life = Life::kCalm,
                   std::map<std::string, int>* steps = nullptr) {
  FlowDriver driver(std::move(death));
  Script script(driver, FLOW_FOLDER, path_of(name));
  if (life == Life::kKilledAfterEachVerb) {
    script.after_verb = [&] {
      for (auto& stage : kStages) driver.kill(stage);
    };
  }
  auto text = script.play(text_of(name));
  if (!text.ok()) ADD_FAILURE() << text.error().message();
  for (auto& stage : kStages) {
    if (steps) (*steps)[stage] = driver.steps(stage);
  }
  for (auto& promise : broken_promises(driver, script.sent())) ADD_FAILURE() << name << ": " << promise;
  return text.ok() ? *text : "";
}

// What a crash may change: a webhook is called again, under the same id; what became of an e-mail is not known, and it
// is not sent again; a word that counts is handed to ingest again, which ignores it.
std::string but_for_calls(const std::string& text) {
  static const std::regex kAgain(R"(, called again|  \w+ [0-9:]+ ingest  L\d+ ignored reason=duplicate\n)");
  static const std::regex kEmail(R"((\w+ L\d+ email) .*)");
  return std::regex_replace(std::regex_replace(text, kAgain, ""), kEmail, "$1");
}

class Scenario : public testing::TestWithParam<std::string> {};

TEST_P(Scenario, ShowsWhatIsWritten) {
  const std::string actual = played(GetParam());
  if (std::getenv("FLOW_RECORD")) {
    std::ofstream(path_of(GetParam())) << actual;
  } else {
    EXPECT_EQ(text_of(GetParam()), actual)
        << "when this is what should happen: FLOW_RECORD=1 flow_test, and read the diff";
  }
}

TEST_P(Scenario, ShowsTheSameWhenEveryStageIsKilledAfterEachVerb) {
  EXPECT_EQ(text_of(GetParam()), played(GetParam(), {}, Life::kKilledAfterEachVerb));
}

INSTANTIATE_TEST_SUITE_P(Flow, Scenario, testing::ValuesIn(scenarios()),
                         [](const auto& scenario) { return scenario.param; });

// A stage dies at one of its steps, with or without what it sent in it: the facts are the same, none is missing and
// none is there twice.
void kill_at_every_step(const std::string& name, int stride, const std::vector<bool>& losing) {
  const std::string expected = but_for_calls(text_of(name));
  std::map<std::string, int> steps;
  played(name, {}, Life::kCalm, &steps);
  for (auto& [stage, count] : steps) {
    ASSERT_GT(count, 10);
    for (int step = 1; step <= count; step += stride) {
      for (const bool lose : losing) {
        ASSERT_EQ(expected, but_for_calls(played(name, {stage, step, lose})))
            << stage << " killed at step " << step << (lose ? ", what it sent is lost" : "");
      }
    }
  }
}

TEST(Kill, OfAnyStageAtAnyStepOfANewLeadChangesNothing) { kill_at_every_step("01_new_lead", 1, {false, true}); }
TEST(Kill, OfAnyStageAtManyStepsOfALeadThatNobodyAnswersChangesNothing) {
  kill_at_every_step("04_no_answer", 3, {false, true});
}
TEST(Kill, OfAnyStageAtManyStepsOfAJourneyChangesNothing) { kill_at_every_step("05_journey", 5, {false}); }

TEST(Kill, OfAnyStageAtManyStepsOfAConfigurationThatComesAtATimeChangesNothing) {
  kill_at_every_step("37_at_a_time", 7, {false, true});
}

TEST(Script, AMistakeIsAnErrorWithFileAndLine) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"# first\n> dance\n", "a.txt:2: there is no verb 'dance'"},
      {"> says lan accepted L1\n", "a.txt:1: there is no lead L1 yet"},
      {"> says lan\n", "a.txt:1: 'says' needs 3 words or more"},
      {"\nFri 09:00 a fact without its two blanks\n", "a.txt:2: a line begins with '>' (a verb), ' ' (a fact) or '#'"},
  };
  for (auto& [text, error] : cases) {
    FlowDriver driver;
    const auto played = Script(driver, FLOW_FOLDER, "a.txt").play(text);
    ASSERT_FALSE(played.ok()) << text;
    EXPECT_EQ(played.error().message(), error);
  }
}

}  // namespace
}  // namespace leakproof::flow
