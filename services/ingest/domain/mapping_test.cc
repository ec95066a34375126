#include "ingest/domain/mapping.h"

#include <gtest/gtest.h>

#include <sstream>

#include "ingest/domain/fakes/plain_text_fake.h"

namespace leakproof::ingest {
namespace {

// "name|other name=value;value" a field, fields separated by two spaces.
std::vector<Field> fields_of(const std::string& line) {
  std::vector<Field> fields;
  std::istringstream in(line);
  for (std::string word; std::getline(in, word, '&');) {
    Field field;
    const auto equals = word.find('=');
    std::istringstream names(word.substr(0, equals)), values(word.substr(equals + 1));
    for (std::string name; std::getline(names, name, '|');) field.names.push_back(name);
    for (std::string value; std::getline(values, value, ';');) field.values.push_back(value);
    fields.push_back(field);
  }
  return fields;
}

std::string shown(const Mapped& mapped) {
  std::string out;
  for (const auto& [name, values] : mapped.fields) {
    out += name + "=";
    for (const auto& value : values.texts) out += (out.back() == '=' ? "" : ";") + value;
    if (values.are_guessed) out += "?";
    out += "&";
  }
  for (const auto& [name, value] : mapped.rest) out += "rest " + name + "=" + value + "&";
  if (!out.empty()) out.pop_back();
  return out;
}

SourceRules rules() {
  SourceRules rules;
  rules.default_region = "VN";
  rules.aliases = {{"nganhhang", "custom.industry"}, {"tel2", "phone"}};
  rules.aliases.insert(built_in_aliases().begin(), built_in_aliases().end());
  return rules;
}

struct Case {
  const char* in;
  const char* out;
};

TEST(Mapping, Table) {
  const Case cases[] = {
      // our names, platforms' names, local names
      {"full_name=A&phone=1&email=x", "email=x&full_name=A&phone=1"},
      {"FULL_NAME=A&PHONE_NUMBER=1&WORK_EMAIL=x", "email=x&full_name=A&phone=1"},
      {"ho_ten=A&so-dien-thoai=1&thanh pho=HN", "city=HN&full_name=A&phone=1"},
      {"first_name=A&ho=B", "family_name=B&given_name=A"},
      {"utm_source=ads&gclid=G&page_url=U", "attribution.gclid=G&attribution.page_url=U&attribution.utm_source=ads"},

      // an alias of the configuration, a second name of a field, the input's type
      {"Nganh hang=toys&tel2=1", "custom.industry=toys&phone=1"},
      {"q_71|Your phone?|phone_number=1", "phone=1"},

      // empty values are no values; values of one field stay together
      {"phone= &email=x", "email=x"},
      {"phone=1&phone=2", "phone=1;2"},
      {"interests=a;b", "rest interests=a, b"},

      // by their look, only when nothing else is one
      {"No Label tel=0901234567&No Label email=a@b.c&No Label name=A", "email=a@b.c&full_name=A&phone=0901234567"},
      {"phone=0901234567&second=0907654321", "phone=0901234567&rest second=0907654321"},
      {"budget=901234567&year=2026", "rest budget=901234567&rest year=2026"},
      {"day=01-02-2018", "rest day=01-02-2018"},
      {"What is your company name?=Acme", "rest What is your company name?=Acme"},

      // a label that is empty, a name that comes twice
      {"|q_1|INPUT_TEXT=hello", "rest q_1=hello"},
      {"Untitled=a&Untitled=b", "rest Untitled=a, b"},
      {"my mobile please=84901234567&total=84901234567", "phone=84901234567&rest total=84901234567"},
      {"whats your Zalo=none&email=x", "email=x&rest whats your Zalo=none"},
      {"first_name=A&other name=B", "given_name=A&rest other name=B"},
      {"campaign_name=Summer&ad_name=B&page name=C", "rest ad_name=B&rest campaign_name=Summer&rest page name=C"},
      {"Ho va ten cua ban=A", "full_name=A"},
      {"anything=hello", "rest anything=hello"},

      // a thing's name is not the person's; a person's is asked for in many ways
      {"course_name=A", "rest course_name=A"},
      {"hotel_name=A&pet_name=B&room name=C", "rest hotel_name=A&rest pet_name=B&rest room name=C"},
      {"Ho ten be=A", "rest Ho ten be=A"},
      {"Whats your name=A", "full_name=A"},
      {"your-name=A&your-email=x&your-message=m", "email=x&full_name=A&message=m"},
      {"Ho ten khach hang=A", "full_name=A"},

      // somebody else's, and what is no contact, is not taken by its look
      {"sales_rep=rep@x.y&referred_by=a@b.c", "rest referred_by=a@b.c&rest sales_rep=rep@x.y"},
      {"from_email=a@b.c&owner=0901234567", "rest from_email=a@b.c&rest owner=0901234567"},
      {"Nguoi gioi thieu=a@b.c", "rest Nguoi gioi thieu=a@b.c"},
      {"Referrer phone=0901234567&q1=a@b.c", "email=a@b.c?&rest Referrer phone=0901234567"},
      {"Ma so thue=0312345678&order_no=0912345678", "rest Ma so thue=0312345678&rest order_no=0912345678"},
      {"price=+84901234567&Tax code=0312345678", "rest Tax code=0312345678&rest price=+84901234567"},
      {"Preferred phone no=0901234567", "phone=0901234567"},
      {"q1=0901234567&So Zalo cua ban=0907654321", "phone=0907654321&rest q1=0901234567"},
      {"q1=0901234567&Email cua ban=a@b.c", "email=a@b.c&phone=0901234567?"},

      // an account is no person
      {"username=anna_99", "rest username=anna_99"},
      {"user[name]=Anna", "full_name=Anna"},
      {"user_name=Anna", "full_name=Anna"},

      // what builders put around the name of a field
      {"No Label company=Acme", "company=Acme"},
      {"No Label field_budget=1&q3_company=Acme", "company=Acme&rest No Label field_budget=1"},
      {"Email (required)=x&phone (bat buoc)=1", "email=x&phone=1"},
  };
  for (const auto& [in, out] : cases) EXPECT_EQ(shown(map_fields(fields_of(in), rules(), plain_text())), out) << in;
}

TEST(Mapping, CorrectionStandsAlone) {
  auto fields = fields_of("sdt=1&phone=2");
  fields[0].is_correction = true;
  EXPECT_EQ(shown(map_fields(fields, rules(), plain_text())), "phone=1");
}

}  // namespace
}  // namespace leakproof::ingest
