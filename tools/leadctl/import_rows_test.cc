#include "leadctl/import_rows.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

const char* const kFile = "Name,Telefon,Remark\nAn,0901234567,x\nBình,,\n";

TEST(ImportRows, MapsColumns) {
  const ImportOptions options{"demo", "fair", {{"Name", "full_name"}, {"Telefon", "phone"}, {"Remark", "-"}}, "", ""};
  const auto rows = read_import(kFile, options);
  ASSERT_TRUE(rows.ok());
  ASSERT_EQ(rows->size(), 2u);
  EXPECT_EQ((*rows)[0].line, 2u);
  EXPECT_EQ((*rows)[0].request.fields().at("full_name"), "An");
  EXPECT_EQ((*rows)[0].request.fields().at("phone"), "0901234567");
  EXPECT_EQ((*rows)[0].request.fields().size(), 2u);
  EXPECT_EQ((*rows)[1].request.fields().size(), 1u) << "an empty cell is no field";
  EXPECT_NE((*rows)[0].request.request_id(), (*rows)[1].request.request_id());
}

std::string ids_of(const std::string& csv, const ImportOptions& options) {
  std::string ids;
  const auto rows = read_import(csv, options);
  if (!rows.ok()) return rows.error().message();
  for (const auto& row : *rows) ids += row.request.request_id() + " ";
  return ids;
}

TEST(ImportRows, ARowIsKnownByWhatItHolds) {
  const ImportOptions options{"demo", "fair", {}, "", ""};
  const auto two = ids_of("Name,Telefon\nAn,0901234567\nBo,0901234568\n", options);
  EXPECT_EQ(ids_of("Name,Telefon\nCu,1\nAn,0901234567\nBo,0901234568\n", options).substr(29), two) << "a longer file";
  EXPECT_EQ(ids_of("\xEF\xBB\xBFTelefon;Name;X\r\n0901234567;An\r\n0901234568;Bo;\r\n", options), two);
  EXPECT_NE(ids_of("Name,Telefon\nAn,0901234569\nBo,0901234568\n", options), two);
  const ImportOptions without{"demo", "fair", {{"Exported", "-"}}, "", ""};
  EXPECT_EQ(ids_of("Name,Exported,Telefon\nAn,1 May,0901234567\nBo,1 May,0901234568\n", without), two);
  EXPECT_EQ(ids_of("id,p\n7,1\na b,2\n,3\n", {"demo", "fair", {}, "id", ""}).substr(0, 5), "7 id-");
  EXPECT_EQ(ids_of("id,p\n,3\n", {"demo", "fair", {}, "id", ""}), ids_of("p\n3\n", options)) << "a row without an id";
}

TEST(ImportRows, TwoRowsOfOneIdAreTwoLeadsWhenTheyHoldTwoThings) {
  const std::string csv = "id,name\n9,An\n9,Bo\n9,An\n9,Bo\n8,Bo\n,Cu\n,Cu\n";
  const auto rows = read_import(csv, {"demo", "fair", {}, "id", ""});
  ASSERT_TRUE(rows.ok());
  std::string out;
  for (const auto& row : *rows)
    out += row.request.request_id().substr(0, 4) + ":" + std::to_string(row.same_as) + "," + std::to_string(row.id_of) +
           " ";
  EXPECT_EQ(out, "9:0,0 csv-:0,2 9:2,0 csv-:3,2 8:0,0 csv-:0,0 csv-:7,0 ");
  EXPECT_EQ((*rows)[1].request.request_id(), (*rows)[3].request.request_id());
}

std::string fields_of(const std::string& csv, const ImportOptions& options = {"demo", "fair", {}, "", ""}) {
  const auto rows = read_import(csv, options);
  if (!rows.ok()) return "refused: " + rows.error().message();
  std::string out;
  for (const auto& row : *rows) {
    out += std::to_string(row.line) + ":";
    const std::map<std::string, std::string> fields(row.request.fields().begin(), row.request.fields().end());
    for (const auto& [name, value] : fields) out += " " + name + "=" + value;
    out += row.problem.empty() ? "\n" : " (" + row.problem + ")\n";
  }
  return out;
}

TEST(ImportRows, EveryRowIsHandedIn) {
  EXPECT_EQ(fields_of("a,b\n\"x\"y,1\nc,2\n"), "2: row=\"x\"y,1 (text behind a closing quote)\n3: a=c b=2\n");
  EXPECT_EQ(fields_of("a,\n1,2,3\n"), "2: a=1 column 2=2 column 3=3\n");
  EXPECT_EQ(fields_of("a,b\nM\xFCller,1\n"), "2: a=Müller b=1\n");
  EXPECT_EQ(fields_of("a,b\nH\xE9l\xE8ne,1\nAn,2\n"),
            "2: row=H\\xe9l\\xe8ne,1 (is not UTF-8: save the file as CSV in UTF-8)\n3: a=An b=2\n");
  EXPECT_EQ(fields_of("a,b\nH\xE9l\xE8ne,1\n", {"demo", "fair", {}, "", "windows-1252"}), "2: a=Hélène b=1\n");
  EXPECT_EQ(fields_of("a\nx\n", {"demo", "fair", {}, "", "klingon"}),
            "refused: is not klingon, or that is no character set");
}

TEST(ImportRows, MetasMarksAreNoPartOfAnId) {
  const std::string meta = "id,ad_id,adset_id,campaign_id,form_id,platform,post_code,phone_number,question\n";
  EXPECT_EQ(fields_of(meta + "l:1,ag:2,as:3,c:4,f:5,fb,z:24103,p:+491713920013,c:x\n"),
            "2: ad_id=2 adset_id=3 campaign_id=4 form_id=5 id=l:1 phone_number=p:+491713920013 platform=fb "
            "post_code=24103 question=c:x\n");
  EXPECT_EQ(fields_of(meta + "l:1,2,as,c4,,fb,Z:1,,\n"),
            "2: ad_id=2 adset_id=as campaign_id=c4 id=l:1 platform=fb post_code=Z:1\n");
  EXPECT_EQ(fields_of("form_id,post_code\nf:5,z:24103\n"), "2: form_id=f:5 post_code=z:24103\n")
      << "a file of somebody else";
}

TEST(ImportRows, RefusesWhatCannotWork) {
  const std::pair<ImportOptions, const char*> cases[] = {
      {{"demo", "fair", {{"Phone", "phone"}}, "", ""}, "the file has no column 'Phone'"},
      {{"demo", "fair", {}, "id", ""}, "the file has no column 'id'"},
      {{"demo", "fair", {{"Name", "phone"}, {"Telefon", "phone"}}, "", ""},
       "'phone' is there twice, in column 1 and 2: leave one out with --map, as in column=-"},
  };
  for (const auto& [options, told] : cases) EXPECT_EQ(read_import(kFile, options).error().message(), told);
  EXPECT_EQ(fields_of("a,a\n1,2\n"),
            "refused: 'a' is there twice, in column 1 and 2: leave one out with --map, as in column=-");
  EXPECT_EQ(fields_of("Name\n").substr(0, 16), "refused: no rows");
}

}  // namespace
}  // namespace leakproof::leadctl
