// The process configuration: one YAML file, typed, strict. Every error names file, line and key, and what to write
// instead.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"

namespace leakproof::app {

struct Settings {
  std::filesystem::path data = "data";  // directory of the embedded log and the stores
  std::filesystem::path secrets;        // <secrets>/<workspace>/<name>; empty = <data>/secrets
  std::int32_t partitions = 1;          // fixed for the life of the data directory
  struct Listen {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;
  };
  Listen http{"127.0.0.1", 8080};  // public door
  int http_threads = 1;
  std::string http_public_url;  // https://leads.example.com: what senders call the public door; HubSpot signs it
  int http_rate_source =
      200;  // requests a second that one source (or workspace) may send, and twice as many at once; 429 beyond
  int http_rate_address = 100;      // the same for one peer address
  Listen admin{"127.0.0.1", 9090};  // /metrics /healthz /readyz
  Listen grpc{"127.0.0.1", 7070};
  bool grpc_reflection = true;  // off in production
  struct Tls {                  // PEM files; all or none. With them gRPC asks every peer for its certificate
    std::filesystem::path certificate, key, client_ca;
    bool is_set() const { return !certificate.empty(); }
  };
  Tls grpc_tls;
  std::string kafka_brokers;       // host:port,...; empty = the embedded log
  bool kafka_is_meant = false;     // something is said of Kafka: without brokers that is a mistake
  std::string kafka_topic_prefix;  // before every topic's and group's name
  std::string kafka_instance;      // static membership: a restart within the session keeps its partitions; empty = none
  bool kafka_create_topics = false;  // make the missing ones at start, with `partitions` partitions
  int kafka_replication = 1;         // of those
  std::string smtp;                  // smtp://host:port; empty = e-mails fail with a clear reason
  bool smtp_tls = true;
  bool outbound_private = false;    // let webhooks reach loopback and private networks: demo and tests
  std::int64_t drain_seconds = 10;  // how long SIGTERM lets work end
  std::string log_level = "info";
};

inline constexpr const char* kBrokersMust = "must be like kafka-1:9092,kafka-2:9092";
// "host:port,host:port", each with a port.
bool are_brokers(std::string_view list);

// kRefuse: what is wrong, as "file:line: key: message".
Result<Settings> read_settings(const std::filesystem::path& file);

}  // namespace leakproof::app
