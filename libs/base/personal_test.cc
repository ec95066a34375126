#include "base/personal.h"

#include <gtest/gtest.h>

#include <ostream>
#include <string>

namespace leakproof {
namespace {

using Secret = Personal<std::string>;
template <class T>
concept Printable = requires(std::ostream& out, const T& value) {
  out << value;
};
template <class T>
concept Comparable = requires(const T& one, const T& other) {
  one == other;
};
template <class T>
concept Ordered = requires(const T& one, const T& other) {
  one < other;
};

static_assert(Printable<std::string> && Comparable<std::string> && Ordered<std::string>, "the concepts see operators");
static_assert(!Printable<Secret>, "personal data must not reach a stream");
static_assert(!Comparable<Secret> && !Ordered<Secret>, "a comparison of personal data says so");
static_assert(!std::is_convertible_v<Secret, std::string> && !std::is_convertible_v<std::string, Secret>);

TEST(Personal, ShowsItsValueToThoseWhoAsk) {
  EXPECT_EQ(Secret("x").reveal(), "x");
  EXPECT_TRUE(Secret().empty());
  EXPECT_TRUE(Secret("x").is_same_as(Secret("x")));
  EXPECT_FALSE(Secret("x").is_same_as(Secret("y")));
}

}  // namespace
}  // namespace leakproof
