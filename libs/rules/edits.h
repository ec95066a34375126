// The name an author may have meant: for messages that ask "did you mean". Internal to rules.
#pragma once
#include <cstddef>
#include <string_view>

namespace leakproof::rules {

// Levenshtein's distance in bytes; |a| × |b| steps.
std::size_t edits_between(std::string_view a, std::string_view b);

// Of the names considered the first with the fewest edits from `wanted`; "" when all are too far away to be the same
// word.
class Nearest {
 public:
  explicit Nearest(std::string_view wanted) : wanted_(wanted), fewest_(1 + wanted.size() / 4) {}
  // `name` is to outlive this.
  void consider(std::string_view name);
  std::string_view best() const { return best_; }

 private:
  std::string_view wanted_, best_;
  std::size_t fewest_;
};

}  // namespace leakproof::rules
