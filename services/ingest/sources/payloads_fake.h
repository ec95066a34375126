// Sample payloads for tests of decoders and doors: our own small ones, and the provider samples of a shared folder when
// it is there.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace leakproof::ingest {

// The bytes of a provider's sample; the test is skipped by the caller when there is no such folder.
inline std::string read_bytes(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace leakproof::ingest
