#include "rocks/ready_file.h"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>

#include "rocks/database.h"
#include "rocks/limits.h"

namespace leakproof::rocks {

Status ingest_ready_file(const std::filesystem::path& directory, std::vector<stream::Change> changes) {
  const Place place{directory.string(), "delete this directory"};
  std::sort(changes.begin(), changes.end(), [](auto& one, auto& other) { return one.key < other.key; });
  const auto options = usual_options(kWriteBufferBytes);
  LEAKPROOF_ASSIGN(database, open_database(options, place));
  const std::string file = (directory / "ready.sst").string();
  rocksdb::SstFileWriter writer(rocksdb::EnvOptions(), options);
  LEAKPROOF_TRY(checked(writer.Open(file), place));
  for (auto& change : changes) LEAKPROOF_TRY(checked(writer.Put(change.key, *change.value), place));
  LEAKPROOF_TRY(checked(writer.Finish(), place));
  rocksdb::IngestExternalFileOptions how;
  how.move_files = true;
  return checked(database->IngestExternalFile({file}, how), place);
}

}  // namespace leakproof::rocks
