#include "net/multipart.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakproof::net {
namespace {

using namespace std::string_literals;
using testing::ElementsAre;
using testing::Pair;

const std::string kType = "multipart/form-data; boundary=\"b;1\"";

std::string part(const std::string& disposition, const std::string& content) {
  return "--b;1\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
}

TEST(Multipart, ReadsFieldsAndNamesFiles) {
  const auto form =
      parse_multipart(kType, part("name=\"a\"", "1\r\n2") + part("name=\"cv\"; filename=\"x.pdf\"", "\xff\0"s) +
                                 part("name=\"q\\\"uote\"", "") + part("name=a", "é") + "--b;1--\r\n");
  ASSERT_TRUE(form.ok()) << form.error().message();
  EXPECT_THAT(form->fields, ElementsAre(Pair("a", "1\r\n2"), Pair("q\"uote", ""), Pair("a", "é")));
  EXPECT_THAT(form->files, ElementsAre("cv"));
}

TEST(Multipart, AnEmptyFormIsAForm) { EXPECT_TRUE(parse_multipart(kType, "--b;1--")->fields.empty()); }

TEST(Multipart, WhatStandsAroundTheFormMeansNothing) {
  const auto form =
      parse_multipart(kType, "\xEF\xBB\xBFpreamble\r\n--b;1 \t\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" +
                                 part("name=b", "2") + "--b;1-- \r\nepilogue");
  ASSERT_TRUE(form.ok()) << form.error().message();
  EXPECT_THAT(form->fields, ElementsAre(Pair("a", "1"), Pair("b", "2")));
  EXPECT_THAT(split_multipart(kType, part("name=a", "\xFC") + "--b;1--")->fields, ElementsAre(Pair("a", "\xFC")));
}

TEST(Multipart, LosesItsFilesAndNothingElse) {
  const auto file = "name=cv; filename=\"x.pdf\"";
  EXPECT_EQ(*without_files(kType, part("name=a", "1") + part(file, std::string(900000, 'x')) + "--b;1--"),
            part("name=a", "1") + part(file, "") + "--b;1--\r\n");
  EXPECT_FALSE(without_files(kType, part("name=a", "1")).ok());
}

TEST(Multipart, RefusesABrokenFrame) {
  const std::string rows[] = {"",
                              "--b;1",
                              "preamble " + part("name=a", "1"),
                              part("name=a", "1"),
                              part("filename=a", "1") + "--b;1--",
                              part("name=a", "\xff") + "--b;1--",
                              part("name=a", "\0"s) + "--b;1--",
                              "--b;1\r\nContent-Disposition: form-data; name=a\r\n--b;1--",
                              "--b;1\r\nA : b\r\n\r\n\r\n--b;1--",
                              "--b;1x" + part("name=a", "1") + "--b;1--",
                              part("name=a", std::string(70000, 'x')) + "--b;1--"};
  for (const std::string& body : rows) EXPECT_FALSE(parse_multipart(kType, body).ok()) << body.substr(0, 80);
  EXPECT_FALSE(parse_multipart("multipart/form-data", part("name=a", "1") + "--b;1--").ok());
  EXPECT_FALSE(parse_multipart(kType, part("name=a", "1") + part("name=b", "2") + "--b;1--", 1).ok());
}

}  // namespace
}  // namespace leakproof::net
