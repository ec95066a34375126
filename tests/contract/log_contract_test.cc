// What stream/log.h promises, on both logs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <set>
#include <thread>

#include "base/signal.h"
#include "log_world.h"

namespace leakproof::contract {
namespace {

using namespace std::chrono_literals;
using stream::Offset;
using stream::Position;
using stream::Record;
using stream::TopicPartition;

const TopicPartition kAt{kJournal, 1};

// The answers to appends, in the order in which they came.
class Answers {
 public:
  stream::Appended next() {
    return [this](Result<Offset> result) {
      std::lock_guard lock(mutex_);
      results_.push_back(std::move(result));
      came_.notify_all();
    };
  }
  std::vector<Result<Offset>> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(came_.wait_for(lock, 60s, [&] { return results_.size() >= count; }));
    return results_;
  }
  std::vector<Result<Offset>> now() {
    std::lock_guard lock(mutex_);
    return results_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<Result<Offset>> results_;
};

class LogContract : public testing::TestWithParam<MakeWorld> {
 protected:
  void SetUp() override {
    world_ = GetParam()();
    if (!world_)
      GTEST_SKIP() << "set LEAKPROOF_KAFKA=host:port, or run tests/contract/with_kafka PROGRAM, which starts a broker";
  }
  stream::Log& log() { return world_->log(); }

  std::unique_ptr<stream::Appender> appender() {
    auto made = log().appender(kAt);
    EXPECT_TRUE(made.ok());
    return *std::move(made);
  }
  // Appends values first..first+count-1 at once and waits for the answers.
  std::vector<Result<Offset>> append(stream::Appender& to, int first, int count) {
    Answers answers;
    for (int i = first; i < first + count; ++i)
      to.append({"workspace", std::to_string(i), {{"number", std::to_string(i)}}}, answers.next());
    return answers.wait_for(static_cast<std::size_t>(count));
  }
  // Reads until there are `count`, waiting for the signal only. The bound is for a log that is broken.
  std::vector<Record> read(stream::Reader& reader, Signal& wake, std::size_t count, std::size_t at_once = 100) {
    std::vector<Record> found;
    for (int rings = 0; found.size() < count && rings < 1000; ++rings) {
      const Status status = reader.read(at_once, found);
      if (!status.ok()) {
        ADD_FAILURE() << status.error().message();
        break;
      }
      if (found.size() < count) wake.wait_for(10s);
    }
    EXPECT_EQ(found.size(), count);
    return found;
  }
  std::vector<Record> read_from(Position start, std::size_t count) {
    Signal wake;
    auto reader = *log().reader(kAt, start, wake);
    return read(*reader, wake, count);
  }
  // The first error a reader at `start` gets.
  Error error_at(Position start) {
    Signal wake;
    auto reader = *log().reader(kAt, start, wake);
    for (int rings = 0; rings < 10; ++rings) {
      std::vector<Record> found;
      if (const Status status = reader->read(10, found); !status.ok()) return status.error();
      if (!found.empty()) return refuse("it got offset " + std::to_string(found.front().offset.value()));
      wake.wait_for(10s);
    }
    return refuse("it got nothing");
  }

  std::unique_ptr<LogWorld> world_;
};

TEST_P(LogContract, RecordsComeBackWholeAndInOrder) {
  auto to = appender();
  const auto answers = append(*to, 0, 500);
  const auto records = read_from(Position(0), 500);
  ASSERT_EQ(records.size(), 500u);
  for (std::size_t i = 0; i < 500; ++i) {
    ASSERT_TRUE(answers[i].ok());
    EXPECT_EQ(*answers[i], records[i].offset) << "answers come in the order of the appends";
    EXPECT_EQ(records[i].value, std::to_string(i));
    EXPECT_EQ(records[i].key, "workspace");
    ASSERT_EQ(records[i].headers.size(), 1u);
    EXPECT_EQ(records[i].headers[0].name, "number");
    EXPECT_EQ(records[i].headers[0].value, std::to_string(i));
  }
  EXPECT_EQ(*log().begin(kAt), Position(0));
  EXPECT_EQ(*log().end(kAt), Position(500));
}

TEST_P(LogContract, BytesAreKeptAsTheyAre) {
  auto to = appender();
  Answers answers;
  const std::string bytes("\0\xff\r\n\0", 5);
  to->append({bytes, bytes, {{"empty", ""}, {"same", bytes}, {"same", "again"}}}, answers.next());
  to->append({"", "", {}}, answers.next());
  answers.wait_for(2);
  const auto records = read_from(Position(0), 2);
  EXPECT_EQ(records.at(0).key, bytes);
  EXPECT_EQ(records.at(0).value, bytes);
  ASSERT_EQ(records.at(0).headers.size(), 3u);
  EXPECT_EQ(records.at(0).headers[0].value, "");
  EXPECT_EQ(records.at(0).headers[2].value, "again");
  EXPECT_EQ(records.at(1).value, "");
}

TEST_P(LogContract, WhatWasAnsweredSurvivesAReopen) {
  auto to = appender();
  const auto last = append(*to, 0, 10).back();
  to.reset();
  world_->reopen();
  EXPECT_EQ(*log().end(kAt), after(*last));
  to = appender();
  EXPECT_GT(append(*to, 10, 1).at(0)->value(), last->value());
  const auto records = read_from(Position(0), 11);
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].value, std::to_string(i));
}

