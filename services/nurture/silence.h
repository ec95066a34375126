// Leads that are nurture's and may be sent nothing: who agreed to nothing, has no address or opted out rests where
// nobody would look. They are kept in an index by reason and counted, so that people can find them. One thread.
#pragma once
#include <string>
#include <string_view>

#include "leakproof/state/v1/state.pb.h"
#include "stream/processor.h"

namespace leakproof::nurture {

// Notes why nothing may be sent to the lead from now on; empty: something may, or it is nurture's no more. The index
// and the counts follow; the lead is the caller's to store.
void set_silent(const std::string& workspace, std::string_view reason, state::v1::NurtureLead& lead,
                stream::Draft& draft);

}  // namespace leakproof::nurture
