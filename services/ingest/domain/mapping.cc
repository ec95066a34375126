#include "ingest/domain/mapping.h"

#include <algorithm>
#include <array>
#include <span>
#include <sstream>

namespace leakproof::ingest {
namespace {

// One line a field: our name, then what forms call it, folded. Sources: ecosystem page of each platform; the Vietnamese
// words are those of local forms.
constexpr const char* kTable = R"(
full_name fullname name yourname hoten hovaten tenkhachhang tendaydu contactname leadname customername
given_name givenname firstname ten
family_name familyname lastname surname ho
phone phone phonenumber tel telephone mobile mobilephone cellphone workphone workphonenumber yourphone sdt dienthoai sodienthoai sodt sodidong hotline inputphonenumber telefon
phone_country countrycode dialcode callingcode phonecountry phonecountrycode phonecode countrycallingcode
email email mail emailaddress useremail youremail workemail inputemail thudientu diachiemail
city city town thanhpho usercity tinhthanhpho stadt
region region state province tinh tinhthanh
district district quan huyen quanhuyen userdistrict
ward ward phuong xa phuongxa userward
postal_code postalcode postcode zip zipcode plz mabuuchinh
country country quocgia nuoc
address address streetaddress street diachi useraddress
company company companyname organization organisation congty tencongty firma
job_title jobtitle title position chucvu chucdanh
language language lang locale ngonngu
message message comment comments yourmessage note notes noidung loinhan ghichu tinnhan nachricht
consent consent marketingconsent optin newsletter dongy dongynhantin
submitted_at submittedat createdat createdtime submitted
attribution.utm_source utmsource
attribution.utm_medium utmmedium
attribution.utm_campaign utmcampaign
attribution.utm_term utmterm
attribution.utm_content utmcontent
attribution.gclid gclid gclidfield
attribution.gbraid gbraid
attribution.wbraid wbraid
attribution.dclid dclid
attribution.fbclid fbclid
attribution.ttclid ttclid
attribution.li_fat_id lifatid
attribution.msclkid msclkid
attribution.page_url pageurl urlpage landingpage
attribution.referrer referrer referer
attribution.form formid formname form
attribution.campaign campaignid campaign
)";

Aliases read_table() {
  Aliases aliases;
  std::istringstream lines(kTable);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string ours;
    words >> ours;
    for (std::string alias; words >> alias;) aliases.emplace(alias, ours);
  }
  return aliases;
}

// What builders put around the name that the form's author gave: "No Label company", "your-email", "q3_phone",
// "Email (required)".
std::string_view without_decoration(std::string_view folded) {
  constexpr std::array<std::string_view, 6> kBefore = {"nolabel", "your", "my", "input", "field", "user"};
  constexpr std::array<std::string_view, 4> kBehind = {"required", "optional", "batbuoc", "pflichtfeld"};
  const auto digits = folded.starts_with('q') ? std::min(folded.find_first_not_of("0123456789", 1), folded.size()) : 0;
  if (digits > 1) folded.remove_prefix(digits);
  for (const auto before : kBefore) {
    if (folded.starts_with(before)) folded.remove_prefix(before.size());
  }
  for (const auto behind : kBehind) {
    if (folded.ends_with(behind)) folded.remove_suffix(behind.size());
  }
  return folded;
}

const std::string* our_name(const Field& field, const SourceRules& rules, const Text& text) {
  std::vector<std::string> folded;
  for (const auto& name : field.names) folded.push_back(text.fold(name));
  for (const auto& name : folded) {
    if (const auto found = rules.aliases.find(name); found != rules.aliases.end()) return &found->second;
  }
  for (const auto& name : folded) {
    const auto found = rules.aliases.find(std::string(without_decoration(name)));
    if (found != rules.aliases.end()) return &found->second;
  }
  return nullptr;
}

std::vector<std::string> cleaned(const std::vector<std::string>& values, const Text& text) {
  std::vector<std::string> out;
  for (const auto& value : values) {
    if (auto clean = text.clean(value); !clean.empty()) out.push_back(std::move(clean));
  }
  return out;
}

// A number is taken for a phone only when it is written like one: a price, a year or a date (eight digits) must not be
// dialled, and would make one lead of all who share it.
bool looks_like_phone(const std::string& value, const SourceRules& rules, const Text& text) {
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  return (value.front() == '+' || value.front() == '0') && digits > 8 &&
         text.phone(value, rules.default_region).has_value();
}

bool has_word(const std::string& folded, std::initializer_list<const char*> words) {
  return std::any_of(words.begin(), words.end(), [&](const char* word) { return folded.find(word) != folded.npos; });
}

// "Số Zalo của bạn", "phone (WhatsApp)": what stands in it is one when it can be dialled.
bool is_called_phone(const Field& field, const Text& text) {
  return std::any_of(field.names.begin(), field.names.end(), [&](const std::string& name) {
    return has_word(text.fold(name), {"phone", "dienthoai", "sdt", "mobile", "whatsapp", "zalo"});
  });
}