TEST_P(LogContract, TwoAppendersOfOnePartitionBothGetIn) {
  auto one = appender(), two = appender();
  std::thread other([&] { append(*two, 1000, 100); });
  append(*one, 0, 100);
  other.join();
  std::vector<int> from_one, from_two;
  for (const Record& record : read_from(Position(0), 200))
    (std::stoi(record.value) < 1000 ? from_one : from_two).push_back(std::stoi(record.value));
  EXPECT_EQ(from_one.size(), 100u);
  EXPECT_EQ(from_two.size(), 100u);
  EXPECT_TRUE(std::is_sorted(from_one.begin(), from_one.end()));
  EXPECT_TRUE(std::is_sorted(from_two.begin(), from_two.end()));
}

TEST_P(LogContract, AReaderAtTheTailIsWoken) {
  auto to = appender();
  append(*to, 0, 1);
  Signal wake;
  auto reader = *log().reader(kAt, Position(0), wake);
  read(*reader, wake, 1);
  for (int i = 1; i < 20; ++i) {
    append(*to, i, 1);
    EXPECT_EQ(read(*reader, wake, 1).at(0).value, std::to_string(i));
  }
}

TEST_P(LogContract, ManyReadersOfOnePartitionAreWokenAndSmallReadsMissNothing) {
  Signal wake_one, wake_two;
  auto one = *log().reader(kAt, Position(0), wake_one);
  auto two = *log().reader(kAt, Position(0), wake_two);
  auto to = appender();
  append(*to, 0, 50);
  const auto by_one = read(*one, wake_one, 50, 1);
  const auto by_two = read(*two, wake_two, 50, 7);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(by_one.at(i).offset, by_two.at(i).offset);
}

TEST_P(LogContract, ManyReadersEachSeeTheirOwnPartitionFromTheirOwnPosition) {
  struct One {
    One(TopicPartition of, int at) : from(std::move(of)), start(at) {}
    const TopicPartition from;
    const int start;
    Signal wake{};
    std::unique_ptr<stream::Reader> reader{};
  };
  std::deque<One> all;
  constexpr int kEach = 30;
  for (const char* topic : {kInput, kJournal}) {
    for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
      const TopicPartition at{topic, partition};
      Answers answers;
      for (int i = 0; i < kEach; ++i)
        log().inputs().append(at, {"k", topic + std::to_string(partition), {}}, answers.next());
      answers.wait_for(kEach);
      for (int start : {0, 7, 29}) all.emplace_back(at, start);
    }
  }
  for (auto& one : all) one.reader = *log().reader(one.from, Position(one.start), one.wake);
  for (auto& one : all) {
    const auto records = read(*one.reader, one.wake, static_cast<std::size_t>(kEach - one.start));
    for (std::size_t i = 0; i < records.size(); ++i) {
      EXPECT_EQ(records[i].offset, Offset(one.start + static_cast<int>(i)));
      EXPECT_EQ(records[i].value, one.from.topic + std::to_string(one.from.partition));
    }
  }
}

// 20 MiB are more than is fetched ahead.
TEST_P(LogContract, AReaderThatIsNotReadHoldsUpNoOtherAndMissesNothing) {
  constexpr int kCount = 320;
  const TopicPartition busy{kJournal, 0};
  Signal wake, busy_wake;
  auto to = appender();
  auto reader = *log().reader(kAt, Position(0), wake);
  auto unread = *log().reader(busy, Position(0), busy_wake);
  Answers answers;
  for (int i = 0; i < kCount; ++i)
    log().inputs().append(busy, {std::to_string(i), std::string(64 << 10, 'x'), {}}, answers.next());
  answers.wait_for(kCount);
  for (int i = 0; i < 20; ++i) {
    append(*to, i, 1);
    EXPECT_EQ(read(*reader, wake, 1).at(0).value, std::to_string(i));
  }
  const auto records = read(*unread, busy_wake, kCount);
  for (std::size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].key, std::to_string(i));
}

TEST_P(LogContract, AReadTakesNoMoreThanItsMaximum) {
  auto to = appender();
  append(*to, 0, 30);
  Signal wake;
  auto reader = *log().reader(kAt, Position(0), wake);
  std::vector<Record> records;
  while (records.empty()) {
    ASSERT_TRUE(reader->read(7, records).ok());
    if (records.empty()) wake.wait_for(10s);
  }
  EXPECT_LE(records.size(), 7u);
}

TEST_P(LogContract, AReaderStartsWhereItIsTold) {
  auto to = appender();
  append(*to, 0, 10);
  EXPECT_EQ(read_from(Position(7), 3).at(0).value, "7");
}

