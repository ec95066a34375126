// Where a store stands: its position in the stage's journal, and in the inputs of the stage. Owner, restore and
// projector move it by the same code. Pure.
#pragma once
#include <string>

#include "stream/journal_reader.h"

namespace leakproof::stream {

// Of a store that holds nothing yet.
journal::v1::StorePosition first_position(const std::string& stage, std::int32_t partition);

// Moves it behind the next item of the journal.
void move_past(journal::v1::StorePosition& position, const JournalItem& item);

}  // namespace leakproof::stream
