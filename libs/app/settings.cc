#include "app/settings.h"

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>

namespace leakproof {
namespace {

using Set = std::function<void(const YAML::Node&)>;

template <class T>
Set into(T& field) {
  return [&field](const YAML::Node& node) { field = node.as<T>(); };
}
Set into(std::filesystem::path& field) {
  return [&field](const YAML::Node& node) { field = node.as<std::string>(); };
}

std::map<std::string, Set> keys_of(Settings& s) {
  return {{"data", into(s.data)},
          {"secrets", into(s.secrets)},
          {"partitions", into(s.partitions)},
          {"http.address", into(s.http.address)},
          {"http.port", into(s.http.port)},
          {"http.threads", into(s.http_threads)},
          {"http.public_url", into(s.http_public_url)},
          {"http.rate_source", into(s.http_rate_source)},
          {"http.rate_address", into(s.http_rate_address)},
          {"admin.address", into(s.admin.address)},
          {"admin.port", into(s.admin.port)},
          {"grpc.address", into(s.grpc.address)},
          {"grpc.port", into(s.grpc.port)},
          {"grpc.reflection", into(s.grpc_reflection)},
          {"grpc.tls.certificate", into(s.grpc_tls.certificate)},
          {"grpc.tls.key", into(s.grpc_tls.key)},
          {"grpc.tls.client_ca", into(s.grpc_tls.client_ca)},
          {"kafka.brokers", into(s.kafka_brokers)},
          {"kafka.topic_prefix", into(s.kafka_topic_prefix)},
          {"kafka.instance", into(s.kafka_instance)},
          {"kafka.create_topics", into(s.kafka_create_topics)},
          {"kafka.replication", into(s.kafka_replication)},
          {"smtp.server", into(s.smtp)},
          {"smtp.tls", into(s.smtp_tls)},
          {"outbound.private", into(s.outbound_private)},
          {"drain_seconds", into(s.drain_seconds)},
          {"log_level", into(s.log_level)}};
}

Error at(const std::filesystem::path& file, const YAML::Mark& mark, const std::string& message) {
  return refuse(file.string() + ":" + std::to_string(mark.line + 1) + ": " + message);
}

std::string known(const std::map<std::string, Set>& keys) {
  std::string list;
  for (auto& [key, set] : keys) list += (list.empty() ? "" : ", ") + key;
  return list;
}

Status read_map(const std::filesystem::path& file, const YAML::Node& map, const std::string& prefix,
                const std::map<std::string, Set>& keys, std::map<std::string, bool>& seen) {
  for (auto entry : map) {
    const std::string key = prefix + entry.first.as<std::string>();
    if (entry.second.IsMap()) {
      LEAKPROOF_TRY(read_map(file, entry.second, key + ".", keys, seen));
      continue;
    }
    auto found = keys.find(key);
    if (found == keys.end()) return at(file, entry.first.Mark(), key + ": no such key; there are " + known(keys));
    if (std::exchange(seen[key], true)) return at(file, entry.first.Mark(), key + ": written twice");
    try {
      found->second(entry.second);
    } catch (const YAML::Exception&) {
      return at(file, entry.second.Mark(),
                key + ": '" + (entry.second.IsScalar() ? entry.second.Scalar() : "") + "' is not a value it can have");
    }
  }
  return {};
}

Status check(const std::filesystem::path& file, const Settings& s) {
  auto wrong = [&](const std::string& message) { return refuse(file.string() + ": " + message); };
  if (s.partitions < 1 || s.partitions > 256) return wrong("partitions: must be 1 to 256");
  if (s.http_threads < 1 || s.http_threads > 64) return wrong("http.threads: must be 1 to 64");
  if (s.http_rate_source < 1 || s.http_rate_address < 1)
    return wrong("http.rate_source, http.rate_address: must be 1 or more requests a second");
  const auto& url = s.http_public_url;
  if (!url.empty() && ((!url.starts_with("https://") && !url.starts_with("http://")) || url.ends_with('/')))
    return wrong("http.public_url: must be like https://leads.example.com, without a path");
  const auto& tls = s.grpc_tls;
  if (tls.certificate.empty() != tls.key.empty() || tls.key.empty() != tls.client_ca.empty())
    return wrong("grpc.tls: certificate, key and client_ca are wanted together");
  if (s.drain_seconds < 0 || s.drain_seconds > 600) return wrong("drain_seconds: must be 0 to 600");
  for (auto level : {"debug", "info", "warn", "error"}) {
    if (s.log_level == level) return {};
  }
  return wrong("log_level: must be debug, info, warn or error");
}

}  // namespace

Result<Settings> read_settings(const std::filesystem::path& file) {
  Settings settings;
  try {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (!root.IsMap() && !root.IsNull())
      return refuse(file.string() + ":1: must be a map of keys; there are " + known(keys_of(settings)));
    std::map<std::string, bool> seen;
    if (root.IsMap()) LEAKPROOF_TRY(read_map(file, root, "", keys_of(settings), seen));
  } catch (const YAML::BadFile&) {
    return refuse(file.string() + ": cannot be read");
  } catch (const YAML::Exception& error) {
    return at(file, error.mark, error.msg);
  }
  LEAKPROOF_TRY(check(file, settings));
  return settings;
}

}  // namespace leakproof
