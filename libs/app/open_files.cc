#include "app/open_files.h"

#include <algorithm>

namespace leakproof::app {

std::vector<std::filesystem::path> open_files(const Settings& settings) {
  namespace fs = std::filesystem;
  std::vector<fs::path> open;
  const auto look = [&](const fs::path& file) {
    std::error_code unknown;
    const auto status = fs::status(file, unknown);
    if (fs::is_regular_file(status) && (status.permissions() & fs::perms::others_read) != fs::perms::none)
      open.push_back(file);
  };
  if (!settings.grpc_tls.key.empty()) look(settings.grpc_tls.key);
  std::error_code unknown;
  for (fs::recursive_directory_iterator file(settings.secrets, unknown), end; !unknown && file != end;
       file.increment(unknown))
    look(*file);
  std::ranges::sort(open);
  return open;
}

}  // namespace leakproof::app
