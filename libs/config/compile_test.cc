// Every way in which a workspace can be wrong, as a table: what is changed in fixtures/complete.yaml, and what its
// author is told.
#include "config/compile.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/time_text.h"
#include "channels/table/channel.h"
#include "config/limits.h"
#include "config/shape.h"
#include "config/yaml_tree.h"

namespace leakproof::config {
namespace {

using ::testing::HasSubstr;

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const std::string& complete() {
  static const std::string text = read_file(FIXTURES "/complete.yaml");
  return text;
}

// complete.yaml with the first `from` replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = complete();
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string problems_of(const std::string& yaml) { return format_problems("w", compile_workspace(yaml).problems); }

struct Case {
  const char* from;
  const char* to;
  const char* told;
};

const Case kCases[] = {
    // keys and types
    {"\nregion: DE", "\nregoin: DE", "w:3:1: regoin: unknown key 'regoin'; did you mean 'region'?"},
    {"escalate_to: minh", "owner: minh", "w:57:5: pools[0].owner: unknown key 'owner'; known here: id, members"},
    {"hot_at: 20.5", "hot_at: high", "w:23:11: scoring.hot_at: expected a number, found a text"},
    {"daily_max: 5", "daily_max: 2.5", "w:43:16: members[0].daily_max: expected a whole number, found a number"},
    {"daily_max: 5", "daily_max: -1", "w:43:16: members[0].daily_max: expected at least 1"},
    {"name: Lan\n", "name: 7\n", "w:37:11: members[0].name: expected a text, found a whole number: put it in quotes"},
    {"name: Lan\n", "name:\n", "members[0].name: expected a text, found nothing"},
    {"starts_online: true", "starts_online: yes",
     "w:45:20: members[0].starts_online: expected true or false, found a text"},
    {"members: [lan, {", "members: lan, #{", "pools[0].members: expected a list, found a text"},
    {"kind: form", "kind: from", "w:10:11: sources[0].kind: expected one of meta, google"},
    {"kind: form", "kind: from", "did you mean 'form'?"},
    {"    name: Lan\n", "", "w:36:5: members[0].name: 'name' is missing here: add it"},
    {"    email: lan@example.com", "    name: Twice", "w:38:5: the key 'name' stands here a second time: keep one"},
    // formats
    {"region: DE", "region: Germany", "w:3:9: region: expected a country as two capital letters"},
    {"zone: Europe/Berlin", "zone: Europe/Bonn", "w:4:7: zone: expected an IANA time zone"},
    {"zone: Asia/Ho_Chi_Minh", "zone: Asia/Ho_Chi_Min",
     "schedules[0].zone: expected an IANA time zone, such as Europe/Berlin; did you mean 'Asia/Ho_Chi_Minh'?"},
    {"zone: Asia/Ho_Chi_Minh", "zone: Saigon", "; did you mean 'Asia/Saigon'?"},
    {"respond_within: 5m", "respond_within: 5 minutes", "w:54:27: pools[0].sla.respond_within: expected a time span"},
    {"respond_within: 5m", "respond_within: 0s", "expected a time span above zero"},
    {"08:00-12:00", "08:00-25:00", "w:33:22: schedules[0].week.mon-wed[0]: expected hours such as"},
    {"mon-wed", "mon-xyz", "w:33:12: schedules[0].week.mon-xyz: expected a day or days"},
    {"[2026-02-17]", "[2026-02-30]", "w:34:16: schedules[0].holidays[0]: expected a date"},
    {"[2026-02-17]", "[2026-12-24]", "w:31:5: schedules[0]: 2026-12-24 is listed twice: keep one"},
    {"holiday_calendars: [vn]", "holiday_calendars: [vm]",
     "w:32:25: schedules[0].holiday_calendars[0]: expected a holiday calendar that comes with the program: de, us or "
     "vn; did you mean "
     "'vn'?"},
    {"\"2026-12-24\": [", "\"24.12.2026\": [",
     "w:32:37: schedules[0].days.24.12.2026: expected a date such as 2026-02-17"},
    {"\"09:00-11:00\"", "\"9-11\"", "w:32:52: schedules[0].days.2026-12-24[0]: expected hours such as"},
    {"\"2026-02-16\": []", "\"2026-02-16\": closed", "schedules[0].days.2026-02-16: expected a list, found a text"},
    {"id: lan\n", "id: lan and minh\n", "w:36:9: members[0].id: expected an id"},
    {"https://hooks.example.com/lan", "file:///etc/passwd",
     "members[0].webhook.url: expected an address that can be called, such as"},
    {"https://hooks.example.com/lan", "https://user@hooks.example.com/", "members[0].webhook.url: expected an address"},
    {"https://hooks.example.com/lan", "http://hooks.example.com:22/", "members[0].webhook.url: expected an address"},
    {"https://hooks.example.com/lan", "gopher://hooks.example.com/", "members[0].webhook.url: expected an address"},
    {"language: vi", "language: vn", "members[1].language: expected one of en, vi; did you mean"},
    {"chat: -100123, ", "", "members[1].notify[0].bot.chat: 'chat' is missing here: add it"},
    {"chat: -100123", "chat: \"\"", "members[1].notify[0].bot.chat: expected a text, found none"},
    {"token: minh_bot", "token: \"123:ABC DEF\"", "members[1].notify[0].bot.token: expected an id"},
    {"https://bots.example.com", "ftp://bots.example.com", "members[1].notify[0].bot.url: expected an address"},
    {"{bot: {", "{telegram: {",
     "members[1].notify[0].telegram: unknown key 'telegram'; known here: webhook, email, bot"},
    {"{email: {to: m@example.com}, ", "{email: {to: m@example.com}, webhook: {url: \"https://a.example\", secret: a}, ",
     "members[1].notify[1]: say how, by one of webhook, email, bot"},
    {"{email: {to: m@example.com}, ", "{", "members[1].notify[1]: say how, by one of webhook, email, bot"},
    {"{email: {to: m@example.com}, ", "{email: {}, ",
     "members[1].notify[1].email: say 'to' whom, or give the member an 'email'"},
    {"lead.overdue", "lead.overdu", "members[1].notify[1].only[1]: expected one of lead.assigned"},
    {"email: lan@example.com", "email: lan@@example.com", "members[0].email: expected an e-mail address"},
    {"path_token: abcdefghijklmnop", "path_token: short", "sources[0].path_token: expected 16 to 128"},
    {"\"https://www.example.com\"]", "\"https://www.example.com/x\"]", "allowed_origins[0]: expected a site"},
    // what the parts say about each other
    {"[lan, {member: minh", "[lam, {member: minh",
     "w:53:15: pools[0].members[0]: no member 'lam'; did you mean 'lan'?"},
    {"members: [lan]}", "members: []}", "pools[1].members: expected at least one entry"},
    {"members: [lan]}", "members: [minh]}", "pools[1].members: every member of this pool is inactive"},
    {"members: [lan]}", "members: [lan, lan]}", "pools[1].members[1]: 'lan' is in this pool already"},
    {"[lan, {member: minh, weight: 3}]", "[lan, {weight: 3}]", "pools[0].members[1]: expected one of member, pool"},
    {"[lan, {member: minh, weight: 3}]", "[lan, {pool: secnd}]",
     "w:53:27: pools[0].members[1].pool: no pool 'secnd'; did you mean 'second'?"},
    {"members: [lan]}", "members: [lan, {pool: third}]}",
     "w:58:78: pools[1].members[1].pool: pools nest in a circle: second → third → second"},
    {"members: [lan]}",
     "members: [{member: lan, weight: 1000}]}\n  - {id: fourth, members: [{pool: second, weight: 1000}]}\n"
     "  - {id: fifth, members: [{pool: fourth, weight: 2}]}",
     "pools[3].members: weights of pools in pools multiply to more than 1000000"},
    {"members: [lan]}", "members: [lan, {pool: second}]}",
     "pools[1].members[1].pool: pools nest in a circle: second → second"},
    {"strategy: best_skilled", "strategy: best", "w:61:15: pools[2].strategy: expected one of weighted, round_robin"},
    {"    needs: [{skill: german, level: 2, when: lead.language == \"de\"}, {skill: cars}]\n", "",
     "pools[2].strategy: best_skilled needs 'needs'"},
    {"{skill: german, level: 2", "{skill: german, level: 4",
     "w:62:21: pools[2].needs[0].skill: nobody in this pool knows 'german' at level 4"},
    {"{skill: german, level: 2", "{skill: germn, level: 2", "knows 'germn' at level 2; did you mean 'german'?"},
    {"level: 2, when: lead.language", "level: 2, when: lead.langage", "w:62:45: pools[2].needs[0].when: "},
    {"skills: {german: 3", "skills: {german: 11", "w:48:22: members[0].skills.german: expected at most 10"},
    {"over: 28d", "over: 4 weeks", "members[0].ramp_up.over: expected a time span"},
    {"start_percent: 20", "start_percent: 0", "members[0].ramp_up.start_percent: expected at least 1"},
    {"since: 2026-02-02", "since: 2026-02-32", "members[0].ramp_up.since: expected a date"},
    {"leave_credit: capped", "leave_credit: full", "pools[2].leave_credit_max: only leave_credit: capped has this"},
    {"    leave_credit_max: 10\n", "", "pools[2].leave_credit: capped needs 'leave_credit_max'"},
    {"monthly_max: 12", "monthly_max: -12", "pools[2].monthly_max: expected at least 1"},
    {"overflow: nurture", "overflow: nurture\n    repeat_inquiry: kept",
     "pools[2].repeat_inquiry: expected one of keep, if_available, turn"},
    {"overflow: nurture", "overflow: nurtur", "pools[2].overflow: expected one of fallback, wait, nurture, escalate"},
    {"overflow: nurture", "overflow: wait", "pools[2].overflow_journey: is used with overflow: nurture only"},
    {"    overflow_journey: warm_up", "", "pools[2].overflow: needs 'overflow_journey'"},
    {"overflow_journey: warm_up", "overflow_journey: warmup",
     "pools[2].overflow_journey: no journey 'warmup'; did you mean 'warm_up'?"},
    {"hold_max: 2h", "hold_max: 2h\n    overflow: wait", "pools[0].fallback: is not used with overflow: wait"},
    {"    fallback: second", "    overflow: fallback", "pools[0].overflow: needs 'fallback'"},
    {"next_step_warn_after: 20h", "next_step_warn_after: 30h",
     "pools[2].sla.next_step_warn_after: the warning must come before"},
    {"warn_after: 1m", "warn_after: 2m", "pools[2].sla.grades.hot.warn_after: the warning must come before"},
    {"hot: {respond_within: 2m, ", "hot: {",
     "pools[2].sla.grades.hot.warn_after: without 'respond_within' there is nothing"},
    {"        hot: {", "        het: {", "pools[2].sla.grades.het: unknown key 'het'; did you mean 'hot'?"},
    {"members: [lan]}", "members: [lan], strategy: shark_tank}", "pools[1].strategy: shark_tank needs 'sla'"},
    {"weight: 3", "weight: 0", "pools[0].members[1].weight: expected at least 1"},
    {"weight: 3", "weight: -3", "pools[0].members[1].weight: expected at least 1"},
    {"name: Minh,", "name: Minh, zone: Tokyo,",
     "w:50:34: members[1].zone: expected an IANA time zone, such as Europe/Berlin; did you mean 'Asia/Tokyo'?"},
    {"- {id: minh", "- {id: lan", "w:50:10: members[1].id: 'lan' is taken by members[0]: use another one"},
    {"schedule: office", "schedule: ofice", "members[0].schedule: no schedule 'ofice'; did you mean 'office'?"},
    {"to: {pool: first}", "to: {pool: fist}", "rules[0].to.pool: no pool 'fist'; did you mean 'first'?"},
    {"to: {pool: first}", "to: {}", "rules[0].to: expected one of pool, journey"},
    {"to: {pool: first}", "to: {pool: first, journey: warm_up}", "rules[0].to: expected one of pool, journey"},
    {"{journey: warm_up}", "{journey: warmup}", "rules[1].to.journey: no journey 'warmup'; did you mean 'warm_up'?"},
    {"trigger: routed", "trigger: lost", "'warm_up' begins when a lead is lost"},
    {"fallback: second", "fallback: first", "w:55:15: pools[0].fallback: fallbacks run in a circle: first → first"},
    {"members: [lan]}", "members: [lan], hold_max: 1h, fallback: first}",
     "pools[0].fallback: fallbacks run in a circle: first → second → first"},
    {"warn_after: 3m", "warn_after: 5m", "pools[0].sla.warn_after: the warning must come before"},
    {"hot_at: 20.5", "hot_at: 9", "scoring.hot_at: hot begins below warm"},
    {"tel: phone", "tel: phon", "sources[0].aliases.tel: no field 'phon'; did you mean 'phone'?"},
    {"custom.budget}", "custom.budge}", "no field 'custom.budge'; did you mean 'custom.budget'?"},
    {"required: [phone]", "required: [fone]", "sources[0].required[0]: no field 'fone'; did you mean 'phone'?"},
    {"kind: meta\n    secret: app_secret", "kind: meta", "sources[1]: a meta source needs 'secret'"},
    {"kind: meta", "kind: google", "sources[1].meta: only sources of kind meta have this"},
    {"then: end", "then: pause", "journeys[0].steps[2].branch.then: 'pause' does not come later"},
    {"then: end", "then: nd", "journeys[0].steps[2].branch.then: no step 'nd' in this journey; did you mean 'end'?"},
    {"{id: end, exit", "{id: done, exit", "'done' is taken by steps[3]"},
    {"wait: 1d12h}", "wait: 1d, exit: {reason: x}}", "steps[0]: expected the id and one of wait, send, branch, exit"},
    {"until: \"08:00\"", "until: \"21:00\"", "messaging.quiet_hours: "},
    // expressions and templates
    {"team_lead: lan", "lead: lan", "pools[1].lead: unknown key 'lead'; did you mean 'team_lead'?"},
    {"team_lead: lan", "team_lead: lann", "pools[1].team_lead: no member 'lann'; did you mean 'lan'?"},
    {"leads: unowned", "leads: unownd", "sweeps[0].leads: expected one of unowned, no_follow_up"},
    {"leads: unowned", "leads: stuck_in_hold", "sweeps[0].leads: expected one of unowned, no_follow_up"},
    {"do: escalate, to: minh", "do: escalate", "sweeps[0].to: say who is told"},
    {"do: escalate, to: minh", "do: escalate, to: mnh", "sweeps[0].to: no member 'mnh'; did you mean 'minh'?"},
    {"do: escalate, to: minh", "do: close, to: minh", "sweeps[0].to: is used with do: escalate only"},
    {"do: escalate, to: minh", "do: remind",
     "sweeps[0].do: leads that are unowned need not have an owner to remind: use escalate"},
    {"leads: unowned, after: 1h, do: escalate, to: minh", "leads: duplicate, after: 1h, do: reassign",
     "sweeps[0].do: another owner does not make it one lead"},
    {"do: nurture, journey: warm_up", "do: nurture", "sweeps[1].journey: say which journey"},
    {"do: nurture, journey: warm_up", "do: nurture, journey: warm", "sweeps[1].journey: no journey 'warm'"},
    {"leads: unowned, after: 1h, do: escalate, to: minh", "leads: too_old, after: 1h, do: nurture, journey: warm_up",
     "sweeps[1]: leads that are too_old have a sweep to nurture already"},
    {"lead.country == \"DE\"", "lead.contry == \"DE\"", "w:82:25: rules[0].when: "},
    {"lead.custom.budget > 5", "lead.custom.note > 5", "w:27:28: scoring.fit[0].when: "},
    {"score.total > 20.0", "score.total", "journeys[0].goal: "},
    {"when: lead.custom.budget > 5", "when: score.total > 5.0", "scoring.fit[0].when: "},
    {"{{contact.given_name}}", "{{contact.givenname}}",
     "journeys[0].steps[1].send.subject: no variable 'contact.givenname'"},
    {"{channel: email,", "{channel: bot,", "w:99:37: journeys[0].steps[1].send.channel: expected one of email"},
    {"{{unsubscribe_url}}", "{{>other}}", "journeys[0].steps[1].send.text: partials"},
    {"{{unsubscribe_url}}", "{{#lead.city}}", "the section 'lead.city' is not closed"},
    {"{{unsubscribe_url}}", "{{unsubscribe_url", "'{{' is not closed"},
    // the parts of YAML that are left out
    {"region: DE", "region: &x DE", "w:3:9: anchors (&name) are not part of this format"},
    {"region: DE", "region: *x", "w:3:9: "},
    {"region: DE", "region: !!str DE", "w:3:9: tags (!name) are not part of this format"},
    {"region: DE", "region: DE\n---\nregion: VN", "a second document begins here"},
    {"region: DE", "region: [DE", "not YAML: "},
};

TEST(Compile, TellsItsAuthorWhatIsWrongAndWhere) {
  for (const auto& one : kCases)
    EXPECT_THAT(problems_of(with(one.from, one.to)), HasSubstr(one.told)) << one.from << " → " << one.to;
}

TEST(Compile, APoolWithAFallbackNeedNotSayHowLongALeadWaits) {
  EXPECT_EQ(problems_of(with("    hold_max: 2h\n", "")), "") << "it has its default";
}

TEST(Compile, ReportsEverythingAtOnceInOrder) {
  std::string text = with("region: DE", "regoin: DE");
  text.replace(text.find("respond_within: 5m"), 18, "respond_within: xx");
  text.replace(text.find("escalate_to: minh"), 17, "escalate_to: mihn");
  const auto problems = compile_workspace(text).problems;
  ASSERT_EQ(problems.size(), 3u) << format_problems("w", problems);
  EXPECT_EQ(problems[0].path, "regoin");
  EXPECT_EQ(problems[1].path, "pools[0].sla.respond_within");
  EXPECT_EQ(problems[2].path, "pools[0].escalate_to");
}

TEST(Compile, CountsColumnsInCharacters) {
  EXPECT_THAT(problems_of(with("{id: minh, name: Minh, inactive: true", "{id: minh, name: Đỗ Như Quỳnh, inactive: 5")),
              HasSubstr("w:50:46: members[1].inactive"));
}

TEST(Compile, PointsIntoEveryStyleOfScalar) {
  const std::string was = "when: score.grade == \"cold\"";
  EXPECT_THAT(problems_of(with(was, "when: score.grad == \"cold\"")), HasSubstr("w:83:22: rules[1].when"));
  EXPECT_THAT(problems_of(with(was, "when: 'score.total > 1.0 && score.grad == \"it''s\"'")),
              HasSubstr("w:83:44: rules[1].when"));
  EXPECT_THAT(problems_of(with(was, "when: \"'\\u0041' == 'x' && score.grad == 'x'\"")),
              HasSubstr("w:83:42: rules[1].when"));
  const std::string rule = "- {id: cold, when: score.grade == \"cold\", to: {journey: warm_up}}";
  EXPECT_THAT(problems_of(with(rule,
                               "- id: cold\n    to: {journey: warm_up}\n    when: |\n      score.total > 1.0 &&\n      "
                               "score.grad == \"x\"\n")),
              HasSubstr("w:87:7: rules[1].when"));
}

TEST(Compile, RefusesHostileTexts) {
  EXPECT_THAT(problems_of(""), HasSubstr("the file is empty"));
  EXPECT_THAT(problems_of("# only a comment\n"), HasSubstr("w:1:1: "));
  EXPECT_THAT(problems_of("- a\n- b\n"), HasSubstr("w:1:1: expected keys with values, found a list"));
  EXPECT_THAT(problems_of(std::string("a: \0b", 5)), HasSubstr("w:1:4: a NUL byte"));
  EXPECT_THAT(problems_of("a: b\nc: \xC3("), HasSubstr("w:2:4: not UTF-8"));
  EXPECT_THAT(problems_of("a: \xED\xA0\x80"), HasSubstr("not UTF-8"));
  EXPECT_THAT(problems_of(std::string(kTextMax + 1, 'a')), HasSubstr("larger than 1048576 bytes"));
  EXPECT_THAT(problems_of("a: " + std::string(kNestingMax, '[') + std::string(kNestingMax, ']')),
              HasSubstr("nested deeper than 16 levels"));
  EXPECT_THAT(problems_of("a: " + std::string(100'000, '[')), HasSubstr("w:1:"));
  EXPECT_THAT(problems_of("a: [" + std::string(2 * kNodesMax + 10, ',') + "]"), HasSubstr("w:1:"));
  std::string wide;
  for (std::size_t i = 0; i <= kEntriesMax; ++i) wide += "k" + std::to_string(i) + ": 1\n";
  EXPECT_THAT(problems_of(wide), HasSubstr("more than 1000 keys"));
  EXPECT_THAT(problems_of("a: &a [x]\nb: [*a, *a, *a]\n"), HasSubstr("w:1:4: anchors"));
}

TEST(Compile, AManyProblemsTextReportsABoundedNumber) {
  std::string text = complete() + "others:\n";
  for (int i = 0; i < 500; ++i) text += "x" + std::to_string(i) + ": 1\n";
  EXPECT_EQ(compile_workspace(text).problems.size(), kProblemsMax);
}

TEST(Compile, FillsInWhatIsLeftOut) {
  const auto compiled = compile_workspace(
      "workspace: small\nzone: UTC\nmembers: [{id: a, name: A}]\npools: [{id: p, members: [a], sla: {respond_within: "
      "90s}}]\nfallback: "
      "{pool: p}\n"
      "schedules: [{id: s, week: {sat-mon: [\"09:00-10:00\"]}}]\nscoring: {warm_at: 1, hot_at: 2}\n");
  ASSERT_TRUE(compiled.ok()) << format_problems("w", compiled.problems);
  const auto& workspace = compiled.workspace;
  EXPECT_EQ(workspace.pools(0).members(0).weight(), 1);
  EXPECT_EQ(workspace.pools(0).sla().respond_within_micros(), 90'000'000);
  EXPECT_EQ(workspace.pools(0).sla().attempts_max(), 3);
  EXPECT_EQ(workspace.schedules(0).zone(), "UTC");
  ASSERT_EQ(workspace.schedules(0).days_size(), 3);
  EXPECT_EQ(workspace.schedules(0).days(0).weekday(), 1);
  EXPECT_EQ(workspace.schedules(0).days(2).weekday(), 7);
  EXPECT_EQ(workspace.scoring().mql_at(), 1);
  EXPECT_EQ(workspace.scoring().sql_at(), 2);
}

// An end at 23:59 is the end of the day; a date begins with the workspace's midnight.
TEST(Compile, ReadsTimesAsPeopleMeanThem) {
  const auto text = [](const std::string& rule) {
    return "workspace: w\nzone: Asia/Ho_Chi_Minh\nmembers: [{id: a, name: A}]\npools: [{id: p, members: [a]}]\n"
           "fallback: {pool: p}\nschedules: [{id: s, week: {mon: [\"00:00-23:59\"]}, days: {\"2026-12-24\": "
           "[\"08:00-23:59\"]}}]\nrules: [{id: r, when: 'true', to: {pool: p}" +
           rule + "}]\n";
  };
  const auto compiled = compile_workspace(text(", from: 2026-12-01, until: 2026-12-24T12:00:00Z"));
  ASSERT_TRUE(compiled.ok()) << format_problems("w", compiled.problems);
  const auto& workspace = compiled.workspace;
  EXPECT_EQ(workspace.schedules(0).days(0).intervals(0), "00:00-24:00");
  EXPECT_EQ(workspace.schedules(0).special_days(0).intervals(0), "08:00-24:00");
  EXPECT_EQ(workspace.rules(0).from_micros(), to_micros(*parse_instant("2026-11-30T17:00:00Z")));
  EXPECT_EQ(workspace.rules(0).until_micros(), to_micros(*parse_instant("2026-12-24T12:00:00Z")));
  const auto shown = compile_workspace(text(", from: 2026-12-01T08:00, until: 2026-12-24T12:00:30")).workspace.rules(0);
  EXPECT_EQ(shown.from_micros(), to_micros(*parse_instant("2026-12-01T01:00:00Z")));
  EXPECT_EQ(shown.until_micros(), to_micros(*parse_instant("2026-12-24T05:00:30Z")));
  const auto first = [&](const std::string& rule) { return compile_workspace(text(rule)).problems.at(0).message; };
  EXPECT_EQ(first(", from: 2026-12-01, until: 2026-11-01"), "must be after from");
  EXPECT_EQ(first(", from: 1.12.2026").substr(0, 27), "expected a date such as 202");
}

// The record holds every date, so that it means the same when the shipped files have changed.
TEST(Compile, HolidayCalendarsAreWrittenOutAndComeLast) {
  const auto schedule = compile_workspace(complete()).workspace.schedules(0);
  std::map<std::string, const v1::SpecialDay*> days;
  for (const auto& day : schedule.special_days())
    EXPECT_TRUE(days.emplace(day.date(), &day).second) << day.date() << " stands there twice";
  ASSERT_TRUE(days.contains("2026-02-18"));
  EXPECT_EQ(days["2026-02-18"]->holiday(), "Tết Nguyên đán");
  EXPECT_EQ(days["2026-02-18"]->intervals_size(), 0);
  EXPECT_FALSE(days.contains("2026-02-17")) << "is among the holidays already";
  EXPECT_EQ(days["2026-02-16"]->holiday(), "") << "what is written comes before the calendar";
  EXPECT_EQ(days["2026-12-24"]->intervals_size(), 2);
  EXPECT_TRUE(days.contains("2024-01-01") && days.contains("2030-09-03"));
  const auto working =
      compile_workspace(with("\"2026-02-16\": []", "\"2026-02-18\": [\"10:00-11:00\"]")).workspace.schedules(0);
  ASSERT_EQ(working.special_days(1).date(), "2026-02-18");
  EXPECT_EQ(working.special_days(1).intervals(0), "10:00-11:00") << "a company may work on a holiday";
  EXPECT_EQ(working.special_days_size(), schedule.special_days_size());
}

// Paths of every key of the schema, and of every key in a document.
void keys_of_schema(const nlohmann::json& given, const nlohmann::json& root, const std::string& path,
                    std::set<std::string>& out) {
  const auto& schema = given.contains("$ref")
                           ? root.at(nlohmann::json::json_pointer(given["$ref"].get<std::string>().substr(1)))
                           : given;
  for (const auto& one : schema.value("anyOf", nlohmann::json::array())) keys_of_schema(one, root, path, out);
  if (schema.contains("items")) keys_of_schema(schema["items"], root, path, out);
  if (!schema.contains("properties")) return;
  for (const auto& [key, value] : schema["properties"].items()) {
    out.insert(path + "." + key);
    keys_of_schema(value, root, path + "." + key, out);
  }
}
void keys_of_node(const Node& node, const std::string& path, std::set<std::string>& out) {
  for (const auto& item : node.items) keys_of_node(item, path, out);
  for (const auto& [key, value] : node.entries) {
    out.insert(path + "." + key);
    keys_of_node(value, path + "." + key, out);
  }
}
void unset_fields(const google::protobuf::Message& message, std::set<std::string>& unset, std::set<std::string>& set) {
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const auto* field = message.GetDescriptor()->field(i);
    const int count =
        field->is_repeated() ? reflection->FieldSize(message, field) : reflection->HasField(message, field);
    (count > 0 ? set : unset).insert(field->full_name());
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    for (int k = 0; k < count; ++k)
      unset_fields(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, k)
                                        : reflection->GetMessage(message, field),
                   unset, set);
  }
}

// A lead that no rule matches goes to one place, and a member's zone is mostly that of their schedule, so two documents
// use every key.
TEST(Compile, TheCompleteFixtureUsesEveryKeyOfTheSchemaAndFillsEveryFieldOfTheProto) {
  const auto schema = nlohmann::json::parse(workspace_schema_text());
  std::set<std::string> known, used, unset, set;
  keys_of_schema(schema, schema, "", known);
  std::string other = with("fallback: {pool: second}", "fallback: {journey: warm_up}");
  other.replace(other.find("name: Minh,"), 11, "name: Minh, zone: Asia/Tokyo,");
  for (const auto& text : {complete(), other}) {
    keys_of_node(std::get<Node>(parse_yaml(text)), "", used);
    const auto compiled = compile_workspace(text);
    ASSERT_TRUE(compiled.ok()) << format_problems("complete.yaml", compiled.problems);
    unset_fields(compiled.workspace, unset, set);
  }
  for (const auto& key : known) EXPECT_TRUE(used.contains(key)) << key << " is in the schema but not in complete.yaml";
  for (const auto& field : unset) EXPECT_TRUE(set.contains(field)) << field << " is never filled";
}

TEST(Compile, TheSchemaOffersTheChannelsThatReachLeadsAndThoseThatReachMembers) {
  const auto schema = nlohmann::json::parse(workspace_schema_text());
  const auto names = [&](const std::string& path) {
    std::set<std::string> found;
    const auto& at = schema.at(nlohmann::json::json_pointer(path));
    for (const auto& [key, value] : at.items()) found.insert(value.is_string() ? value.get<std::string>() : key);
    return found;
  };
  std::set<std::string> leads, members;
  for (const auto& row : channels::kChannels) {
    if (channels::reaches_leads(row)) leads.emplace(row.name);
    if (channels::reaches_members(row)) members.emplace(row.name);
  }
  EXPECT_EQ(names("/properties/journeys/items/properties/steps/items/properties/send/properties/channel/enum"), leads);
  auto ways = names("/properties/members/items/properties/notify/items/properties");
  ways.erase("only");
  EXPECT_EQ(ways, members);
}

TEST(Compile, TheReferencePageNamesEveryKey) {
  const auto schema = nlohmann::json::parse(workspace_schema_text());
  const auto page = read_file(EXAMPLES "/../docs/formats/workspace.md");
  std::set<std::string> known;
  keys_of_schema(schema, schema, "", known);
  for (const auto& key : known) EXPECT_THAT(page, HasSubstr("`" + key.substr(key.rfind('.') + 1) + "`"));
}

TEST(Compile, TheExampleIsValidAndKeepsItsSize) {
  const auto compiled = compile_workspace(read_file(EXAMPLES "/workspace.yaml"));
  ASSERT_TRUE(compiled.ok()) << format_problems("workspace.yaml", compiled.problems);
  EXPECT_EQ(compiled.workspace.pools_size(), 3);
  EXPECT_EQ(compiled.workspace.members_size(), 10);
  EXPECT_EQ(compiled.workspace.rules_size(), 12);
  EXPECT_EQ(compiled.workspace.journeys_size(), 2);
}

TEST(Compile, TheSameTextGivesTheSameBytes) {
  EXPECT_EQ(canonical_bytes(compile_workspace(complete()).workspace),
            canonical_bytes(compile_workspace(complete()).workspace));
  EXPECT_EQ(canonical_bytes(compile_workspace("\xEF\xBB\xBF" + complete()).workspace),
            canonical_bytes(compile_workspace(complete()).workspace));
}

}  // namespace
}  // namespace leakproof::config
