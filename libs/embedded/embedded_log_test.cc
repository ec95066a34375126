// What only the embedded log promises; what every log promises is in tests/contract.
#include "embedded/embedded_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>
#include <unistd.h>

#include <atomic>
#include <future>

#include "base/manual_clock.h"
#include "base/signal.h"

namespace leakproof::embedded {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using stream::Offset;
using stream::Position;
using stream::TopicPartition;
using testing::HasSubstr;

// A disk that can be made full, or whose fsync can be made to fail. Counts the fsyncs of the write-ahead log.
struct Fault {
  std::atomic<bool> full = false;
  std::atomic<bool> fsync_fails = false;
  std::atomic<int> fsyncs = 0;
};

class FaultyFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  FaultyFile(std::unique_ptr<rocksdb::FSWritableFile>&& file, Fault& fault)
      : FSWritableFileOwnerWrapper(std::move(file)), fault_(fault) {}
  rocksdb::IOStatus Append(const rocksdb::Slice& data, const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* context) override {
    return fault_.full ? rocksdb::IOStatus::NoSpace("full")
                       : FSWritableFileOwnerWrapper::Append(data, options, context);
  }
  rocksdb::IOStatus Sync(const rocksdb::IOOptions& options, rocksdb::IODebugContext* context) override {
    ++fault_.fsyncs;
    return fault_.fsync_fails ? rocksdb::IOStatus::IOError("fsync")
                              : FSWritableFileOwnerWrapper::Sync(options, context);
  }

 private:
  Fault& fault_;
};

class FaultyDisk final : public rocksdb::FileSystemWrapper {
 public:
  explicit FaultyDisk(Fault& fault) : FileSystemWrapper(rocksdb::FileSystem::Default()), fault_(fault) {}
  const char* Name() const override { return "FaultyDisk"; }
  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override {
    auto status = FileSystemWrapper::NewWritableFile(name, options, file, context);
    if (status.ok() && (name.ends_with(".log") || name.ends_with(".sst")))
      *file = std::make_unique<FaultyFile>(std::move(*file), fault_);
    return status;
  }
  rocksdb::IOStatus GetFreeSpace(const std::string& path, const rocksdb::IOOptions& options, std::uint64_t* free,
                                 rocksdb::IODebugContext* context) override {
    if (!fault_.full) return FileSystemWrapper::GetFreeSpace(path, options, free, context);
    *free = 0;
    return rocksdb::IOStatus::OK();
  }

 private:
  Fault& fault_;
};

class EmbeddedLogTest : public testing::Test {
 protected:
  EmbeddedLogTest()
      : directory_(fs::path(testing::TempDir()) / ("embedded-" + std::to_string(getpid()))),
        disk_(rocksdb::NewCompositeEnv(std::make_shared<FaultyDisk>(fault_))) {
    fs::remove_all(directory_);
  }
  ~EmbeddedLogTest() override {
    log_.reset();
    fs::remove_all(directory_);
  }

  void open(EmbeddedOptions options = {}) {
    log_.reset();
    options.env = disk_.get();
    auto log = EmbeddedLog::open(directory_, 2, clock_, std::move(options));
    ASSERT_TRUE(log.ok()) << log.error().message();
    log_ = *std::move(log);
  }
  Result<Offset> append(stream::Appender& appender, std::string value) {
    std::promise<Result<Offset>> done;
    appender.append({"key", std::move(value), {}}, [&](Result<Offset> result) { done.set_value(std::move(result)); });
    return done.get_future().get();
  }
  void fill(int records) {
    auto appender = *log_->appender(of_);
    for (int i = 0; i < records; ++i) ASSERT_TRUE(append(*appender, "value " + std::to_string(i)).ok());
  }
  // The values from `start` to the end, read `at_once` at a time.
  std::vector<std::string> values(Position start, std::size_t at_once = 100) {
    auto reader = *log_->reader(of_, start, wake_);
    std::vector<std::string> found;
    for (std::vector<stream::Record> records;; records.clear()) {
      const Status status = reader->read(at_once, records);
      EXPECT_TRUE(status.ok()) << status.error().message();
      if (records.empty()) return found;
      for (auto& record : records) found.push_back(std::move(record.value));
    }
  }

