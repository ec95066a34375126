#include "router/audit/audit_chain.h"

#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "router/audit/audit_keys.h"
#include "router/audit/decision_codec.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::router {
namespace {

TEST(AuditChain, LinksEachRecordToTheOneBeforeAndStoresItForQueries) {
  stream::DraftFake draft{Instant()};
  AuditChain chain(draft, "w");
  lead::v1::AuditRecord record;
  record.mutable_config()->set_version(1);
  const auto first = chain.append(record);
  EXPECT_EQ(first.chain_seq(), 1);
  EXPECT_EQ(first.previous_hash(), std::string(32, '\0'));

  record.mutable_decision()->set_decision_id(chain.next_decision_id());
  record.mutable_decision()->set_lead_id("a");
  const auto second = AuditChain(draft, "w").append(record);
  EXPECT_EQ(second.chain_seq(), 2);
  EXPECT_EQ(second.previous_hash(), crypto::bytes_of(crypto::sha256(canonical_bytes(first))));
  EXPECT_EQ(second.decision().decision_id(), decision_id("w", 2));
  EXPECT_EQ(draft.get(keys::audit("w", 2)), canonical_bytes(second));
  EXPECT_EQ(draft.get(keys::decision("w", decision_id("w", 2))), stream::sortable(2));
  EXPECT_EQ(draft.get(keys::decision_of("w", "a", 2)), decision_id("w", 2));
  EXPECT_EQ(AuditChain(draft, "other").append(record).chain_seq(), 1) << "a chain a workspace";
}

}  // namespace
}  // namespace leakproof::router
