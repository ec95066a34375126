#include "embedded/embedded_log.h"

#include <rocksdb/convenience.h>
#include <rocksdb/env.h>
#include <rocksdb/listener.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "base/signal.h"
#include "embedded/layout.h"
#include "embedded/stored_records.h"

namespace leakproof::embedded {
namespace {

using stream::Position;
using stream::TopicPartition;

class EmbeddedAppender final : public stream::Appender {
 public:
  EmbeddedAppender(CommitThread& commits, Tail& to) : commits_(commits), to_(to) {}
  ~EmbeddedAppender() override { commits_.close(lane_); }
  void append(stream::NewRecord record, stream::Appended done) override {
    commits_.append(to_, std::move(record), std::move(done), &lane_);
  }

 private:
  CommitThread& commits_;
  Tail& to_;
  Lane lane_;
};

class EmbeddedReader final : public stream::Reader {
 public:
  EmbeddedReader(const rocks::Reopenable& database, const rocks::Place& place, Tail& from, Position at, Signal& wake)
      : database_(database), place_(place), from_(from), at_(at), wake_(wake) {
    from_.listen(wake_);
    wake_.notify();
  }
  ~EmbeddedReader() override { from_.unlisten(wake_); }

  Status read(std::size_t max, std::vector<stream::Record>& out) override {
    const std::size_t before = out.size();
    const Bounds bounds = from_.read(at_, max, out);
    LEAKPROOF_TRY(check(bounds));
    if (out.size() == before && at_ < bounds.end && max > 0) {
      LEAKPROOF_TRY(database_.with([&](rocksdb::DB& database) {
        return read_stored(database, place_, from_.prefix(), at_, bounds.end, max, out);
      }));
    }
    if (out.size() > before) at_ = after(out.back().offset);
    if (at_ < bounds.end) wake_.notify();
    return {};
  }

 private:
  Status check(const Bounds& bounds) const {
    const std::string where = from_.of().topic + " partition " + std::to_string(from_.of().partition) + ": position " +
                              std::to_string(at_.value());
    if (at_ < bounds.begin)
      return fatal(where + " has been deleted by retention: the log begins at " + std::to_string(bounds.begin.value()));
    if (at_ > bounds.end)
      return fatal(where + " is behind the end " + std::to_string(bounds.end.value()) + ": the log has lost records, " +
                   place_.if_damaged);
    return {};
  }

  const rocks::Reopenable& database_;
  const rocks::Place& place_;
  Tail& from_;
  Position at_;
  Signal& wake_;
};

// The commit thread opens the database anew; RocksDB's own recovery can wait for ever.
class NoRecoveryBehindOurBack final : public rocksdb::EventListener {
 public:
  void OnErrorRecoveryBegin(rocksdb::BackgroundErrorReason, rocksdb::Status, bool* automatic) override {
    *automatic = false;
  }
};

rocksdb::Options log_options(rocksdb::Env* env) {
  rocksdb::Options options = rocks::usual_options(kWriteBufferBytes);
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = rocksdb::NewLRUCache(kCacheBytes);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  // A torn end is an append that was never acknowledged; anything else that is broken must stop us.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  options.listeners.push_back(std::make_shared<NoRecoveryBehindOurBack>());
  if (env) options.env = env;
  return options;
}

// A key would go to another partition than before, and its order would be lost.
Status check_partitions(rocksdb::DB& database, const rocks::Place& place, std::int32_t partitions) {
  std::string stored;
  const auto found = database.Get({}, partitions_key(), &stored);
  if (found.IsNotFound()) {
    rocksdb::WriteOptions options;
    options.sync = true;
    return rocks::checked(database.Put(options, partitions_key(), pack_number(partitions)), place);
  }
  LEAKPROOF_TRY(rocks::checked(found, place));
  if (unpack_number(stored) == partitions) return {};
  return fatal(place.path + ": made with " + std::to_string(unpack_number(stored)) + " partitions, now " +
               std::to_string(partitions) + " are wanted: set the number back, or use an empty directory");
}

}  // namespace

class EmbeddedLog::Inputs final : public stream::InputWriter {
 public:
  explicit Inputs(EmbeddedLog& log) : log_(log) {}
  void append(const TopicPartition& to, stream::NewRecord record, stream::Appended done) override {
    auto tail = log_.tail_of(to);
    if (!tail.ok()) return done(tail.error());
    log_.commits_.append(**tail, std::move(record), std::move(done), nullptr);
  }

