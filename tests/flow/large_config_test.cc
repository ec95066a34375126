// A configuration whose consequences are larger than any record may be.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "leakproof/state/v1/state.pb.h"
#include "promises.h"
#include "router/state/keys.h"
#include "script.h"
#include "stream/limits.h"
#include "stream/store_layout.h"

namespace leakproof::flow {
namespace {

namespace fs = std::filesystem;
using state::v1::RoutedLead;

constexpr int kMembers = 300, kLeads = 3000;

// m0 to m299 share one pool; those between `from` and `until` are inactive.
std::string workspace_text(int from, int until) {
  std::string members, seats;
  for (int i = 0; i < kMembers; ++i) {
    const std::string id = "m" + std::to_string(i), inactive = from <= i && i < until ? ", inactive: true" : "";
    members += "  - {id: " + id + ", name: Member " + id + ", starts_online: true" + inactive + "}\n";
    seats += (i == 0 ? "" : ", ") + id;
  }
  return "workspace: big\nregion: VN\nzone: Asia/Ho_Chi_Minh\nsources: [{id: site, kind: json}]\nmembers:\n" + members +
         "pools: [{id: sales, members: [" + seats + "]}]\nrules: []\nfallback: {pool: sales}\n";
}

std::string phone(int number) { return "0901" + std::to_string(100000 + number); }

// A workspace in which each member has ten leads.
class Company {
 public:
  explicit Company(Death death = {}) : driver_(std::move(death)) {
    fs::create_directories(folder_ + "/workspaces");
    write("all", 0, 0);
    write("without_75", 100, 175);
    write("without_others", 150, 200);
    play("> apply all.yaml");
    std::string leads;
    for (int i = 0; i < kLeads; ++i)
      leads += (i + 1 < kLeads ? ">+ lead k" : "> lead k") + std::to_string(i) + " phone=" + phone(i) + "\n";
    play(leads);
    EXPECT_EQ(owned_by(0, kMembers), kLeads);
  }
  ~Company() {
    EXPECT_EQ(std::ranges::count_if(driver_.facts(), [](const auto& fact) { return fact.has_dead_letter(); }), 0);
    EXPECT_FALSE(driver_.stores().disk("router", 0).get(stream::value_key(router::keys::release("big")))->has_value());
    for (const auto& promise : broken_promises(driver_, script_.sent())) ADD_FAILURE() << promise;
  }
  void play(const std::string& text) {
    const auto played = script_.play(text);
    EXPECT_TRUE(played.ok()) << (played.ok() ? "" : played.error().message());
  }
  int steps() const { return driver_.steps("router"); }
  // How many leads members between `from` and `until` have.
  int owned_by(int from, int until) {
    int owned = 0;
    const auto count = [&](std::string_view, std::string_view value) {
      RoutedLead lead;
      EXPECT_TRUE(lead.ParseFromArray(value.data(), static_cast<int>(value.size())));
      const int member = lead.member_id().empty() ? -1 : std::stoi(lead.member_id().substr(1));
      owned += from <= member && member < until;
      return true;
    };
    auto& disk = driver_.stores().disk("router", 0);
    EXPECT_TRUE(disk.scan(stream::value_key(stream::state_key("big", "lead")), "", count).ok());
    return owned;
  }

 private:
  void write(const std::string& name, int from, int until) {
    std::ofstream(folder_ + "/workspaces/" + name + ".yaml") << workspace_text(from, until);
  }

  const std::string folder_ = testing::TempDir() + "large_config";
  FlowDriver driver_;
  Script script_{driver_, folder_, "large_config"};
};

// The router dies in the middle, with what it has just sent.
TEST(LargeConfig, TakesEveryLeadOfThoseWhoAreInactiveBackInSlices) {
  int before = 0, behind = 0;
  {
    Company company;
    before = company.steps();
    company.play("> apply without_75.yaml");
    behind = company.steps();
    EXPECT_EQ(company.owned_by(100, 175), 0);
    EXPECT_EQ(company.owned_by(0, kMembers), kLeads);
  }
  EXPECT_GT(behind - before, 12) << "750 leads, 64 a step";
  Company company(Death{"router", (before + behind) / 2, true});
  company.play("> apply without_75.yaml");
  EXPECT_EQ(company.owned_by(100, 175), 0);
  EXPECT_EQ(company.owned_by(0, kMembers), kLeads);
}

// m100 to m149 work again before all of theirs is taken back; m175 to m199 leave.
TEST(LargeConfig, AnotherOneWhileTheFirstIsUnderWayIsInForceAlone) {
  Company company;
  company.play(">+ apply without_75.yaml\n> apply without_others.yaml");
  EXPECT_EQ(company.owned_by(150, 200), 0);
  EXPECT_EQ(company.owned_by(0, kMembers), kLeads);
}

}  // namespace
}  // namespace leakproof::flow
