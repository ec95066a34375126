// The values of one field, cut into cells by those that rules compare it with. Cell 0 is: not set. Texts are ordered by
// their bytes, so that all that begin alike stand together. Pure.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "lint/boxes.h"
#include "rules/value.h"

namespace leakproof::router {

using Scalar = std::variant<bool, std::int64_t, double, std::string>;

// Values from one place up to another. A place is in front of a value, or behind it; unset: there is no end.
struct Edge {
  Scalar value;
  bool behind;
  auto operator<=>(const Edge&) const = default;
};
struct Stretch {
  std::optional<Edge> from, to;
};

class Dimension {
 public:
  // `always_set`: there is no cell 0. Only bool, int, double and string have values to show.
  Dimension(rules::Type type, bool always_set) : type_(type), always_set_(always_set) {}
  rules::Type type() const { return type_; }
  bool always_set() const { return always_set_; }
  // Whether its values are compared as fold() has them, or as they are: whatever is asked first. False when it was the
  // other before.
  bool compares_folded(bool folded);

  void cut(const std::vector<Stretch>& at);
  void finish();  // no cut() after it
  Cells all() const { return all_; }
  Cells set() const { return without(all_, {{0, 1}}); }
  Cells not_set() const { return both(all_, {{0, 1}}); }
  Cells within(const std::vector<Stretch>& values) const;
  // One of the cells' values, a set one if there is any: nullopt = not set. False when none is found for a cell that
  // may have some.
  bool pick(const Cells& cells, std::optional<Scalar>& value) const;

 private:
  std::uint32_t cell_behind(const std::optional<Edge>& edge, std::uint32_t none) const;
  bool holds(std::uint32_t cell, const Scalar& value) const;
  std::optional<Scalar> value_in(std::uint32_t cell) const;
  std::optional<std::string> text_in(std::uint32_t cell) const;
  bool possible(std::uint32_t cell) const;
  const Edge* left_of(std::uint32_t cell) const { return cell >= 2 ? &edges_[cell - 2] : nullptr; }
  const Edge* right_of(std::uint32_t cell) const { return cell <= edges_.size() ? &edges_[cell - 1] : nullptr; }

  rules::Type type_;
  bool always_set_;
  std::optional<bool> folds_;
  std::set<Edge> cuts_;
  std::vector<Edge> edges_;
  Cells all_;
};

}  // namespace leakproof::router
