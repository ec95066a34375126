#include "base/mutex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace leakproof {
namespace {

// What waits hands the mutex over, and has it again when it goes on.
TEST(Mutex, AWaitLetsOthersIn) {
  struct {
    Mutex mutex;
    ConditionVariable changed;
    int turn LEAKPROOF_GUARDED_BY(mutex) = 0;
  } shared;
  std::thread other([&] {
    MutexLock lock(shared.mutex);
    shared.changed.wait(lock, [&]() LEAKPROOF_REQUIRES(shared.mutex) { return shared.turn == 1; });
    shared.turn = 2;
    shared.changed.notify_all();
  });
  {
    MutexLock lock(shared.mutex);
    shared.turn = 1;
    shared.changed.notify_all();
    shared.changed.wait(lock, [&]() LEAKPROOF_REQUIRES(shared.mutex) { return shared.turn == 2; });
    EXPECT_EQ(shared.turn, 2);
  }
  other.join();
}

TEST(Mutex, AnUnlockedLockIsFreeForOthersUntilItIsLockedAgain) {
  Mutex mutex;
  MutexLock lock(mutex);
  lock.unlock();
  { MutexLock other(mutex); }
  lock.lock();
  EXPECT_TRUE(lock.native().owns_lock());
}

TEST(Mutex, AWaitForWhatNeverComesEnds) {
  Mutex mutex;
  ConditionVariable never;
  MutexLock lock(mutex);
  EXPECT_FALSE(never.wait_for(lock, std::chrono::microseconds(1), [] { return false; }));
}

TEST(SharedMutex, HasManyReaders) {
  SharedMutex mutex;
  ReaderLock one(mutex);
  std::shared_lock other(mutex.native(), std::try_to_lock);
  EXPECT_TRUE(other.owns_lock());
}

TEST(RecursiveMutex, MayBeTakenAgainByItsThread) {
  RecursiveMutex mutex;
  MutexLock outer(mutex);
  std::unique_lock inner(mutex.native());
  EXPECT_TRUE(inner.owns_lock());
}

}  // namespace
}  // namespace leakproof
