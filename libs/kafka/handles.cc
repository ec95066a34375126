#include "kafka/handles.h"

namespace leakproof::kafka {
namespace {

void log_line(const rd_kafka_t* handle, int level, const char* facility, const char* text) {
  const auto* options = static_cast<const KafkaOptions*>(rd_kafka_opaque(handle));
  if (options && options->log) options->log(level, std::string(facility) + ": " + text);
}

// As measured: Nagle's wait costs 40 ms, and the default reconnect back-off turns a short broker restart into a long
// stall.
Properties shared_properties(const KafkaOptions& options) {
  return {{"bootstrap.servers", options.brokers},
          {"client.id", options.client_id},
          {"socket.nagle.disable", "true"},
          {"reconnect.backoff.ms", "20"},
          {"reconnect.backoff.max.ms", "500"},
          {"topic.metadata.refresh.interval.ms", "60000"},
          {"message.max.bytes", std::to_string(options.record_bytes_max)}};
}

Status set_all(rd_kafka_conf_t* conf, const Properties& properties) {
  char problem[512];
  for (const auto& [name, value] : properties) {
    if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), problem, sizeof problem) != RD_KAFKA_CONF_OK) {
      return fatal("Kafka client property " + name + ": " + problem + ": correct it in the configuration");
    }
  }
  return {};
}

}  // namespace

Result<Conf> make_conf(const KafkaOptions& options, const Properties& own) {
  Conf conf(rd_kafka_conf_new());
  LEAKPROOF_TRY(set_all(conf.get(), shared_properties(options)));
  LEAKPROOF_TRY(set_all(conf.get(), own));
  LEAKPROOF_TRY(set_all(conf.get(), options.properties));
  rd_kafka_conf_set_opaque(conf.get(), const_cast<KafkaOptions*>(&options));
  rd_kafka_conf_set_log_cb(conf.get(), log_line);
  return conf;
}

Result<Handle> make_handle(rd_kafka_type_t type, Conf conf) {
  char problem[512];
  Handle handle(rd_kafka_new(type, conf.get(), problem, sizeof problem));
  if (!handle) return fatal(std::string("starting a Kafka client: ") + problem);
  conf.release();
  return handle;
}

}  // namespace leakproof::kafka
