#include "base/read_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

namespace leakproof {
namespace {

// /proc/self/mem opens, and reading its first page fails.
TEST(ReadFile, GivesEveryByteOrSaysWhatIsWrong) {
  const auto file = std::filesystem::temp_directory_path() / ("read_file_test." + std::to_string(getpid()));
  const std::string bytes = std::string(200'000, 'x') + '\0' + "end\n";
  std::ofstream(file, std::ios::binary) << bytes;
  const auto whole = read_file(file);
  ASSERT_TRUE(whole.ok());
  EXPECT_TRUE(*whole == bytes);
  std::filesystem::remove(file);
  EXPECT_EQ(*read_file("/dev/null"), "");
  const std::pair<const char*, const char*> cases[] = {
      {"/tmp", "/tmp: is a directory"},
      {"/nowhere/x", "/nowhere/x: cannot be read: No such file or directory"},
      {"/proc/self/mem", "/proc/self/mem: cannot be read: Input/output error"},
  };
  for (const auto& [name, why] : cases) {
    const auto read = read_file(name);
    ASSERT_FALSE(read.ok()) << name;
    EXPECT_EQ(read.error().message(), why);
  }
}

}  // namespace
}  // namespace leakproof
