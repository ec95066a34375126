// Tested by: libs/rocks/rocks_store_test.cc
#include "rocks/database.h"

#include <filesystem>

namespace leakproof::rocks {
namespace {

Status make_private(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (error) return fatal(directory.string() + ": " + error.message() + ": give this user a directory it may write");
  return {};
}

// Debian's RocksDB is built with its assertions, and its writer of LOG ends the process when the disk is full. Outcomes
// are told by status.
class NoLog final : public rocksdb::Logger {
 public:
  using rocksdb::Logger::Logv;
  void Logv(const char*, va_list) override {}
};

}  // namespace

rocksdb::Options usual_options(std::size_t memory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.paranoid_checks = true;
  options.write_buffer_size = memory;
  options.max_write_buffer_number = 2;
  options.max_open_files = 256;
  options.max_background_jobs = 2;
  options.compression = rocksdb::kLZ4Compression;
  options.level_compaction_dynamic_level_bytes = true;
  options.info_log = std::make_shared<NoLog>();
  options.max_manifest_file_size = 16 << 20;
  return options;
}

Result<std::unique_ptr<rocksdb::DB>> open_database(const rocksdb::Options& options, const Place& place) {
  LEAKPROOF_TRY(make_private(place.path));
  rocksdb::DB* database = nullptr;
  LEAKPROOF_TRY(checked(rocksdb::DB::Open(options, place.path, &database), place));
  return std::unique_ptr<rocksdb::DB>(database);
}

std::string end_of_prefix(std::string prefix) {
  while (!prefix.empty() && prefix.back() == '\xff') prefix.pop_back();
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

}  // namespace leakproof::rocks