TEST_P(LogContract, TooLargeARecordIsRefusedAndEndsTheAppender) {
  auto to = appender();
  append(*to, 0, 1);
  Answers answers;
  to->append({"workspace", std::string(kRecordBytesMax + 1, 'x'), {}}, answers.next());
  to->append({"workspace", "later", {}}, answers.next());
  const auto results = answers.wait_for(2);
  ASSERT_FALSE(results[0].ok());
  EXPECT_EQ(results[0].error().disposition(), Disposition::kRefuse) << results[0].error().message();
  ASSERT_FALSE(results[1].ok());
  EXPECT_EQ(results[1].error().disposition(), Disposition::kRefence);
  EXPECT_EQ(*log().end(kAt), Position(1));
  to = appender();
  EXPECT_TRUE(append(*to, 1, 1).at(0).ok()) << "a new appender goes on";
}

TEST_P(LogContract, AReaderThatRetentionHasPassedIsToldAndNotMoved) {
  auto to = appender();
  append(*to, 0, 10);
  world_->trim(kAt, Position(6));
  EXPECT_EQ(*log().begin(kAt), Position(6));
  EXPECT_EQ(*log().end(kAt), Position(10));
  EXPECT_EQ(error_at(Position(5)).disposition(), Disposition::kFatal) << error_at(Position(5)).message();
  EXPECT_EQ(read_from(Position(6), 4).at(0).value, "6");
}

TEST_P(LogContract, AReaderBehindTheEndIsTold) {
  auto to = appender();
  append(*to, 0, 3);
  EXPECT_EQ(error_at(Position(99)).disposition(), Disposition::kFatal) << error_at(Position(99)).message();
}

TEST_P(LogContract, OffsetsGoOnAfterEverythingWasTrimmed) {
  auto to = appender();
  append(*to, 0, 5);
  world_->trim(kAt, Position(5));
  to.reset();
  world_->reopen();
  EXPECT_EQ(*log().begin(kAt), Position(5));
  EXPECT_EQ(*log().end(kAt), Position(5));
  to = appender();
  EXPECT_EQ(append(*to, 5, 1).at(0)->value(), 5);
}

TEST_P(LogContract, ManyThreadsShareTheInputs) {
  constexpr int kThreads = 4, kEach = 100;
  Answers answers;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i)
        log().inputs().append({kInput, t % kPartitions}, {"k", std::to_string(t * kEach + i), {}}, answers.next());
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& result : answers.wait_for(kThreads * kEach)) EXPECT_TRUE(result.ok());
  std::set<std::string> seen;
  for (std::int32_t partition = 0; partition < kPartitions; ++partition) {
    Signal wake;
    auto reader = *log().reader({kInput, partition}, Position(0), wake);
    for (const Record& record : read(*reader, wake, kThreads * kEach / kPartitions)) seen.insert(record.value);
  }
  EXPECT_EQ(seen.size(), static_cast<std::size_t>(kThreads * kEach));
}

TEST_P(LogContract, OneRefusedInputHoldsUpNoOther) {
  Answers answers;
  log().inputs().append({kInput, 0}, {"k", std::string(kRecordBytesMax + 1, 'x'), {}}, answers.next());
  const auto refused = answers.wait_for(1);
  ASSERT_FALSE(refused[0].ok());
  EXPECT_EQ(refused[0].error().disposition(), Disposition::kRefuse);
  log().inputs().append({kInput, 0}, {"k", "fine", {}}, answers.next());
  EXPECT_TRUE(answers.wait_for(2)[1].ok());
}

TEST_P(LogContract, DestroyingAnAppenderAnswersAllThatIsInFlight) {
  constexpr std::size_t kCount = 1000;
  auto to = appender();
  Answers answers;
  for (std::size_t i = 0; i < kCount; ++i) to->append({"workspace", std::to_string(i), {}}, answers.next());
  to.reset();
  const auto results = answers.now();
  ASSERT_EQ(results.size(), kCount) << "each once, before the destructor returns";
  std::size_t appended = 0;
  while (appended < kCount && results[appended].ok()) ++appended;
  for (std::size_t i = appended; i < kCount; ++i) ASSERT_FALSE(results[i].ok()) << "nothing succeeds behind a failure";
  EXPECT_GE(log().end(kAt)->value(), static_cast<std::int64_t>(appended));
}

TEST_P(LogContract, PartitionsAreApart) {
  auto to = appender();
  append(*to, 0, 3);
  EXPECT_EQ(log().partitions(), kPartitions);
  EXPECT_EQ(*log().end({kJournal, 0}), Position(0));
  EXPECT_EQ(*log().end({kInput, 1}), Position(0));
}

INSTANTIATE_TEST_SUITE_P(Embedded, LogContract, testing::Values(MakeWorld(embedded_world)),
                         [](const auto&) { return "Log"; });
INSTANTIATE_TEST_SUITE_P(Kafka, LogContract,
                         testing::Values(MakeWorld([] { return broker().empty() ? nullptr : kafka_world(); })),
                         [](const auto&) { return "Log"; });

}  // namespace
}  // namespace leakproof::contract
