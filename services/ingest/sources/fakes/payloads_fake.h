// Sample payloads for tests of decoders and signatures: those of the platforms, from a folder beside the source tree.
#pragma once
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace leakproof::ingest {

// The bytes of a sample; empty when there is no such file, and the test that needs it is skipped.
inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace leakproof::ingest
