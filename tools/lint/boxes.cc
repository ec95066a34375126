// Tested by: tools/lint/boxes_test.cc
#include "lint/boxes.h"

#include <algorithm>

namespace leakproof::router {
namespace {

bool meet(const Cells& a, const Cells& b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->to <= y->from)
      ++x;
    else if (y->to <= x->from)
      ++y;
    else
      return true;
  }
  return false;
}

const Cells* find(const Box& box, std::uint32_t dimension) {
  const auto found = std::ranges::lower_bound(box, dimension, {}, &Box::value_type::first);
  return found != box.end() && found->first == dimension ? &found->second : nullptr;
}
void put(Box& box, std::uint32_t dimension, Cells cells) {
  const auto place = std::ranges::lower_bound(box, dimension, {}, &Box::value_type::first);
  if (place != box.end() && place->first == dimension)
    place->second = std::move(cells);
  else
    box.emplace(place, dimension, std::move(cells));
}

// The place of the only dimension in which they differ.
std::optional<std::size_t> only_difference(const Box& a, const Box& b) {
  std::optional<std::size_t> found;
  if (a.size() != b.size()) return std::nullopt;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    if (found || a[i].first != b[i].first) return std::nullopt;
    found = i;
  }
  return found;
}

struct Piece {
  Box box;
  std::size_t next;  // of the others
};
// What of the piece lies outside `other`, in boxes apart.
void cut(Piece piece, const Box& other, const AllCells& all, std::vector<Piece>& open) {
  for (const auto& [dimension, cells] : other) {
    const Cells* named = find(piece.box, dimension);
    const Cells mine = named != nullptr ? *named : all(dimension);
    Cells left = without(mine, cells);
    if (!left.empty()) {
      open.push_back(piece);
      put(open.back().box, dimension, std::move(left));
    }
    put(piece.box, dimension, both(mine, cells));
  }
}

}  // namespace

Cells both(const Cells& a, const Cells& b) {
  Cells all;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    const CellRange common{std::max(x->from, y->from), std::min(x->to, y->to)};
    if (common.from < common.to) all.push_back(common);
    x->to < y->to ? ++x : ++y;
  }
  return all;
}

Cells either(const Cells& a, const Cells& b) {
  Cells sorted, all;
  std::ranges::merge(a, b, std::back_inserter(sorted), {}, &CellRange::from, &CellRange::from);
  for (const auto& range : sorted) {
    if (!all.empty() && range.from <= all.back().to)
      all.back().to = std::max(all.back().to, range.to);
    else
      all.push_back(range);
  }
  return all;
}

Cells without(const Cells& a, const Cells& b) {
  Cells others;
  std::uint32_t from = 0;
  for (const auto& range : b) {
    if (from < range.from) others.push_back({from, range.from});
    from = range.to;
  }
  others.push_back({from, UINT32_MAX});
  return both(a, others);
}

bool meet(const Box& a, const Box& b) {
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    if (x->first == y->first) {
      if (!meet(x->second, y->second)) return false;
      ++x;
      ++y;
    } else {
      x->first < y->first ? ++x : ++y;
    }
  }
  return true;
}

Box both(const Box& a, const Box& b) {
  Box all = a;
  for (const auto& [dimension, cells] : b) {
    const Cells* mine = find(a, dimension);
    put(all, dimension, mine != nullptr ? both(*mine, cells) : cells);
  }
  return all;
}

void add(Boxes& boxes, Box box) {
  if (std::ranges::any_of(box, [](const auto& one) { return one.second.empty(); })) return;
  for (auto& known : boxes) {
    if (known == box) return;
    if (const auto place = only_difference(known, box)) {
      known[*place].second = either(known[*place].second, box[*place].second);
      return;
    }
  }
  boxes.push_back(std::move(box));
}

std::optional<Box> outside(Box box, std::span<const Box* const> others, const AllCells& all,
                           const std::function<bool(const Box&)>& fits, int& steps) {
  std::vector<const Box*> near;
  std::ranges::copy_if(others, std::back_inserter(near), [&](const Box* other) { return meet(box, *other); });
  std::vector<Piece> open{{std::move(box), 0}};
  while (!open.empty()) {
    Piece piece = std::move(open.back());
    open.pop_back();
    while (piece.next < near.size() && steps > 0 && !meet(piece.box, *near[piece.next])) {
      ++piece.next;
      --steps;
    }
    if (--steps < 0) return std::nullopt;
    if (piece.next == near.size()) {
      if (fits(piece.box)) return piece.box;
      continue;
    }
    const Box& other = *near[piece.next++];
    cut(std::move(piece), other, all, open);
  }
  return std::nullopt;
}

}  // namespace leakproof::router
