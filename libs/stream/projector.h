// Copies what one partition of a journal says to the published topics and to the changelog of its stage, off the path
// of a lead: read → project → publish, a group at a time. The position stands in the changelog, in the same group: each
// fact is published once, whatever crashes. One thread; step() waits for round trips.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "stream/changelog.h"
#include "stream/journal_reader.h"
#include "stream/projection.h"
#include "stream/store_layout.h"

namespace leakproof::stream {

class Projector {
 public:
  struct Of {
    std::string stage;
    std::int32_t partition = 0;
    Derive derive;  // may be empty
  };
  // The log has published topics. References outlive it.
  Projector(Of of, Log& log, Signal& wake);

  // Publishes one group; true when there was one. After an error (another projector has taken over, an unclear outcome)
  // the next step claims again and goes on behind what is published. kFatal: the journal no longer holds what is to be
  // published next.
  Result<bool> step();
  const Of& of() const { return of_; }
  // When the last record it has published was appended; Instant() before the first.
  Instant reached() const { return reached_; }

 private:
  Status claim();
  Status publish(const std::vector<JournalItem>& items);
  void add(const JournalItem& item, std::vector<Publication>& group, std::vector<Change>& changes) const;

  const Of of_;
  const TopicPartition journal_;
  Log& log_;
  Signal& wake_;
  std::unique_ptr<Publisher> publisher_;
  std::unique_ptr<JournalReader> reader_;  // null = to be claimed
  journal::v1::StorePosition position_;    // as published
  Instant reached_;
};

// The record as the world reads it: CloudEvents attributes in the headers (binary mode of its Kafka binding), and where
// in the journal it comes from.
NewRecord published_record(const Published& fact, const TopicPartition& journal, Offset at);

}  // namespace leakproof::stream
