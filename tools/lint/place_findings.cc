#include "lint/place_findings.h"

#include <algorithm>
#include <cctype>

#include "lint/compared_texts.h"
#include "text/country_names.h"
#include "text/fold.h"
#include "text/provinces.h"

namespace leakproof::router {
namespace {

std::string in_quotes(std::string_view text) { return "\"" + std::string(text) + "\""; }

std::string folded(std::string_view text) { return text::fold(text, text::FoldVersion::kLetters); }

// The text as a function of the language leaves it.
std::string seen_through(std::string_view function, std::string text) {
  if (function == "fold") return folded(text);
  const auto shift = [&](int (*to)(int)) {
    for (char& c : text) c = static_cast<char>(to(static_cast<unsigned char>(c)));
  };
  if (function == "lowerAscii") shift(std::tolower);
  if (function == "upperAscii") shift(std::toupper);
  return text;
}

class Reader {
 public:
  Reader(const Condition& condition, LintReport& report) : condition_(condition), findings_(condition, report) {}

  void read(const ComparedText& one) {
    if (one.path == "lead.country" || one.path == "lead.phone_region") country(one);
    const bool is_today = one.path == "lead.province_now";
    if ((one.path == "lead.province" || is_today) && one.is_whole) province(one, is_today);
    if ((one.path == "lead.region" || one.path == "lead.city") && one.is_whole) text_of_province(one);
  }

 private:
  void country(const ComparedText& one) {
    const auto code = text::country_code(one.text);
    const auto write = seen_through(one.function, code);
    if (one.text == write && !code.empty()) return;
    if (!one.is_whole && one.text.size() <= 2) return;  // how a code begins
    const std::string holds = one.path + " holds a country's code of two letters (ISO 3166), never ";
    if (!code.empty())
      findings_.add(Concern::kNotTheCode, holds + in_quotes(one.text) + ": write " + in_quotes(write), true);
    else if (one.is_whole || one.letters_only)
      findings_.add(
          Concern::kNotTheCode,
          in_quotes(one.text) + " is no country: " + one.path + " is this only where a form sent just that text",
          false);
  }

  void province(const ComparedText& one, bool is_today) {
    const auto before = text::find_province(one.text, "VN");
    const auto name = is_today ? text::province_now(before) : before;
    if (name.empty())
      return findings_.add(Concern::kNotTheName,
                           in_quotes(one.text) + " is no province of Vietnam, and " + one.path +
                               " holds nothing else: compare lead.region or lead.city",
                           true);
    const auto write = seen_through(one.function, std::string(name));
    if (one.text != write)
      findings_.add(Concern::kNotTheName, one.path + " is never " + in_quotes(one.text) + ": write " + in_quotes(write),
                    true);
    if (!is_today && !condition_.is_row) merged(name);
  }

  // Most who live there say the name of before for years.
  void merged(std::string_view name) {
    const auto& when = condition_.when.text();
    const auto gone = text::merged_into(name);
    const auto is_left_out = [&](std::string_view one) {
      return when.find(one) == when.npos && when.find(folded(one)) == when.npos;
    };
    if (std::ranges::none_of(gone, is_left_out)) return;
    findings_.add(Concern::kMerged,
                  "lead.province is by the list of before July 2025, and leads from " + std::string(gone.front()) +
                      " hold that name: for all of today's, lead.province_now == " + in_quotes(name),
                  false);
  }

  void text_of_province(const ComparedText& one) {
    const auto name = text::find_province(one.text, "VN");
    if (name.empty() || condition_.when.text().find("lead.province") != std::string::npos) return;
    const bool bears_the_name = folded(one.text).find(folded(name)) != std::string::npos;
    if (one.path == "lead.city" && !bears_the_name) return;  // Vũng Tàu is a part of its province
    findings_.add(Concern::kManySpellings,
                  one.path + " is what people wrote, and they write " + std::string(name) +
                      " in many ways, in region or in city: lead.province == " + in_quotes(name) + " knows them",
                  false);
  }

  const Condition& condition_;
  ConditionFindings findings_;
};

}  // namespace

void look_at_places(const std::vector<Condition>& conditions, const rules::Schema& schema, LintReport& report) {
  for (const auto& condition : conditions) {
    Reader reader(condition, report);
    for (const auto& one : compared_texts(condition.when, schema)) reader.read(one);
  }
}

}  // namespace leakproof::router
