#include "rocks/status.h"

#include <gtest/gtest.h>

namespace leakproof::rocks {
namespace {

using rocksdb::Status;

struct Row {
  Status status;
  Disposition disposition;
  std::string says;
};

TEST(RocksStatus, EachOutcomeHasARow) {
  const Row rows[] = {
      {Status::NoSpace("x"), Disposition::kRetry, "free space on the disk of /data/s"},
      {Status::Busy(), Disposition::kRetry, "/data/s"},
      {Status::TimedOut(), Disposition::kRetry, "/data/s"},
      {Status::TryAgain(), Disposition::kRetry, "/data/s"},
      {Status::Incomplete(), Disposition::kRetry, "/data/s"},
      {Status::MergeInProgress(), Disposition::kRetry, "/data/s"},
      {Status::Aborted(), Disposition::kRetry, "/data/s"},

      {Status::IOError("While lock file: /data/s/LOCK", "Resource temporarily unavailable"), Disposition::kFatal,
       "/data/s is in use"},
      {Status::IOError("lock hold by current process", "/data/s/LOCK"), Disposition::kFatal, "/data/s is in use"},
      {Status::PathNotFound("x"), Disposition::kFatal, "check the mount"},
      {Status::IOError("fsync"), Disposition::kFatal, "check the disk"},
      {Status::Corruption("x"), Disposition::kFatal, "damaged, wipe it"},
      {Status::NotFound("x"), Disposition::kFatal, "damaged, wipe it"},

      {Status::ShutdownInProgress(), Disposition::kFatal, "report it"},
      {Status::InvalidArgument("x"), Disposition::kFatal, "report it"},
      {Status::NotSupported("x"), Disposition::kFatal, "report it"},
      {Status::Expired(), Disposition::kFatal, "report it"},
      {Status::CompactionTooLarge(), Disposition::kFatal, "report it"},
      {Status::ColumnFamilyDropped(), Disposition::kFatal, "report it"},
  };
  for (const Row& row : rows) {
    const Error error = translate(row.status, {"/data/s", "wipe it"});
    EXPECT_EQ(error.disposition(), row.disposition) << row.status.ToString();
    EXPECT_NE(error.message().find(row.says), std::string::npos) << error.message();
  }
}

TEST(RocksStatus, OkIsNoError) { EXPECT_TRUE(checked(Status::OK(), {}).ok()); }

}  // namespace
}  // namespace leakproof::rocks
