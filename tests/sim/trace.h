// What happened in a run, as a number: two runs of one plan have the same. And as text, when somebody is to read it.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace leakproof::sim {

class Trace {
 public:
  explicit Trace(bool kept) : kept_(kept) {}

  void at(Instant now) {
    now_ = now;
    mix(static_cast<std::uint64_t>(to_micros(now)));
  }
  void mix(std::uint64_t number) {
    hash_ = (hash_ ^ number) * 0x9E3779B97F4A7C15;
    hash_ ^= hash_ >> 29;
  }
  // Their number and their sum: maps in messages come in any order.
  void mix_bytes(std::string_view bytes) {
    std::uint64_t sum = bytes.size() << 32;
    for (unsigned char c : bytes) sum += static_cast<std::uint64_t>(c) * c + c;
    mix(sum);
  }
  // `text` is called only when the text is kept.
  template <class Text>
  void say(Text text) {
    if (kept_) lines_.push_back(time() + text());
  }

  std::uint64_t hash() const { return hash_; }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::string time() const;

  const bool kept_;
  Instant now_;
  std::uint64_t hash_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace leakproof::sim
