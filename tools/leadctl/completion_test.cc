#include "leadctl/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "leadctl/commands.h"

namespace leakproof::leadctl {
namespace {

using ::testing::HasSubstr;

TEST(Completion, KnowsTheTreeOfCommands) {
  std::ostringstream out, err;
  Session session(out, err, [bits = 0u]() mutable { return ++bits; });
  CLI::App app;
  add_config_commands(app, session);
  add_lead_commands(app, session);
  const auto bash = completion_script(app, "bash");
  EXPECT_THAT(bash, HasSubstr("'config') words='rollback progress cancel list get "));
  EXPECT_THAT(bash, HasSubstr("'lead lookup') words='--help --source --phone --email --receipt --provider-id' ;;"));
  EXPECT_THAT(completion_script(app, "zsh"), HasSubstr("bashcompinit"));
  EXPECT_THAT(completion_script(app, "fish"),
              HasSubstr("complete -c leadctl -n '__fish_seen_subcommand_from rollback' -a '--help'"));
}

}  // namespace
}  // namespace leakproof::leadctl
