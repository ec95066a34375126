#include "app/open_files.h"

#include <gtest/gtest.h>

#include <fstream>

namespace leakproof::app {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, fs::perms mode) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << "secret";
  fs::permissions(file, mode);
}

TEST(OpenFiles, NamesSecretsThatEverybodyCanRead) {
  const fs::path root = fs::path(testing::TempDir()) / "open_files";
  fs::remove_all(root);
  const auto own = fs::perms::owner_read | fs::perms::owner_write;
  write(root / "secrets" / "demo" / "token", own);
  write(root / "secrets" / "demo" / "partner", own | fs::perms::others_read);
  write(root / "key.pem", own | fs::perms::group_read | fs::perms::others_read);
  Settings settings;
  settings.secrets = root / "secrets";
  settings.grpc_tls.key = root / "key.pem";
  EXPECT_EQ(open_files(settings), (std::vector{root / "key.pem", root / "secrets" / "demo" / "partner"}));
  fs::remove_all(root);
  EXPECT_TRUE(open_files(settings).empty()) << "what is not there can be read by nobody";
}

}  // namespace
}  // namespace leakproof::app
