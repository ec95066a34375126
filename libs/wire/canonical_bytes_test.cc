#include "wire/canonical_bytes.h"

#include <gtest/gtest.h>

#include "leakproof/lead/v1/lead.pb.h"

namespace leakproof::wire {
namespace {

TEST(CanonicalBytes, DependOnTheContentAlone) {
  lead::v1::Contact up;
  lead::v1::Contact down;
  for (int i = 0; i < 100; ++i) {
    (*up.mutable_personal_fields())[std::to_string(i)] = "x";
    (*down.mutable_personal_fields())[std::to_string(99 - i)] = "x";
  }
  EXPECT_EQ(canonical_bytes(up), canonical_bytes(down));
  lead::v1::Contact read;
  ASSERT_TRUE(read.ParseFromString(canonical_bytes(up)));
  EXPECT_EQ(read.personal_fields_size(), 100);
  (*down.mutable_personal_fields())["0"] = "y";
  EXPECT_NE(canonical_bytes(up), canonical_bytes(down));
}

}  // namespace
}  // namespace leakproof::wire
