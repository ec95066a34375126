// How this process is, for an operator who asks: what makes it not ready, how far it is behind, what it could not
// process, whether its disk, certificates and topics are as they must be. Pure but for disk_space(); any thread.
#pragma once
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "app/stage_metrics.h"
#include "base/result.h"
#include "base/time.h"
#include "leakproof/api/v1/operations_service.pb.h"
#include "process/certificate_watch.h"

namespace leakproof::process {

using Findings = std::vector<api::v1::Finding>;

struct DiskSpace {
  std::uint64_t free = 0, whole = 0;  // bytes; a `whole` of 0: nobody knows
};
DiskSpace disk_space(const std::filesystem::path& directory);

api::v1::Finding finding(api::v1::Finding::Weight weight, const std::string& subject, const std::string& text);

// What each looks like to an operator.
api::v1::Finding readiness_finding(const Status& ready);
api::v1::Finding lag_finding(const std::map<std::string, Duration>& by_stage);
// Of stages of which this process owns nothing: partitions that nobody is known to serve, by stage.
Findings unserved_findings(const std::map<std::string, std::set<std::int32_t>>& by_stage);
api::v1::Finding dead_letters_finding(const std::map<std::string, std::int64_t>& by_stage);
api::v1::Finding disk_finding(const DiskSpace& disk);
Findings certificate_findings(const std::vector<CertificateProblem>& problems);
// Who takes none of our calls: a mail server that wants a login, is not trusted or refuses the sender; a webhook that
// is down. What is for them waits.
Findings receiver_findings(const std::set<app::ReceiverDown>& receivers);
Findings topic_findings(const std::vector<std::string>& problems);

}  // namespace leakproof::process