 private:
  EmbeddedLog& log_;
};

Result<std::unique_ptr<EmbeddedLog>> EmbeddedLog::open(const std::filesystem::path& directory, std::int32_t partitions,
                                                       const Clock& clock, EmbeddedOptions options) {
  if (partitions < 1) return fatal("a log needs at least one partition: set a number");
  rocks::Place place{directory.string(), "restore this directory from a backup"};
  const auto opening = [env = options.env, place] { return rocks::open_database(log_options(env), place); };
  LEAKPROOF_ASSIGN(database, opening());
  LEAKPROOF_TRY(check_partitions(*database, place, partitions));
  return std::unique_ptr<EmbeddedLog>(
      new EmbeddedLog(std::move(database), opening, std::move(place), partitions, clock, std::move(options)));
}

EmbeddedLog::EmbeddedLog(std::unique_ptr<rocksdb::DB> database, rocks::Reopenable::Opening opening, rocks::Place place,
                         std::int32_t partitions, const Clock& clock, EmbeddedOptions options)
    : options_(std::move(options)),
      partitions_(partitions),
      place_(std::move(place)),
      database_(std::move(database), std::move(opening)),
      inputs_(std::make_unique<Inputs>(*this)),
      commits_(database_, options_.env ? options_.env->GetFileSystem() : rocksdb::FileSystem::Default(), place_, clock,
               {options_.record_bytes_max, kWaitingBytesMax}) {}

EmbeddedLog::~EmbeddedLog() = default;

Result<Tail*> EmbeddedLog::tail_of(const TopicPartition& of) {
  if (of.topic.empty() || of.topic.find('\0') != std::string::npos || of.partition < 0 || of.partition >= partitions_) {
    return fatal("no partition " + std::to_string(of.partition) + " of topic '" + of.topic + "': the log has " +
                 std::to_string(partitions_));
  }
  MutexLock lock(mutex_);
  auto& tail = tails_[of];
  if (!tail) {
    LEAKPROOF_ASSIGN(bounds, database_.with([&](rocksdb::DB& database) {
      return stored_bounds(database, place_, partition_prefix(of));
    }));
    tail = std::make_unique<Tail>(of, bounds, options_.tail_bytes_max);
  }
  return tail.get();
}

Result<std::unique_ptr<stream::Appender>> EmbeddedLog::appender(const TopicPartition& to) {
  LEAKPROOF_ASSIGN(tail, tail_of(to));
  return std::unique_ptr<stream::Appender>(std::make_unique<EmbeddedAppender>(commits_, *tail));
}

stream::InputWriter& EmbeddedLog::inputs() { return *inputs_; }

Result<std::unique_ptr<stream::Reader>> EmbeddedLog::reader(const TopicPartition& from, Position start, Signal& wake) {
  LEAKPROOF_ASSIGN(tail, tail_of(from));
  return std::unique_ptr<stream::Reader>(std::make_unique<EmbeddedReader>(database_, place_, *tail, start, wake));
}

Result<Position> EmbeddedLog::begin(const TopicPartition& of) {
  LEAKPROOF_ASSIGN(tail, tail_of(of));
  return tail->bounds().begin;
}

Result<Position> EmbeddedLog::end(const TopicPartition& of) {
  LEAKPROOF_ASSIGN(tail, tail_of(of));
  return tail->bounds().end;
}

Status EmbeddedLog::trim(const TopicPartition& of, Position before) {
  LEAKPROOF_ASSIGN(tail, tail_of(of));
  const Bounds bounds = tail->bounds();
  before = std::min(before, bounds.end);
  if (before <= bounds.begin) return {};
  tail->trim(before);
  rocksdb::WriteBatch writes;
  LEAKPROOF_TRY(rocks::checked(writes.Put(begin_key(tail->prefix()), pack_number(before.value())), place_));
  const std::string first = record_key(tail->prefix(), 0), last = record_key(tail->prefix(), before.value());
  LEAKPROOF_TRY(rocks::checked(writes.DeleteRange(first, last), place_));
  rocksdb::WriteOptions options;
  options.sync = true;
  return database_.with([&](rocksdb::DB& database) -> Status {
    LEAKPROOF_TRY(rocks::checked(database.Write(options, &writes), place_));
    const rocksdb::Slice from(first), to(last);
    return rocks::checked(rocksdb::DeleteFilesInRange(&database, database.DefaultColumnFamily(), &from, &to, false),
                          place_);
  });
}

// Offsets are dense and times grow with them, so halving finds the place.
Result<Position> EmbeddedLog::first_after(const Tail& tail, Instant time) const {
  auto [low, high] = tail.bounds();
  while (low < high) {
    const Position middle(low.value() + (high.value() - low.value()) / 2);
    std::vector<stream::Record> one;
    LEAKPROOF_TRY(database_.with([&](rocksdb::DB& database) {
      return read_stored(database, place_, tail.prefix(), middle, Position(middle.value() + 1), 1, one);
    }));
    if (one.front().appended < time) {
      low = Position(middle.value() + 1);
    } else {
      high = middle;
    }
  }
  return low;
}

Status EmbeddedLog::retain(Instant now) {
  for (const auto& [topic, kept] : options_.retention) {
    for (std::int32_t partition = 0; partition < partitions_; ++partition) {
      LEAKPROOF_ASSIGN(tail, tail_of({topic, partition}));
      LEAKPROOF_ASSIGN(before, first_after(*tail, now - kept));
      LEAKPROOF_TRY(trim({topic, partition}, before));
    }
  }
  return {};
}

std::vector<stream::OwnershipChange> EmbeddedOwnership::poll() {
  std::vector<stream::OwnershipChange> given;
  for (std::int32_t partition = 0; partition < partitions_; ++partition) given.push_back({partition, true});
  partitions_ = 0;
  return given;
}

}  // namespace leakproof::embedded
