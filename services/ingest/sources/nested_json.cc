// Tested by: services/ingest/sources/decode_test.cc
#include "ingest/sources/nested_json.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <span>

#include "ingest/sources/number_text.h"

namespace leakproof::ingest {
namespace {

using Words = std::span<const std::string_view>;
constexpr int kDepthMax = 8;

// Letters and digits only, in lower case: "contact_info", "contactInfo" and "Contact info" are one word.
std::string word_of(std::string_view name) {
  std::string word;
  for (const unsigned char c : name) {
    if (std::isalnum(c) != 0 || c > 127) word.push_back(static_cast<char>(std::tolower(c)));
  }
  return word;
}

bool is_one_of(const std::string& word, Words words) { return std::ranges::find(words, word) != words.end(); }

bool holds_one_of(const std::string& word, Words words) {
  return std::ranges::any_of(words, [&](std::string_view one) { return word.find(one) != word.npos; });
}

// An envelope around the person's answers, or the person.
bool is_of_the_person(const std::string& word) {
  static constexpr std::string_view kWords[] = {
      "data",         "payload",    "body",        "fields",       "formfields",   "formdata",   "formresponse",
      "values",       "answers",    "response",    "responses",    "properties",   "attributes", "customfields",
      "customdata",   "custom",     "details",     "info",         "submission",   "entry",      "record",
      "current",      "params",     "parameters",  "query",        "inputs",       "content",    "request",
      "meta",         "metadata",   "tracking",    "attribution",  "preferences",  "gdpr",       "lead",
      "contact",      "contacts",   "customer",    "person",       "personid",     "client",     "applicant",
      "subscriber",   "registrant", "attendee",    "invitee",      "participant",  "prospect",   "visitor",
      "candidate",    "billing",    "contactinfo", "personalinfo", "customerinfo", "leadinfo",   "contactdetails",
      "contactperson"};
  return is_one_of(word, kWords);
}

// Whoever is reached there is not the person who asks.
bool is_of_others(const std::string& word) {
  static constexpr std::string_view kWords[] = {
      "owner",   "rep",      "agent",    "assign", "sales",    "seller",  "staff",    "employee",
      "manager", "location", "store",    "shop",   "branch",   "company", "organi",   "orgid",
      "account", "vendor",   "merchant", "sender", "from",     "author",  "creat",    "updat",
      "refer",   "course",   "product",  "page",   "campaign", "team",    "previous", "partner"};
  return holds_one_of(word, kWords);
}

// Objects that are a place, unless they name or reach somebody.
bool is_place(const std::string& word, Json value) {
  static constexpr std::string_view kPlaces[] = {"address",        "location",    "place",         "geo",
                                                 "billingaddress", "homeaddress", "defaultaddress"};
  if (!is_one_of(word, kPlaces)) return false;
  return std::ranges::none_of(members_of(value), [](const auto& member) {
    static constexpr std::string_view kSomebody[] = {"name", "email", "phone", "id", "title"};
    return is_one_of(word_of(member.first), kSomebody);
  });
}

bool names_a_contact(const std::string& word) {
  static constexpr std::string_view kWords[] = {"mail",      "phone", "telefon", "mobile",
                                                "dienthoai", "sdt",   "zalo",    "whatsapp"};
  return word == "tel" || holds_one_of(word, kWords);
}

// Where a click came from is said of the person, in whatever object it stands.
bool is_attribution(const std::string& name) {
  static constexpr std::string_view kIds[] = {"gclid",  "gbraid", "wbraid",  "fbclid",
                                              "ttclid", "dclid",  "msclkid", "pageurl"};
  return name.starts_with("utm_") || is_one_of(word_of(name), kIds);
}

bool is_list_of_values(Json value) {
  const auto items = items_at(value, "");
  return std::ranges::any_of(items, [](Json item) { return scalar(item).has_value(); });
}

std::optional<Json> member_of(Json object, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (auto found = at(object, name)) return found;
  }
  return std::nullopt;
}

std::string label_of(Json object) {
  for (const char* name : {"/name", "/label", "/title", "/question", "/field", "/key", "/ref"}) {
    if (auto text = text_at(object, name); !text.empty()) return text;
  }
  return {};
}

struct Found {
  std::string path;  // of the objects that are not the person's, "owner/contact"
  Field field;
};

class Walk {
 public:
  void object(const std::string& path, Json object, int depth) {
    if (depth > kDepthMax) return;
    for (auto [name, value] : members_of(object)) member(path, std::string(name), value, depth);
  }
  std::vector<Found>& found() { return found_; }

