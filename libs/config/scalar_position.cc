// Tested by: libs/config/compile_test.cc
#include "config/scalar_position.h"

#include <algorithm>

namespace leakproof::config {
namespace {

// Walks over the source of a scalar, one character of its value at a time.
class Walk {
 public:
  Walk(std::string_view text, Mark start) : text_(text), at_(start) {
    at_.offset = std::min(at_.offset, text.size());
    quote_ = peek();
    if (quote_ == '\'' || quote_ == '"') advance(1);
    if (quote_ == '|' || quote_ == '>') enter_block();
  }
  void step() {
    if (at_end()) return;
    if (peek() == '\n' || peek() == '\r') return new_line();
    if (quote_ == '\'' && text_.substr(at_.offset, 2) == "''") return advance(2);
    if (quote_ == '"' && peek() == '\\') return advance(escape_length());
    advance(1);
    while (!at_end() && (peek() & 0xC0) == 0x80) advance(1);
  }
  Mark at() const { return at_; }

 private:
  bool at_end() const { return at_.offset >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_.offset + ahead < text_.size() ? text_[at_.offset + ahead] : '\0';
  }
  void advance(std::size_t bytes) {
    for (; bytes > 0 && !at_end(); --bytes) {
      const bool newline = peek() == '\n';
      ++at_.offset;
      at_.line += newline;
      at_.column = newline ? 0 : at_.column + 1;
    }
  }
  // A line break and the indentation behind it are one character of the value.
  void new_line() {
    while (!at_end() && (peek() == '\n' || peek() == '\r')) advance(1);
    while (peek() == ' ') advance(1);
  }
  void enter_block() {
    while (!at_end() && peek() != '\n') advance(1);
    new_line();
  }
  std::size_t escape_length() const {
    switch (peek(1)) {
      case 'x':
        return 4;
      case 'u':
        return 6;
      case 'U':
        return 10;
      default:
        return 2;
    }
  }

  std::string_view text_;
  Mark at_;
  char quote_;
};

}  // namespace

Mark position_inside(std::string_view text, const Node& scalar, int character) {
  Walk walk(text, scalar.mark);
  for (int i = 0; i < character; ++i) walk.step();
  return walk.at();
}

}  // namespace leakproof::config