// Takes `words` off the front of `name` as long as one of them stands there.
std::string_view behind_all(std::string_view name, std::span<const std::string_view> words) {
  for (bool found = true; found && !name.empty();) {
    const auto word = std::ranges::find_if(words, [&](std::string_view one) { return name.starts_with(one); });
    found = word != words.end();
    if (found) name.remove_prefix(word->size());
  }
  return name;
}

// "What's your name?", "Customer name": the name of a person, and of nothing else.
bool asks_for_name(std::string_view folded) {
  static constexpr std::array<std::string_view, 26> kPerson = {
      "whats",   "what", "whois", "is",        "please",   "enter",  "give",    "tell",  "us",
      "the",     "your", "my",    "full",      "first",    "person", "legal",   "input", "field",
      "contact", "lead", "user",  "applicant", "customer", "client", "nolabel", "guest"};
  folded = without_decoration(folded);
  if (!folded.ends_with("name")) return false;
  folded.remove_suffix(4);
  return behind_all(folded, kPerson).empty();
}

// "Họ và tên của bạn", "Họ tên khách hàng"; not "Họ tên bé".
bool asks_for_name_in_vietnamese(std::string_view folded) {
  static constexpr std::array<std::string_view, 8> kBefore = {"xin",  "vuilong", "nhap",  "cho",
                                                              "biet", "quy",     "khach", "dien"};
  static constexpr std::array<std::string_view, 14> kBehind = {
      "cua", "ban", "quykhach", "khachhang", "khach",   "nguoilienhe", "nguoidangky",
      "day", "du",  "anhchi",   "anh",       "hocvien", "nguoinhan",   "nguoimua"};
  folded = behind_all(without_decoration(folded), kBefore);
  for (const std::string_view asked : {"hovaten", "hoten"}) {
    if (folded.starts_with(asked)) return behind_all(folded.substr(asked.size()), kBehind).empty();
  }
  return false;
}

bool is_called_name(const Field& field, const Text& text) {
  return std::any_of(field.names.begin(), field.names.end(), [&](const std::string& name) {
    const auto folded = text.fold(name);
    return asks_for_name(folded) || asks_for_name_in_vietnamese(folded);
  });
}

const char* recognised(const Field& field, const std::vector<std::string>& values, const SourceRules& rules,
                       const Text& text) {
  if (text.email(values.front())) return "email";
  if (looks_like_phone(values.front(), rules, text)) return "phone";
  if (is_called_phone(field, text) && text.phone(values.front(), rules.default_region)) return "phone";
  if (is_called_name(field, text)) return "full_name";
  return nullptr;
}

// Some builders send an empty label in front of a key.
std::string own_name(const Field& field) {
  const auto named =
      std::find_if(field.names.begin(), field.names.end(), [](const std::string& name) { return !name.empty(); });
  return named == field.names.end() ? "unnamed" : *named;
}

void add(Answers& to, const Field& field, std::vector<std::string> values) {
  if (to.are_corrected && !field.is_correction) return;
  to.are_corrected |= field.is_correction;
  to.are_numbers |= field.is_number;
  std::move(values.begin(), values.end(), std::back_inserter(to.texts));
}

// Whether something better named is there already: a first or a family name is a name.
bool is_known(const std::string& name, const Mapped& mapped) {
  const auto has = [&](const char* other) { return mapped.fields.contains(other); };
  return mapped.fields.contains(name) || (name == "full_name" && (has("given_name") || has("family_name")));
}

}  // namespace

const Aliases& built_in_aliases() {
  static const Aliases aliases = read_table();
  return aliases;
}

std::string joined(const std::vector<std::string>& answers) {
  std::string out;
  for (const auto& answer : answers) out += (out.empty() ? "" : ", ") + answer;
  return out;
}

Mapped map_fields(const std::vector<Field>& fields, const SourceRules& rules, const Text& text) {
  Mapped mapped;
  std::vector<std::pair<const Field*, std::vector<std::string>>> unnamed;
  for (const auto& field : fields) {
    auto values = cleaned(field.values, text);
    if (values.empty()) continue;
    if (const auto* name = our_name(field, rules, text)) {
      add(mapped.fields[*name], field, std::move(values));
    } else {
      unnamed.emplace_back(&field, std::move(values));
    }
  }
  for (auto& [field, values] : unnamed) {
    const char* name = recognised(*field, values, rules, text);
    if (name != nullptr && !is_known(name, mapped)) {
      add(mapped.fields[name], *field, std::move(values));
    } else {
      auto& kept = mapped.rest[own_name(*field)];
      kept += (kept.empty() ? "" : ", ") + joined(values);
    }
  }
  return mapped;
}

}  // namespace leakproof::ingest