  const TopicPartition of_{"router.journal", 1};
  const fs::path directory_;
  Fault fault_;
  std::unique_ptr<rocksdb::Env> disk_;
  ManualClock clock_{Instant(hours(1'000'000))};
  Signal wake_;
  std::unique_ptr<EmbeddedLog> log_;
};

TEST_F(EmbeddedLogTest, ReadsGoFromDiskIntoMemoryWithoutASeam) {
  EmbeddedOptions options;
  options.tail_bytes_max = 2000;
  open(options);
  fill(100);
  const auto all = values(Position(0), 7);
  ASSERT_EQ(all.size(), 100u);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(all[i], "value " + std::to_string(i));
}

TEST_F(EmbeddedLogTest, AppendsThatWaitTogetherShareAnFsync) {
  open();
  const int before = fault_.fsyncs;
  constexpr int kAppends = 2000;
  std::atomic<int> left = kAppends;
  std::promise<void> all;
  for (int i = 0; i < kAppends; ++i) {
    log_->inputs().append(of_, {"k", "v", {}}, [&](Result<Offset> result) {
      EXPECT_TRUE(result.ok());
      if (--left == 0) all.set_value();
    });
  }
  all.get_future().wait();
  EXPECT_LT(fault_.fsyncs - before, kAppends / 2);
  EXPECT_GT(fault_.fsyncs - before, 0);
}

TEST_F(EmbeddedLogTest, AnotherProcessIsToldWhoHoldsWhat) {
  open();
  auto second = EmbeddedLog::open(directory_, 2, clock_);
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(second.error().message(), HasSubstr(directory_.string() + " is in use"));
}

TEST_F(EmbeddedLogTest, AnotherNumberOfPartitionsIsRefused) {
  open();
  log_.reset();
  auto other = EmbeddedLog::open(directory_, 3, clock_);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().disposition(), Disposition::kFatal);
  EXPECT_THAT(other.error().message(), HasSubstr("made with 2 partitions, now 3"));
}

TEST_F(EmbeddedLogTest, APartitionThatIsNotThereIsFatal) {
  open();
  EXPECT_FALSE(log_->appender({"t", 2}).ok());
  EXPECT_FALSE(log_->reader({"t", -1}, Position(0), wake_).ok());
  EXPECT_FALSE(log_->end({"", 0}).ok());
  bool refused = false;
  log_->inputs().append({"t", 2}, {}, [&](Result<Offset> result) { refused = !result.ok(); });
  EXPECT_TRUE(refused);
}

// RocksDB's Resume() waits for ever for a flush that meets the full disk.
TEST_F(EmbeddedLogTest, AFullDiskTurnsAwayEveryAppendAndHoldsUpNone) {
  open();
  ASSERT_TRUE(append(**log_->appender(of_), "before").ok());
  fault_.full = true;
  ASSERT_FALSE(append(**log_->appender(of_), "lost").ok());
  for (int i = 0; i < 5; ++i)
    EXPECT_THAT(append(**log_->appender(of_), "lost").error().message(), HasSubstr("MiB are needed to go on"));
  fault_.full = false;
}

