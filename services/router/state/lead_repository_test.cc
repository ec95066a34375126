#include "router/state/lead_repository.h"

#include <gtest/gtest.h>

#include "router/state/keys.h"
#include "router/state/stored.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::router {
namespace {

using Stored = state::v1::RoutedLead;

class LeadRepositoryTest : public ::testing::Test {
 protected:
  void save(const std::string& id, Stored::Status status, const std::string& member = {}, const std::string& pool = {},
            const std::string& key = {}) {
    Stored lead;
    lead.mutable_lead()->set_lead_id(id);
    lead.set_status(status);
    lead.set_member_id(member);
    lead.set_pool_id(pool);
    lead.set_hold_key(key);
    lead.set_last_decision_id(status == Stored::STATUS_UNSPECIFIED ? "" : "d");
    StoredLead stored(std::move(lead));
    leads_.save(stored);
  }
  int open(const std::string& id) { return load<state::v1::MemberState>(draft_, keys::member("w", id)).open(); }
  int held(const std::string& id) { return load<state::v1::PoolState>(draft_, keys::pool("w", id)).held(); }
  std::string counts() { return load<state::v1::RouterCounts>(draft_, keys::counts("w")).ShortDebugString(); }
  stream::DraftFake draft_{Instant()};
  LeadRepository leads_{draft_, "w"};
};

TEST_F(LeadRepositoryTest, OwnershipOpenWorkAndCountsMoveTogether) {
  save("a", Stored::STATUS_UNSPECIFIED);
  EXPECT_EQ(counts(), "leads: 1");
  save("a", Stored::ASSIGNED, "lan");
  save("b", Stored::ASSIGNED, "lan");
  EXPECT_EQ(open("lan"), 2);
  EXPECT_EQ(leads_.owned_by(MemberId("lan")), (std::vector<std::string>{"a", "b"}));
  save("a", Stored::ACCEPTED, "lan");
  EXPECT_EQ(open("lan"), 2);
  save("a", Stored::ASSIGNED, "minh");
  EXPECT_EQ(std::pair(open("lan"), open("minh")), std::pair(1, 1));
  save("a", Stored::CLOSED, "minh");
  EXPECT_EQ(open("minh"), 0);
  EXPECT_EQ(counts(), "leads: 2 decided: 2 owned: 1 closed: 1");
}

TEST_F(LeadRepositoryTest, TheHoldIsServedByKeyAndMovesWithIt) {
  save("a", Stored::HELD, "", "p", "2");
  save("b", Stored::HELD, "", "p", "1");
  save("c", Stored::HELD, "", "q", "0");
  EXPECT_EQ(held("p"), 2);
  auto first = leads_.held("p", "", 1);
  EXPECT_EQ(first[0].lead_id, "b");
  EXPECT_EQ(leads_.held("p", first[0].index_key, 9)[0].lead_id, "a");
  save("a", Stored::HELD, "", "p", "0");
  EXPECT_EQ(held("p"), 2);
  EXPECT_EQ(leads_.held("p", "", 9)[0].lead_id, "a");
  save("a", Stored::ESCALATED);
  EXPECT_EQ(held("p"), 1);
  EXPECT_TRUE(draft_.get(keys::escalated("w", "a")).has_value());
  save("a", Stored::WITH_NURTURE);
  EXPECT_FALSE(draft_.get(keys::escalated("w", "a")).has_value());
  EXPECT_EQ(counts(), "leads: 3 decided: 3 held: 2 nurtured: 1");
}

}  // namespace
}  // namespace leakproof::router
