// Sets of leads as boxes: of each field, which of its cells. A cell is a stretch of values that no rule tells apart
// (space.h), so that what boxes cover is decided exactly and without a solver. Pure.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace leakproof::router {

// Numbers of cells as [from, to), in order and apart.
struct CellRange {
  std::uint32_t from, to;
  bool operator==(const CellRange&) const = default;
};
using Cells = std::vector<CellRange>;
Cells both(const Cells& a, const Cells& b);
Cells either(const Cells& a, const Cells& b);
Cells without(const Cells& a, const Cells& b);

// By dimension, in order; a dimension that is not named may be anything. No cells of a dimension: the box is empty.
using Box = std::vector<std::pair<std::uint32_t, Cells>>;
using Boxes = std::vector<Box>;  // their union

bool meet(const Box& a, const Box& b);
Box both(const Box& a, const Box& b);
// The same leads in as few boxes as are easily found.
void add(Boxes& boxes, Box box);

// What a dimension that is not named may be.
using AllCells = std::function<Cells(std::uint32_t dimension)>;
// Looks for a part of `box` that none of `others` meets and that `fits`. Each step compares two boxes; with `steps`
// used up (below zero then) the answer nullopt means nothing.
std::optional<Box> outside(Box box, std::span<const Box* const> others, const AllCells& all,
                           const std::function<bool(const Box&)>& fits, int& steps);

}  // namespace leakproof::router
