// Tested by: services/api/lead_service_test.cc
#include "api/deadline.h"

#include <algorithm>

#include "api/limits.h"

namespace leakproof::api {

Deadline::Deadline(grpc::ServerContext& context) : context_(context), deadline_(context.raw_deadline()) {
  const bool endless = gpr_time_cmp(deadline_, gpr_inf_future(deadline_.clock_type)) == 0;
  if (endless)
    deadline_ = gpr_time_add(gpr_now(GPR_CLOCK_REALTIME), gpr_time_from_micros(kDeadlineDefault.count(), GPR_TIMESPAN));
  // A caller gives up at its deadline by itself: what we have to say about it must be there before.
  const auto left = gpr_timespec_to_micros(gpr_convert_clock_type(deadline_, GPR_TIMESPAN));
  const auto margin = std::min(static_cast<double>(kAnswerMargin.count()), left / 2);
  deadline_ = gpr_time_sub(deadline_, gpr_time_from_micros(static_cast<std::int64_t>(margin), GPR_TIMESPAN));
}

Duration Deadline::left() const {
  const auto left = gpr_timespec_to_micros(gpr_convert_clock_type(deadline_, GPR_TIMESPAN));
  return std::max(Duration(static_cast<std::int64_t>(left)), Duration::zero());
}

Duration Deadline::next_slice() const { return std::min(left(), kCancelCheck); }

}  // namespace leakproof::api
