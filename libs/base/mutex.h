// The standard library's mutexes and condition variable under names that clang's thread-safety analysis knows: what is
// marked LEAKPROOF_GUARDED_BY is touched under its lock only, or the check fails. They cost what the standard ones
// cost. A predicate that reads what is guarded says so: [this]() LEAKPROOF_REQUIRES(mutex_) { return ready_; }
#pragma once
#include <condition_variable>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "base/thread_annotations.h"

namespace leakproof {

template <class Native>
class LEAKPROOF_CAPABILITY("mutex") BasicMutex {
 public:
  // For the locks below.
  Native& native() { return native_; }

 private:
  Native native_;
};
using Mutex = BasicMutex<std::mutex>;
using RecursiveMutex = BasicMutex<std::recursive_mutex>;
using SharedMutex = BasicMutex<std::shared_mutex>;

// Holds a mutex of its own for its life; unlock() and lock() let go of it in between.
template <class Native>
class LEAKPROOF_SCOPED_CAPABILITY MutexLock {
 public:
  explicit MutexLock(BasicMutex<Native>& mutex) LEAKPROOF_ACQUIRE(mutex) : lock_(mutex.native()) {}
  ~MutexLock() LEAKPROOF_RELEASE() {}
  MutexLock(const MutexLock&) = delete;
  MutexLock& operator=(const MutexLock&) = delete;
  void unlock() LEAKPROOF_RELEASE() { lock_.unlock(); }
  void lock() LEAKPROOF_ACQUIRE() { lock_.lock(); }
  std::unique_lock<Native>& native() { return lock_; }

 private:
  std::unique_lock<Native> lock_;
};

// Holds a shared mutex together with other readers.
class LEAKPROOF_SCOPED_CAPABILITY ReaderLock {
 public:
  explicit ReaderLock(SharedMutex& mutex) LEAKPROOF_ACQUIRE_SHARED(mutex) : lock_(mutex.native()) {}
  ~ReaderLock() LEAKPROOF_RELEASE() {}
  ReaderLock(const ReaderLock&) = delete;
  ReaderLock& operator=(const ReaderLock&) = delete;

 private:
  std::shared_lock<std::shared_mutex> lock_;
};

// std::condition_variable for a Mutex. The mutex is let go of while a call waits and held again when it returns.
class ConditionVariable {
 public:
  using Lock = MutexLock<std::mutex>;
  void notify_one() { native_.notify_one(); }
  void notify_all() { native_.notify_all(); }
  void wait(Lock& lock) { native_.wait(lock.native()); }
  template <class Predicate>
  void wait(Lock& lock, Predicate predicate) {
    native_.wait(lock.native(), std::move(predicate));
  }
  // Whether the predicate held before the time was up.
  template <class Duration, class Predicate>
  bool wait_for(Lock& lock, const Duration& at_most, Predicate predicate) {
    return native_.wait_for(lock.native(), at_most, std::move(predicate));
  }
  template <class Time, class Predicate>
  bool wait_until(Lock& lock, const Time& end, Predicate predicate) {
    return native_.wait_until(lock.native(), end, std::move(predicate));
  }

 private:
  std::condition_variable native_;
};

}  // namespace leakproof
