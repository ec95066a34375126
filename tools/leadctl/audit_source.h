// The audit records of a workspace: from the server, or from a file that `leadctl audit export` wrote. The file holds
// each record's bytes as hashed behind their length as a varint: the delimited messages that Protocol Buffers read in
// any language.
#pragma once
#include <functional>
#include <string>

#include "leadctl/session.h"

namespace leakproof::leadctl {

// Calls visit(bytes) for each record from the first on, until it returns false. `file` empty: the server. Tells of
// progress now and then. False: it could not read on, or the file holds no record; then the session is told.
bool read_audit(Session& session, const std::string& file, const std::function<bool(const std::string&)>& visit);
// The same of the server, from the newest record on, without a word of progress.
bool read_audit_newest_first(Session& session, const std::function<bool(const std::string&)>& visit);

}  // namespace leakproof::leadctl
