#include "crypto/digest.h"

#include <gtest/gtest.h>

#include "base/encoding.h"

namespace leakproof::crypto {
namespace {

// FIPS 180-4 examples.
TEST(Digest, Sha256KnowsTheStandardsVectors) {
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, InPartsEqualsInOneAndStartsAgain) {
  Sha256 digest;
  EXPECT_EQ(digest.update("a").update("").update("bc").finish(), sha256("abc"));
  EXPECT_EQ(digest.finish(), sha256(""));
}

// RFC 4231, cases 2 and 6.
TEST(Digest, HmacKnowsTheRfcsVectors) {
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, AnEmptyKeyIsNotTheKeyOfTheLastCall) {
  hmac_sha256("some key", "text");
  EXPECT_EQ(hex(hmac_sha256({}, "")), "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(Digest, EqualMeansEveryByteAndTheLength) {
  EXPECT_TRUE(constant_time_equal("", ""));
  EXPECT_TRUE(constant_time_equal("abc", "abc"));
  EXPECT_FALSE(constant_time_equal("abc", "abd"));
  EXPECT_FALSE(constant_time_equal("abc", "abcd"));
}

}  // namespace
}  // namespace leakproof::crypto
