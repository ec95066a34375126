#include "lint/boxes.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace leakproof::router {
namespace {

constexpr std::uint32_t kCells = 4, kDimensions = 3;

Cells all_of(std::uint32_t) { return {{0, kCells}}; }
bool anything(const Box&) { return true; }

bool holds(const Box& box, const std::vector<std::uint32_t>& point) {
  return std::ranges::all_of(box, [&](const auto& one) {
    return std::ranges::any_of(one.second, [&](const CellRange& range) {
      return range.from <= point[one.first] && point[one.first] < range.to;
    });
  });
}
Box any_box() {
  Box box;
  for (std::uint32_t dimension = 0; dimension < kDimensions; ++dimension) {
    Cells cells;
    for (std::uint32_t cell = 0; cell < kCells; ++cell) {
      if (*rc::gen::inRange(0, 3) > 0) cells = either(cells, {{cell, cell + 1}});
    }
    if (*rc::gen::inRange(0, 3) > 0) box.emplace_back(dimension, cells.empty() ? Cells{{0, 1}} : cells);
  }
  return box;
}
template <class Visit>
void each_point(Visit visit) {
  for (std::uint32_t i = 0; i < kCells * kCells * kCells; ++i)
    visit(std::vector{i % kCells, i / kCells % kCells, i / kCells / kCells});
}

RC_GTEST_PROP(Boxes, WhatLiesOutsideIsFoundWheneverThereIsSome, ()) {
  const Box box = any_box();
  std::vector<Box> others;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) others.push_back(any_box());
  std::vector<const Box*> pointers;
  for (const auto& one : others) pointers.push_back(&one);
  const auto taken = [&](const auto& point) {
    return std::ranges::any_of(others, [&](const Box& one) { return holds(one, point); });
  };
  bool free = false;
  each_point([&](const auto& point) { free = free || (holds(box, point) && !taken(point)); });
  int steps = 10'000;
  const auto found = outside(box, pointers, all_of, anything, steps);
  RC_ASSERT(steps > 0);
  RC_ASSERT(found.has_value() == free);
  if (!found) return;
  each_point([&](const auto& point) { RC_ASSERT(!holds(*found, point) || (holds(box, point) && !taken(point))); });
}

RC_GTEST_PROP(Boxes, TheUnionAndTheMeetingOfBoxesAreThoseOfTheirPoints, ()) {
  Boxes boxes;
  std::vector<Box> written;
  for (int i = *rc::gen::inRange(0, 6); i > 0; --i) add(boxes, written.emplace_back(any_box()));
  const Box a = any_box(), b = any_box();
  bool common = false;
  each_point([&](const auto& point) {
    const auto here = [&](const Box& one) { return holds(one, point); };
    RC_ASSERT(std::ranges::any_of(boxes, here) == std::ranges::any_of(written, here));
    RC_ASSERT(holds(both(a, b), point) == (holds(a, point) && holds(b, point)));
    common = common || (holds(a, point) && holds(b, point));
  });
  RC_ASSERT(meet(a, b) == common);
}

TEST(Boxes, WithoutStepsThereIsNoAnswer) {
  const Box wide{{0, {{0, 2}}}}, narrow{{0, {{0, 1}}}};
  const std::vector<const Box*> others{&narrow};
  int steps = 1;
  EXPECT_FALSE(outside(wide, others, all_of, anything, steps));
  EXPECT_LT(steps, 0);
}

}  // namespace
}  // namespace leakproof::router