 private:
  void add(const std::string& path, std::vector<std::string> names, Json value) {
    auto values = scalars(value);
    if (values.empty()) return;
    for (const auto& name : std::vector(names)) add_other_names(path, name, names);
    found_.push_back({path, {std::move(names), std::move(values), is_number(value)}});
  }

  // {"organization": {"name": …}} is the organization, {"name": {"first": …}} the first name, "emails" an e-mail.
  static void add_other_names(const std::string& path, const std::string& name, std::vector<std::string>& names) {
    static constexpr std::string_view kNamed[] = {"organization", "organisation", "employer", "country", "city",
                                                  "state",        "province",     "district", "language"};
    static constexpr std::string_view kParts[] = {"first", "last", "given", "family"};
    if (path.find('/') != path.npos) return;
    const auto word = word_of(name), around = word_of(path);
    if (word == "name" && is_one_of(around, kNamed)) names.push_back(path);
    if (around == "name" && is_one_of(word, kParts)) names.push_back(name + " name");
    if ((word == "emails" && path.empty()) || around == "emails") names.emplace_back("email");
    if ((word == "phones" && path.empty()) || around == "phones") names.emplace_back("phone");
  }

  void member(const std::string& path, const std::string& name, Json value, int depth) {
    if (value.is_array()) return list(path, name, value, depth);
    if (!value.is_object()) return add(path, {name}, value);
    if (const auto answer = member_of(value, {"/value", "/values"}); answer && !answer->is_object())
      return answered(path, name, value, *answer);
    const auto word = word_of(name);
    const bool same = path.empty() && (is_of_the_person(word) || is_place(word, value));
    object(same ? path : joined(path, name), value, depth + 1);
  }

  // {"firstname": {"value": "Bo"}}: the field of its key. A key that is a number has the name inside.
  void answered(const std::string& path, const std::string& name, Json value, Json answer) {
    static constexpr std::string_view kDescribing[] = {"value",    "values", "name",      "label",    "title",
                                                       "id",       "type",   "key",       "required", "rawvalue",
                                                       "question", "field",  "timestamp", "source"};
    if (word_of(name) == "personid") return object(path, value, 1);
    std::vector<std::string> names{name};
    if (is_digits(name)) names.push_back(label_of(value));
    add(path, std::move(names), answer);
    for (auto [other, text] : members_of(value)) {
      if (!is_one_of(word_of(other), kDescribing) && scalar(text)) add(joined(path, name), {std::string(other)}, text);
    }
  }

  void list(const std::string& path, const std::string& name, Json value, int depth) {
    if (is_list_of_values(value)) add(path, {name}, value);
    const auto items = items_at(value, "");
    for (std::size_t i = 0; i < items.size(); ++i) element(path, name, i, items[i], depth);
  }

  void element(const std::string& path, const std::string& name, std::size_t place, Json item, int depth) {
    const auto answer = member_of(item, {"/value", "/values", "/answer"});
    const auto label = label_of(item);
    const auto word = word_of(name);
    if (answer && (names_a_contact(word) || label.empty()))
      return add(path, {name}, *answer);  // a label is "work", "home"
    if (answer) return add(path, {label}, *answer);
    const bool first = place == 0 && path.empty() && is_of_the_person(word);
    if (item.is_object()) object(first ? path : joined(path, name) + "/" + std::to_string(place), item, depth + 1);
  }

  static std::string joined(const std::string& path, const std::string& name) {
    return path.empty() ? name : path + "/" + name;
  }

  std::vector<Found> found_;
};

bool holds_contact(const Found& one) {
  return std::ranges::any_of(one.field.names, [](const auto& name) { return names_a_contact(word_of(name)); });
}

// {"registration": {"email": …}}: who can be reached in one object only, and is nobody else, is the person.
std::string path_of_the_person(const std::vector<Found>& found) {
  std::set<std::string> paths;
  for (const auto& one : found) {
    if (holds_contact(one)) paths.insert(one.path);
  }
  return paths.size() == 1 && !is_of_others(word_of(*paths.begin())) ? *paths.begin() : "";
}

// "user/email" would be folded to a name that forms give the person's own.
std::string full_name_of(const std::string& path, const std::string& name) {
  return (word_of(path).starts_with("user") ? "body/" : "") + path + "/" + name;
}

}  // namespace

bool is_named_value(Json element) { return at(element, "/name") && (at(element, "/value") || at(element, "/values")); }

void add_nested_fields(Json object, DecodedLead& lead) {
  Walk walk;
  walk.object("", object, 0);
  const auto own = path_of_the_person(walk.found());
  for (auto& [path, field] : walk.found()) {
    auto& name = field.names.front();
    if (!path.empty() && path != own && !is_attribution(name)) name = full_name_of(path, name);
    lead.fields.push_back(std::move(field));
  }
}

}  // namespace leakproof::ingest
