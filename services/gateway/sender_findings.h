// What an operator is told of a workspace's secrets and of those who send to it. Pure; any thread.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/time.h"
#include "gateway/secret_watch.h"
#include "ingest/http/sender_log.h"
#include "leakproof/api/v1/operations_service.pb.h"

namespace leakproof::gateway {

std::vector<api::v1::Finding> secret_findings(const std::vector<SecretProblem>& problems);
// A source whose last request was refused, and one that has sent and then fallen silent.
std::vector<api::v1::Finding> source_findings(const std::map<std::string, ingest::SenderRecord>& sources, Instant now);

}  // namespace leakproof::gateway
