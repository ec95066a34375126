#include "rocks/status.h"

namespace leakproof::rocks {
namespace {

using Code = rocksdb::Status::Code;

// RocksDB gives a held lock no code of its own.
bool lock_is_held(const rocksdb::Status& failure) {
  const std::string text = failure.ToString();
  return text.find("While lock file") != std::string::npos ||
         text.find("lock hold by current process") != std::string::npos;
}

Error translate_io(const rocksdb::Status& failure, const std::string& cause, const std::string& path) {
  if (failure.IsNoSpace()) return retry(cause + ": free space on the disk of " + path);
  if (lock_is_held(failure)) return fatal(path + " is in use: only one process may open it, stop the other one first");
  if (failure.IsPathNotFound())
    return fatal(cause + ": a file is missing, check the mount and who deletes files below " + path);
  return fatal(cause + ": check the disk and the permissions, then start again");
}

}  // namespace

Error translate(const rocksdb::Status& failure, const Place& place) {
  const std::string cause = place.path + ": " + failure.ToString();
  switch (failure.code()) {
    case Code::kIOError:
      return translate_io(failure, cause, place.path);
    case Code::kCorruption:
    case Code::kNotFound:
      return fatal(cause + ": the data is damaged, " + place.if_damaged);
    case Code::kBusy:
    case Code::kTimedOut:
    case Code::kTryAgain:
    case Code::kIncomplete:
    case Code::kMergeInProgress:
    case Code::kAborted:
      return retry(cause);
    case Code::kShutdownInProgress:
      return fatal(cause + ": the database was closed while in use, which is a defect of leakproof: report it");
    case Code::kOk:
    case Code::kNotSupported:
    case Code::kInvalidArgument:
    case Code::kExpired:
    case Code::kCompactionTooLarge:
    case Code::kColumnFamilyDropped:
    case Code::kMaxCode:
      return fatal(cause + ": a setting RocksDB does not take, which is a defect of leakproof: report it");
  }
  return fatal(cause + ": an outcome this version does not know");
}

}  // namespace leakproof::rocks
