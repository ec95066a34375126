#include "ingest/domain/mapping.h"

#include <algorithm>
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

const std::string* our_name(const Field& field, const SourceRules& rules, const Text& text) {
  for (const auto& name : field.names) {
    auto found = rules.aliases.find(text.fold(name));
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

// "What's your name?", "Họ và tên của bạn"; not the name of a thing.
bool is_called_name(const Field& field, const Text& text) {
  return std::any_of(field.names.begin(), field.names.end(), [&](const std::string& name) {
    const auto folded = text.fold(name);
    if (has_word(folded, {"company", "business", "brand", "school",     "campaign", "adname",  "adset",   "adgroup",
                          "page",    "form",     "user",  "file",       "event",    "product", "project", "domain",
                          "host",    "shop",     "store", "advertiser", "partner",  "agent"}))
      return false;
    return folded.ends_with("name") || has_word(folded, {"fullname", "hoten", "hovaten"});
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

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ", ") + value;
  return out;
}

// Some builders send an empty label in front of a key.
std::string own_name(const Field& field) {
  const auto named =
      std::find_if(field.names.begin(), field.names.end(), [](const std::string& name) { return !name.empty(); });
  return named == field.names.end() ? "unnamed" : *named;
}

void add(std::vector<std::string>& to, std::vector<std::string> values) {
  std::move(values.begin(), values.end(), std::back_inserter(to));
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

Mapped map_fields(const std::vector<Field>& fields, const SourceRules& rules, const Text& text) {
  Mapped mapped;
  std::vector<std::pair<const Field*, std::vector<std::string>>> unnamed;
  for (const auto& field : fields) {
    auto values = cleaned(field.values, text);
    if (values.empty()) continue;
    if (const auto* name = our_name(field, rules, text)) {
      add(mapped.fields[*name], std::move(values));
    } else {
      unnamed.emplace_back(&field, std::move(values));
    }
  }
  for (auto& [field, values] : unnamed) {
    const char* name = recognised(*field, values, rules, text);
    if (name != nullptr && !is_known(name, mapped)) {
      mapped.fields[name] = std::move(values);
    } else {
      auto& kept = mapped.rest[own_name(*field)];
      kept += (kept.empty() ? "" : ", ") + joined(values);
    }
  }
  return mapped;
}

}  // namespace leakproof::ingest
