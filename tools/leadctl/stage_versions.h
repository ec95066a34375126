// Which stages work by a version of the configuration, in words. Pure.
#pragma once
#include <cstdint>
#include <string>

#include "leakproof/api/v1/config_service.pb.h"

namespace leakproof::leadctl {

using StageVersions = google::protobuf::RepeatedPtrField<api::v1::StageVersion>;

// Whether every stage of the flow has told that it works by the version.
bool is_in_force(std::int64_t version, const StageVersions& stages);
// Of one that is not: in which stages it is, which are behind, and which do not answer.
std::string not_in_force(std::int64_t version, const StageVersions& stages);

}  // namespace leakproof::leadctl
