// Tested by: tools/lint/space_test.cc
#include "lint/dimension.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/fold.h"
#include "text/utf8.h"

namespace leakproof::router {
namespace {

template <class Number>
Number after(Number value) {
  if constexpr (std::is_integral_v<Number>)
    return value + 1;
  else
    return std::nextafter(value, std::numeric_limits<Number>::infinity());
}
template <class Number>
Number before(Number value) {
  if constexpr (std::is_integral_v<Number>)
    return value - 1;
  else
    return std::nextafter(value, -std::numeric_limits<Number>::infinity());
}

// The least and the greatest number between two edges; nullopt when there is none.
template <class Number>
std::optional<std::pair<Number, Number>> numbers(const Edge* left, const Edge* right) {
  using Limits = std::numeric_limits<Number>;
  Number least = Limits::lowest(), most = Limits::max();
  if (left != nullptr) {
    least = std::get<Number>(left->value);
    if (left->behind && least == Limits::max()) return std::nullopt;
    if (left->behind) least = after(least);
  }
  if (right != nullptr) {
    most = std::get<Number>(right->value);
    if (!right->behind && most == Limits::lowest()) return std::nullopt;
    if (!right->behind) most = before(most);
  }
  if (least > most) return std::nullopt;
  return std::pair(least, most);
}
// One that reads well.
template <class Number>
std::optional<Scalar> number_in(const Edge* left, const Edge* right) {
  const auto ends = numbers<Number>(left, right);
  if (!ends) return std::nullopt;
  const auto [least, most] = *ends;
  if (left == nullptr) return right == nullptr || most > Number{0} ? Number{0} : most;
  if constexpr (std::is_floating_point_v<Number>) {
    const Number next = std::floor(least) + 1, middle = least + (most - least) / 2;  // 61 rather than 60.00000000000001
    if (left->behind) return next < most ? next : middle;
  }
  return least;
}

}  // namespace

bool Dimension::compares_folded(bool folded) {
  if (!folds_) folds_ = folded;
  return *folds_ == folded;
}

void Dimension::cut(const std::vector<Stretch>& at) {
  for (const auto& stretch : at) {
    if (stretch.from) cuts_.insert(*stretch.from);
    if (stretch.to) cuts_.insert(*stretch.to);
  }
}

void Dimension::finish() {
  edges_.assign(cuts_.begin(), cuts_.end());
  const auto end = static_cast<std::uint32_t>(edges_.size()) + 2;
  for (std::uint32_t cell = always_set_ ? 1 : 0; cell < end; ++cell) {
    if (cell > 0 && !possible(cell)) continue;
    if (!all_.empty() && all_.back().to == cell)
      ++all_.back().to;
    else
      all_.push_back({cell, cell + 1});
  }
}

std::uint32_t Dimension::cell_behind(const std::optional<Edge>& edge, std::uint32_t none) const {
  return edge ? static_cast<std::uint32_t>(std::ranges::lower_bound(edges_, *edge) - edges_.begin()) + 2 : none;
}

Cells Dimension::within(const std::vector<Stretch>& values) const {
  Cells cells;
  for (const auto& stretch : values) {
    const auto from = cell_behind(stretch.from, 1),
               to = cell_behind(stretch.to, static_cast<std::uint32_t>(edges_.size()) + 2);
    if (from < to) cells = either(cells, {{from, to}});
  }
  return both(cells, all_);
}

bool Dimension::holds(std::uint32_t cell, const Scalar& value) const {
  const Edge *left = left_of(cell), *right = right_of(cell);
  return (left == nullptr || *left <= Edge{value, false}) && (right == nullptr || Edge{value, true} <= *right);
}

bool Dimension::possible(std::uint32_t cell) const {
  const Edge *left = left_of(cell), *right = right_of(cell);
  switch (type_) {
    case rules::Type::kInt:
      return numbers<std::int64_t>(left, right).has_value();
    case rules::Type::kDouble:
      return numbers<double>(left, right).has_value();
    case rules::Type::kBool:
      return value_in(cell).has_value();
    case rules::Type::kString: {
      if (left == nullptr)
        return right == nullptr || *right > Edge{std::string(), false};  // nothing is less than the empty text
      const bool alone = right != nullptr && !left->behind && *right == Edge{left->value, true};
      return !alone || !folds_.value_or(false) ||
             text::fold(std::get<std::string>(left->value), text::FoldVersion::kLetters) ==
                 std::get<std::string>(left->value);
    }
    default:
      return true;
  }
}

std::optional<std::string> Dimension::text_in(std::uint32_t cell) const {
  std::vector<std::string> texts;
  const Edge *left = left_of(cell), *right = right_of(cell);
  if (left != nullptr) texts.push_back(std::get<std::string>(left->value));
  if (right != nullptr) texts.push_back(std::get<std::string>(right->value));
  for (const char* text : {"other", "x", "X", "0", ""}) texts.emplace_back(text);
  if (left != nullptr) {
    for (const char* more : {"x", "X", "a", "A", "0", " ", "\x01"}) texts.push_back(texts.front() + more);
  }
  const auto found = std::ranges::find_if(texts, [&](const std::string& text) {
    return holds(cell, text) && text::first_foreign_byte(text) == text.npos &&
           (!folds_.value_or(false) || text::fold(text, text::FoldVersion::kLetters) == text);
  });
  return found == texts.end() ? std::nullopt : std::optional(*found);
}

std::optional<Scalar> Dimension::value_in(std::uint32_t cell) const {
  switch (type_) {
    case rules::Type::kInt:
      return number_in<std::int64_t>(left_of(cell), right_of(cell));
    case rules::Type::kDouble:
      return number_in<double>(left_of(cell), right_of(cell));
    case rules::Type::kString:
      return text_in(cell);
    case rules::Type::kBool:
      for (const bool flag : {true, false}) {
        if (holds(cell, flag)) return flag;
      }
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

bool Dimension::pick(const Cells& cells, std::optional<Scalar>& value) const {
  constexpr int kTried = 64;  // cells; of a text's, nearly every one has a value to show
  int tried = 0;
  for (const auto& range : cells) {
    for (std::uint32_t cell = std::max(range.from, 1u); cell < range.to && tried < kTried; ++cell, ++tried) {
      if ((value = value_in(cell))) return true;
    }
  }
  return !cells.empty() && cells.front().from == 0;
}

}  // namespace leakproof::router
