#include "leadctl/audit_source.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace leakproof::leadctl {
namespace {

// The records of a file, each behind "; ", or the exit code and what the session is told.
std::string read(const std::string& file) {
  std::ostringstream out, err;
  Session session(out, err, [] { return 1u; });
  std::string records;
  const bool whole = read_audit(session, file, [&](const std::string& record) {
    records += record + "; ";
    return true;
  });
  return whole ? records : std::to_string(static_cast<int>(session.exit_code)) + " " + err.str();
}

std::string read_bytes(const std::string& bytes) {
  const std::string file = testing::TempDir() + "/test.audit";
  std::ofstream(file, std::ios::binary) << bytes;
  return read(file);
}

TEST(AuditSource, AFileHoldsWholeRecordsAndOneAtLeast) {
  EXPECT_EQ(read_bytes("\3one\3two"), "one; two; ");
  EXPECT_NE(read_bytes("\3one\3tw").find("record 2 is cut off"), std::string::npos);
  EXPECT_EQ(read("/dev/null"), "66 leadctl: /dev/null: holds no record: export it again\n");
  EXPECT_EQ(read("/tmp"), "66 leadctl: /tmp: cannot be read, or is a directory\n");
  EXPECT_EQ(read("/nowhere/a"), "66 leadctl: /nowhere/a: cannot be opened\n");
}

}  // namespace
}  // namespace leakproof::leadctl
