// Hands one record to a producer's queue.
#pragma once
#include "kafka/handles.h"
#include "stream/log.h"

namespace leakproof::kafka {

// `topic` is the name in the cluster; `opaque` comes back in the delivery report. An empty value is written as Kafka's
// null, which compaction takes for "forget this key"; a reader sees both as empty.
rd_kafka_resp_err_t produce(rd_kafka_t* handle, const std::string& topic, std::int32_t partition,
                            const stream::NewRecord& record, void* opaque);

}  // namespace leakproof::kafka
