#include "stream/overlay.h"

#include <gtest/gtest.h>

#include "stream/fakes/memory_store.h"

namespace leakproof::stream {
namespace {

std::string all(const Overlay& overlay, std::string_view prefix = "s", std::string_view from = "") {
  std::string out;
  const auto show = [&](auto key, auto value) {
    out.append(key).append("=").append(value).append(" ");
    return true;
  };
  EXPECT_TRUE(overlay.scan(prefix, from, show).ok());
  return out;
}

TEST(Overlay, ReadsTheStoreWithWhatIsInFlightOverIt) {
  MemoryStore store;
  ASSERT_TRUE(store.apply({{"sa", "1"}, {"sc", "3"}, {"se", "5"}, {"x", "9"}}).ok());
  Overlay overlay(store);
  overlay.write("sb", "2");
  overlay.write("sc", std::nullopt);
  overlay.write("se", "6");
  overlay.write("sf", "7");
  EXPECT_EQ(all(overlay), "sa=1 sb=2 se=6 sf=7 ");
  EXPECT_EQ(all(overlay, "s", "sb1"), "se=6 sf=7 ");
  EXPECT_FALSE(overlay.get("sc")->has_value());
  EXPECT_EQ(**overlay.get("sa"), "1");
  EXPECT_EQ(overlay.first_change("s", "sd"), "se");
}
TEST(Overlay, RollbackRestoresWhatWasInFlight) {
  MemoryStore store;
  Overlay overlay(store);
  overlay.write("sa", "1");
  overlay.commit(1);
  overlay.write("sa", "2");
  auto savepoint = overlay.savepoint();
  overlay.write("sa", "3");
  overlay.write("sb", "3");
  overlay.rollback(savepoint);
  EXPECT_EQ(all(overlay), "sa=2 ");
  overlay.rollback(0);
  EXPECT_EQ(all(overlay), "sa=1 ");
}
TEST(Overlay, SettlingKeepsWhatALaterEffectWrote) {
  MemoryStore store;
  Overlay overlay(store);
  overlay.write("sa", "1");
  overlay.write("sb", "1");
  overlay.commit(1);
  overlay.write("sa", "2");
  overlay.commit(2);
  overlay.settle(1);
  EXPECT_EQ(all(overlay), "sa=2 ");
  overlay.settle(2);
  EXPECT_TRUE(overlay.empty());
}
TEST(Overlay, AScanStopsWhenToldSo) {
  MemoryStore store;
  ASSERT_TRUE(store.apply({{"sa", "1"}, {"sc", "3"}}).ok());
  Overlay overlay(store);
  overlay.write("sb", "2");
  int seen = 0;
  EXPECT_TRUE(overlay.scan("s", "", [&](auto, auto) { return ++seen < 2; }).ok());
  EXPECT_EQ(seen, 2);
}

}  // namespace
}  // namespace leakproof::stream
