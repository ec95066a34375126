// What lint warns of in a valid workspace file, for commands whose business is another: as much as two seconds show.
#pragma once
#include <string>

#include "leadctl/session.h"

namespace leakproof::leadctl {

// As --output says: the first ten as messages; or all as the list `warnings` of `answer`, a JSON object, which is then
// printed with them. `file`: the name of the text; empty: lint is not asked, the answer is printed as it is.
void tell_warnings(Session& session, const std::string& answer, const std::string& yaml, const std::string& file);

}  // namespace leakproof::leadctl
