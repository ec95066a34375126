#include "router/messages/router_messages.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/journey_exits.h"
#include "config/shape.h"
#include "router/domain/explain.h"
#include "router/domain/sweep.h"
#include "router/notify/notification.h"

namespace leakproof::router {
namespace {

using messages::Language;
using Keys = std::set<std::string>;

Keys all_keys() {
  const auto keys = messages_in(Language::kEnglish).keys();
  return {keys.begin(), keys.end()};
}

// The keys that stand for the values of closed lists.
Keys keys_of_lists() {
  Keys keys;
  for (const auto& row : kTriggers) keys.insert("trigger." + std::string(row.name));
  for (const auto& row : kReasons) keys.insert(key_of(row.value));
  for (const auto& row : kNotifications) keys.insert("subject." + std::string(row.name));
  for (const auto& exit : kJourneyExits) {
    if (exit.hands_back) keys.insert("hand_back." + std::string(exit.reason));
  }
  for (const auto kind : kSweepKinds) keys.insert("sweep." + std::string(name_of(kind)));
  return keys;
}

std::string section_of(const std::string& key) { return key.substr(0, key.find('.')); }

// What stands in quotes in the router's sources and looks like a key of one of these sections.
Keys keys_in_sources(const Keys& sections) {
  static const std::regex kQuoted("\"([a-z_]+(?:\\.[a-z_]+)+)\"");
  Keys keys;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(ROUTER_SOURCES)) {
    const auto path = entry.path().string();
    if (!path.ends_with(".cc") || path.ends_with("_test.cc")) continue;
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (std::sregex_iterator match(text.begin(), text.end(), kQuoted), end; match != end; ++match) {
      if (sections.contains(section_of((*match)[1]))) keys.insert((*match)[1]);
    }
  }
  return keys;
}

TEST(RouterMessages, EveryValueOfAClosedListHasItsTextAndNoTextIsLeftOver) {
  Keys expected = keys_of_lists(), sections;
  for (const auto& key : all_keys()) sections.insert(section_of(key));
  expected.merge(keys_in_sources(sections));
  EXPECT_EQ(all_keys(), expected) << "expected is what the closed lists and the sources ask for";
}

TEST(RouterMessages, LanguagesSayEachThingInTheirOwnWords) {
  for (const auto& row : messages::kLanguages) {
    const auto& texts = messages_in(row.value);
    EXPECT_EQ(texts.keys(), messages_in(Language::kEnglish).keys()) << row.code;
    for (const auto& key : texts.keys()) {
      EXPECT_EQ(texts.text(key).find('_'), std::string_view::npos) << row.code << ' ' << key << ": words, not a code";
      if (row.value == Language::kEnglish) continue;
      EXPECT_NE(texts.text(key), messages_in(Language::kEnglish).text(key)) << row.code << ' ' << key;
    }
  }
}

TEST(RouterMessages, EveryReasonSaysSomethingElse) {
  for (const auto& language : messages::kLanguages) {
    std::set<std::string_view> said;
    for (const auto& row : kReasons) {
      const auto text = messages_in(language.value).text(key_of(row.value));
      EXPECT_TRUE(said.insert(text).second) << text << " means two things";
    }
  }
}

// The schema that editors and the compiler read names what members may choose from.
TEST(RouterMessages, MembersChooseFromEveryLanguageAndNotification) {
  const auto schema = nlohmann::json::parse(config::workspace_schema_text());
  const auto& member = schema.at("/properties/members/items/properties"_json_pointer);
  Keys languages, kinds;
  for (const auto& row : messages::kLanguages) languages.emplace(row.code);
  for (const auto& row : kNotifications) kinds.emplace(row.name);
  EXPECT_EQ(member.at("/language/enum"_json_pointer).get<Keys>(), languages);
  EXPECT_EQ(member.at("/notify/items/properties/only/items/enum"_json_pointer).get<Keys>(), kinds);
}

TEST(RouterMessages, SaysWhatItAlwaysSaid) {
  EXPECT_EQ(messages_in(Language::kEnglish).format("reason.at_cap_day", {"3"}), "is at the daily cap (3 today)");
  EXPECT_EQ(messages_in(Language::kVietnamese).format("reason.at_cap_day", {"3"}),
            "đã đủ số lượng trong ngày (3 hôm nay)");
}

}  // namespace
}  // namespace leakproof::router
