// The one table from librdkafka's outcomes to ours. Pure, any thread.
#pragma once
#include <librdkafka/rdkafka.h>

#include <string>

#include "base/result.h"

namespace leakproof::kafka {

// kRetry: the broker is away, busy or electing, or our own queue is full. kRefuse: the record is at fault. kRefence: it
// may or may not have happened, or another one has taken our place. kFatal: permissions, configuration, a position that
// is gone, a code we do not know.
Disposition disposition_of(rd_kafka_resp_err_t code);

// `doing` says to whom and what: "producing to router.journal partition 3".
Error translate(rd_kafka_resp_err_t code, const std::string& doing, const std::string& detail = "");

}  // namespace leakproof::kafka
