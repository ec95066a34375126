#include "leadctl/named_values.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

TEST(NamedValues, EachNameHasOneValue) {
  EXPECT_EQ(*named_values({"phone=0901", "note=a=b", "email="}),
            (std::map<std::string, std::string>{{"email", ""}, {"note", "a=b"}, {"phone", "0901"}}));
  EXPECT_EQ(named_values({"phone=0901", "phone=0902"}).error().message(), "'phone' is given twice: it has one value");
  EXPECT_EQ(named_values({"phone"}).error().message(), "'phone' is not name=value");
  EXPECT_EQ(named_values({"=0901"}).error().message(), "'=0901' is not name=value");
}

}  // namespace
}  // namespace leakproof::leadctl
