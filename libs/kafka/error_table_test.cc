#include "kafka/error_table.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

namespace leakproof::kafka {
namespace {

// Names as librdkafka writes them, without RD_KAFKA_RESP_ERR_.
constexpr char kRows[] = R"(
retry   _TRANSPORT _ALL_BROKERS_DOWN _RESOLVE _TIMED_OUT _TIMED_OUT_QUEUE _QUEUE_FULL _PURGE_QUEUE _WAIT_COORD _IN_PROGRESS _PREV_IN_PROGRESS
retry   LEADER_NOT_AVAILABLE NOT_LEADER_FOR_PARTITION BROKER_NOT_AVAILABLE REPLICA_NOT_AVAILABLE NETWORK_EXCEPTION
retry   COORDINATOR_LOAD_IN_PROGRESS COORDINATOR_NOT_AVAILABLE NOT_COORDINATOR NOT_ENOUGH_REPLICAS NOT_CONTROLLER KAFKA_STORAGE_ERROR
retry   CONCURRENT_TRANSACTIONS THROTTLING_QUOTA_EXCEEDED UNKNOWN_TOPIC_OR_PART _UNKNOWN_TOPIC _UNKNOWN_PARTITION

refuse  MSG_SIZE_TOO_LARGE RECORD_LIST_TOO_LARGE INVALID_RECORD INVALID_MSG INVALID_MSG_SIZE

refence _MSG_TIMED_OUT _PURGE_INFLIGHT _FATAL _FENCED _STATE _DESTROY _INCONSISTENT _GAPLESS_GUARANTEE REQUEST_TIMED_OUT
refence NOT_ENOUGH_REPLICAS_AFTER_APPEND OUT_OF_ORDER_SEQUENCE_NUMBER DUPLICATE_SEQUENCE_NUMBER INVALID_PRODUCER_EPOCH
refence INVALID_PRODUCER_ID_MAPPING UNKNOWN_PRODUCER_ID PRODUCER_FENCED INVALID_TXN_STATE FENCED_INSTANCE_ID

fatal   _AUTHENTICATION _SSL _INVALID_ARG _AUTO_OFFSET_RESET OFFSET_OUT_OF_RANGE TOPIC_AUTHORIZATION_FAILED GROUP_AUTHORIZATION_FAILED
fatal   CLUSTER_AUTHORIZATION_FAILED TRANSACTIONAL_ID_AUTHORIZATION_FAILED SASL_AUTHENTICATION_FAILED POLICY_VIOLATION UNSUPPORTED_VERSION UNKNOWN
)";

TEST(KafkaErrors, EachCodeHasItsRow) {
  const std::map<std::string, Disposition> dispositions = {{"retry", Disposition::kRetry},
                                                           {"refuse", Disposition::kRefuse},
                                                           {"refence", Disposition::kRefence},
                                                           {"fatal", Disposition::kFatal}};
  std::map<std::string, Disposition> expected;
  std::istringstream rows(kRows);
  for (std::string line; std::getline(rows, line);) {
    std::istringstream words(line);
    std::string disposition, name;
    words >> disposition;
    while (words >> name) expected[name] = dispositions.at(disposition);
  }
  const rd_kafka_err_desc* codes;
  std::size_t count;
  rd_kafka_get_err_descs(&codes, &count);
  for (std::size_t i = 0; i < count; ++i) {
    if (!codes[i].name) continue;
    const auto row = expected.find(codes[i].name);
    const Disposition wanted = row == expected.end() ? Disposition::kFatal : row->second;
    EXPECT_EQ(disposition_of(codes[i].code), wanted) << codes[i].name;
    if (row != expected.end()) expected.erase(row);
  }
  for (const auto& [name, disposition] : expected) ADD_FAILURE() << "librdkafka knows no " << name;
}

TEST(KafkaErrors, TheTextSaysWhatToDo) {
  const Error error = translate(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, "reading a.journal");
  EXPECT_EQ(error.message().find("reading a.journal: "), 0u);
  EXPECT_NE(error.message().find("create the topics"), std::string::npos);
}

}  // namespace
}  // namespace leakproof::kafka
