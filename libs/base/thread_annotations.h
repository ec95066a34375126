// Which mutex guards what, in words that clang checks (-Wthread-safety, see tools/tidy/thread_safety.py); to other
// compilers they are nothing. Source: https://clang.llvm.org/docs/ThreadSafetyAnalysis.html
#pragma once

#if defined(__clang__)
#define LEAKPROOF_THREAD_ATTRIBUTE(x) __attribute__((x))
#else
#define LEAKPROOF_THREAD_ATTRIBUTE(x)
#endif

// A member is read and written only while the mutex is held.
#define LEAKPROOF_GUARDED_BY(mutex) LEAKPROOF_THREAD_ATTRIBUTE(guarded_by(mutex))
// What a pointer points to is; the pointer itself is not.
#define LEAKPROOF_PT_GUARDED_BY(mutex) LEAKPROOF_THREAD_ATTRIBUTE(pt_guarded_by(mutex))
// The caller of a function holds the mutex, or must not hold it.
#define LEAKPROOF_REQUIRES(...) LEAKPROOF_THREAD_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define LEAKPROOF_REQUIRES_SHARED(...) LEAKPROOF_THREAD_ATTRIBUTE(requires_shared_capability(__VA_ARGS__))
#define LEAKPROOF_EXCLUDES(...) LEAKPROOF_THREAD_ATTRIBUTE(locks_excluded(__VA_ARGS__))
// The analysis cannot follow this function; a comment says why it is right all the same.
#define LEAKPROOF_NO_THREAD_SAFETY_ANALYSIS LEAKPROOF_THREAD_ATTRIBUTE(no_thread_safety_analysis)

// For the classes of base/mutex.h.
#define LEAKPROOF_CAPABILITY(name) LEAKPROOF_THREAD_ATTRIBUTE(capability(name))
#define LEAKPROOF_SCOPED_CAPABILITY LEAKPROOF_THREAD_ATTRIBUTE(scoped_lockable)
#define LEAKPROOF_ACQUIRE(...) LEAKPROOF_THREAD_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define LEAKPROOF_ACQUIRE_SHARED(...) LEAKPROOF_THREAD_ATTRIBUTE(acquire_shared_capability(__VA_ARGS__))
#define LEAKPROOF_RELEASE(...) LEAKPROOF_THREAD_ATTRIBUTE(release_capability(__VA_ARGS__))
