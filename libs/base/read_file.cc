#include "base/read_file.h"

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

namespace leakproof {

Result<std::string> read_file(const std::filesystem::path& file) {
  std::error_code unknown;
  if (std::filesystem::is_directory(file, unknown)) return refuse(file.string() + ": is a directory");
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  std::array<char, 1 << 16> block;
  // read() keeps what the buffer below throws, and sets badbit.
  while (stream.read(block.data(), block.size()) || stream.gcount() > 0)
    text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
  if (stream.is_open() && !stream.bad()) return text;
  return refuse(file.string() + ": cannot be read" + (errno == 0 ? "" : ": " + std::generic_category().message(errno)));
}

}  // namespace leakproof
