#include "leadctl/command_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class CommandNames : public ::testing::Test {
 protected:
  CommandNames() {
    app.add_option("--server", server);
    app.add_flag("--fast", fast);
    auto* lead = app.add_subcommand("lead");
    auto* lookup = lead->add_subcommand("lookup");
    lookup->add_option_group("key")->add_option("--phone", phone);
    lookup->add_option("KEY", key);
    app.add_subcommand("explain")->add_option("LEAD", key);
  }
  std::string server, phone, key;
  bool fast = false;
  CLI::App app;
};

TEST_F(CommandNames, AWordThatIsNoneIsNamedWithWhatWasMeant) {
  EXPECT_THAT(wrong_command(app, {"lookup", "0903"}),
              StartsWith("there is no command 'lookup'; did you mean 'lead lookup'?"));
  EXPECT_THAT(wrong_command(app, {"--server", "h:1", "explan"}), HasSubstr("'explan'; did you mean 'explain'?"));
  EXPECT_THAT(wrong_command(app, {"lead", "frobnicate"}),
              StartsWith("there is no command 'lead frobnicate'\n  leadctl lead --help"));
}

TEST_F(CommandNames, ValuesOfOptionsAndArgumentsAreNoCommands) {
  for (const auto& words : std::vector<std::vector<std::string>>{{},
                                                                 {"--server", "h:1", "explain", "x"},
                                                                 {"--server=h:1", "lead"},
                                                                 {"--fast", "explain", "lead"},
                                                                 {"lead", "lookup", "--phone", "0903", "--fast"}})
    EXPECT_EQ(wrong_command(app, words), "") << ::testing::PrintToString(words);
}

}  // namespace
}  // namespace leakproof::leadctl
