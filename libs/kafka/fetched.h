// What a reader's consumer has fetched of its partition, in order, until it is read. One thread.
#pragma once
#include <deque>
#include <optional>

#include "stream/log.h"

namespace leakproof::kafka {

class Fetched {
 public:
  void add(Result<stream::Record> record) { waiting_.push_back(std::move(record)); }
  void add_end() { waiting_.push_back(std::nullopt); }  // what came so far is all there is
  bool empty() const { return waiting_.empty(); }

  // Moves up to `max` records to `out`. An error comes alone: with it no record is moved, so that the records before it
  // are not lost with it, and those behind it come with the next read.
  Status read(std::size_t max, std::vector<stream::Record>& out);
  // Whether the end was what came last of all that has been read.
  bool at_end() const { return at_end_; }

 private:
  std::deque<std::optional<Result<stream::Record>>> waiting_;  // none: the end
  bool at_end_ = false;
};

}  // namespace leakproof::kafka