TEST_F(EmbeddedLogTest, AFullDiskStopsAppendsUntilThereIsSpace) {
  open();
  auto appender = *log_->appender(of_);
  ASSERT_TRUE(append(*appender, "before").ok());
  fault_.full = true;
  const auto failed = append(*appender, "lost");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().disposition(), Disposition::kRefence);
  EXPECT_THAT(failed.error().message(), HasSubstr("free space"));
  EXPECT_EQ(append(*appender, "too late").error().disposition(), Disposition::kRefence);
  EXPECT_THAT(values(Position(0)), testing::ElementsAre("before")) << "reads go on";

  fault_.full = false;
  EXPECT_FALSE(append(*appender, "still").ok()) << "an appender that failed stays failed";
  appender = *log_->appender(of_);
  const auto after_space = append(*appender, "after");
  ASSERT_TRUE(after_space.ok()) << after_space.error().message();
  EXPECT_EQ(after_space->value(), 1);
  appender.reset();  // before its log goes
  open();
  EXPECT_THAT(values(Position(0)), testing::ElementsAre("before", "after"));
}

TEST_F(EmbeddedLogTest, AFailedFsyncIsNeverTakenForSuccess) {
  open();
  auto appender = *log_->appender(of_);
  ASSERT_TRUE(append(*appender, "before").ok());
  fault_.fsync_fails = true;
  EXPECT_EQ(append(*appender, "unclear").error().disposition(), Disposition::kRefence);
  fault_.fsync_fails = false;
  appender = *log_->appender(of_);
  const auto later = append(*appender, "later");
  ASSERT_FALSE(later.ok());
  EXPECT_EQ(later.error().disposition(), Disposition::kFatal) << later.error().message();
  EXPECT_THAT(later.error().message(), HasSubstr("check the disk"));
  EXPECT_THAT(values(Position(0)), testing::ElementsAre("before")) << "reads go on";
  appender.reset();
  open();
  EXPECT_EQ(values(Position(0)).front(), "before");
}

TEST_F(EmbeddedLogTest, RetentionDeletesByAgeAndOffsetsGoOn) {
  EmbeddedOptions options;
  options.retention["router.journal"] = hours(2);
  open(options);
  fill(3);
  clock_.advance(hours(1));
  fill(2);
  clock_.advance(hours(1));
  ASSERT_TRUE(log_->retain(clock_.now()).ok());
  EXPECT_EQ(*log_->begin(of_), Position(0)) << "not older than its retention";
  clock_.advance(Duration(1));
  ASSERT_TRUE(log_->retain(clock_.now()).ok());
  EXPECT_EQ(*log_->begin(of_), Position(3));
  EXPECT_EQ(values(Position(3)).size(), 2u);
  clock_.advance(hours(9));
  ASSERT_TRUE(log_->retain(clock_.now()).ok());
  open(options);
  EXPECT_EQ(*log_->begin(of_), Position(5));
  EXPECT_EQ(*log_->end(of_), Position(5));
  auto appender = *log_->appender(of_);
  EXPECT_EQ(append(*appender, "next")->value(), 5);
}

TEST_F(EmbeddedLogTest, OtherTopicsAreKeptForEver) {
  open();
  fill(1);
  ASSERT_TRUE(log_->retain(clock_.now() + hours(100'000)).ok());
  EXPECT_EQ(*log_->begin(of_), Position(0));
}

TEST_F(EmbeddedLogTest, NamesAndPartitionsDoNotMix) {
  open();
  fill(2);
  EXPECT_EQ(*log_->end({"router.journal", 0}), Position(0));
  EXPECT_EQ(*log_->end({"router.journa", 1}), Position(0));
  EXPECT_EQ(*log_->end({"router.journal2", 1}), Position(0));
}

TEST_F(EmbeddedLogTest, TimesAreTheClocks) {
  open();
  fill(1);
  auto reader = *log_->reader(of_, Position(0), wake_);
  std::vector<stream::Record> records;
  ASSERT_TRUE(reader->read(1, records).ok());
  EXPECT_EQ(records.at(0).appended, clock_.now());
}

TEST(EmbeddedOwnership, GivesEverythingOnce) {
  EmbeddedOwnership ownership(3);
  const auto first = ownership.poll();
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[2].partition, 2);
  EXPECT_TRUE(first[2].given);
  EXPECT_TRUE(ownership.poll().empty());
}

}  // namespace
}  // namespace leakproof::embedded
