#include "leadctl/money.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

TEST(Money, IsCountedInTheMinorUnitOfItsCurrency) {
  EXPECT_EQ(minor_units("25000000", "VND"), 25000000);
  EXPECT_EQ(minor_units("1250.5", "USD"), 125050);
  EXPECT_EQ(minor_units("1250", "EUR"), 125000);
  EXPECT_EQ(minor_units("0.125", "KWD"), 125);
  EXPECT_EQ(amount_of(125050, "USD"), "1250.50 USD");
  EXPECT_EQ(amount_of(5, "USD"), "0.05 USD");
  EXPECT_EQ(amount_of(25000000, "VND"), "25000000 VND");
  EXPECT_EQ(amount_of(0, ""), "");
}

TEST(Money, WhatIsNoAmountIsRefused) {
  for (const char* amount : {"", ".", "1.", ".5", "-1", "1,000", "1e3", "12.345", "1234567890123456"})
    EXPECT_EQ(minor_units(amount, "USD"), std::nullopt) << amount;
  EXPECT_EQ(minor_units("1.5", "VND"), std::nullopt);
}

}  // namespace
}  // namespace leakproof::leadctl
