#include "evidence.h"

#include "support/pipeline.h"

namespace leakproof::sim {
namespace {

void fold(const std::vector<Appended>& journal, std::vector<Counting>& counting, std::int64_t& voided) {
  std::int64_t epoch = -1, expected = 0;  // 0: nothing counts before the next fence
  for (std::size_t offset = 0; offset < journal.size(); ++offset) {
    journal::v1::Record record;
    if (!record.ParseFromString(journal[offset].record.value)) continue;
    if (record.has_fence()) {
      epoch = static_cast<std::int64_t>(offset);
      expected = 1;
    } else if (record.has_effect() && record.effect().epoch() == epoch && expected > 0 &&
               record.effect().seq() >= expected) {
      const bool next = record.effect().seq() == expected;
      expected = next ? expected + 1 : 0;
      if (next)
        counting.push_back(
            {static_cast<std::int64_t>(offset), journal[offset].at, std::move(*record.mutable_effect())});
      voided += !next;
    } else {
      ++voided;
    }
  }
}

}  // namespace

Story story_of(const Evidence& evidence) {
  Story story;
  for (const auto& stage : kStages) {
    for (std::int32_t partition = 0; partition < evidence.partitions; ++partition) {
      const Place place{stage, partition};
      const auto journal = evidence.log.find({stage + ".journal", partition});
      auto& counting = story.journals[place];
      if (journal != evidence.log.end()) fold(journal->second, counting, story.voided[place]);
    }
  }
  return story;
}

}  // namespace leakproof::sim
