#include "leadctl/import_rows.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

const char* const kFile = "Name,Telefon,Remark\nAn,0901234567,x\nBình,,\n";

TEST(ImportRows, MapsColumnsAndGivesTheSameIdsAgain) {
  const ImportOptions options{"demo", "fair", {{"Name", "full_name"}, {"Telefon", "phone"}, {"Remark", "-"}}, ""};
  const auto rows = read_import(kFile, options);
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].line, 2u);
  EXPECT_EQ((*rows)[0].request.fields().at("full_name"), "An");
  EXPECT_EQ((*rows)[0].request.fields().at("phone"), "0901234567");
  EXPECT_EQ((*rows)[0].request.fields().size(), 2u);
  EXPECT_EQ((*rows)[1].request.fields().size(), 1u) << "an empty cell is no field";
  EXPECT_NE((*rows)[0].request.request_id(), (*rows)[1].request.request_id());
  EXPECT_EQ((*rows)[0].request.request_id(), (*read_import(kFile, options))[0].request.request_id());
  EXPECT_NE((*rows)[0].request.request_id(),
            (*read_import(std::string(kFile) + "C,,\n", options))[0].request.request_id());
}

TEST(ImportRows, TakesIdsFromAColumnAndRefusesWhatCannotWork) {
  EXPECT_EQ((*read_import(kFile, {"demo", "fair", {}, "Name"}))[1].request.request_id(), "Bình");
  EXPECT_EQ(read_import(kFile, {"demo", "fair", {}, "Telefon"}).error().message(), "line 3: no Telefon");
  EXPECT_EQ(read_import(kFile, {"demo", "fair", {{"Phone", "phone"}}, ""}).error().message(),
            "the file has no column 'Phone'");
  EXPECT_EQ(read_import("a,a\n1,2\n", {"demo", "fair", {}, ""}).error().message(),
            "'a' is there twice, in column 1 and 2: leave one out with --map, as in column=-");
  EXPECT_FALSE(read_import("a,b\n1,2\n", {"demo", "fair", {{"a", "phone"}, {"b", "phone"}}, ""}).ok());
  EXPECT_FALSE(read_import("phone,b\n1,2\n", {"demo", "fair", {{"b", "phone"}}, ""}).ok());
  EXPECT_TRUE(read_import("a,\n1,\n", {"demo", "fair", {}, ""}).ok()) << "spreadsheets add empty columns";
  EXPECT_EQ(read_import("a,\n1,2\n", {"demo", "fair", {}, ""}).error().message(),
            "line 2: column 2 has no name in the header");
  EXPECT_FALSE(read_import("Name\n", {"demo", "fair", {}, ""}).ok());
}

}  // namespace
}  // namespace leakproof::leadctl
