#include "app/settings.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/parse_number.h"

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

using Lines = std::map<std::string, int>;  // of the keys that are written

// No key lies deeper; a file can hold itself by an alias.
constexpr std::ptrdiff_t kDepthMax = 3;

Status read_map(const std::filesystem::path& file, const YAML::Node& map, const std::string& prefix,
                const std::map<std::string, Set>& keys, Lines& seen) {
  for (auto entry : map) {
    const std::string key = prefix + entry.first.as<std::string>();
    if (entry.second.IsMap() && std::ranges::count(key, '.') < kDepthMax) {
      LEAKPROOF_TRY(read_map(file, entry.second, key + ".", keys, seen));
      continue;
    }
    auto found = keys.find(key);
    if (found == keys.end()) return at(file, entry.first.Mark(), key + ": no such key; there are " + known(keys));
    if (!seen.emplace(key, entry.second.Mark().line + 1).second)
      return at(file, entry.first.Mark(), key + ": written twice");
    try {
      found->second(entry.second);
    } catch (const YAML::Exception&) {
      return at(file, entry.second.Mark(),
                key + ": '" + (entry.second.IsScalar() ? entry.second.Scalar() : "") + "' is not a value it can have");
    }
  }
  return {};
}

// "host:port" with a port from 1 to 65535; of a whole list of brokers each.
bool is_host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  const auto digits = colon == text.npos ? std::string_view() : text.substr(colon + 1);
  const auto port = parse_number<int>(std::string(digits)).value_or(0);
  return colon != text.npos && colon > 0 && port >= 1 && port <= 65535 && text.find_first_of("/@ \t,?#") == text.npos;
}
bool are_brokers(std::string_view list) {
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    if (!is_host_and_port(list.substr(from, comma - from))) return false;
    from = comma + 1;
  }
  return true;
}
bool is_smtp(std::string_view text) {
  constexpr std::string_view kScheme = "smtp://";
  return text.starts_with(kScheme) && is_host_and_port(text.substr(kScheme.size()));
}
// Scheme and host, a port where it is not the usual one.
bool is_public_url(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!text.starts_with(scheme)) continue;
    const auto rest = text.substr(scheme.size());
    return !rest.empty() && rest.find_first_of("/@ \t?#") == rest.npos &&
           (rest.find(':') == rest.npos || rest.ends_with(']') || is_host_and_port(rest));
  }
  return false;
}
bool is_level(const std::string& level) {
  return level == "debug" || level == "info" || level == "warn" || level == "error";
}

// The first key whose value cannot be, and what it must be.
std::pair<std::string, std::string> first_wrong(const Settings& s) {
  const auto within = [](auto value, auto least, auto most) { return value >= least && value <= most; };
  const auto& tls = s.grpc_tls;
  const bool tls_is_whole = tls.certificate.empty() == tls.key.empty() && tls.key.empty() == tls.client_ca.empty();
  if (!within(s.partitions, 1, 256)) return {"partitions", "must be 1 to 256"};
  if (!within(s.http_threads, 1, 64)) return {"http.threads", "must be 1 to 64"};
  if (s.http_rate_source < 1) return {"http.rate_source", "must be 1 or more requests a second"};
  if (s.http_rate_address < 1) return {"http.rate_address", "must be 1 or more requests a second"};
  if (!s.http_public_url.empty() && !is_public_url(s.http_public_url))
    return {"http.public_url", "must be like https://leads.example.com, without a path"};
  if (!tls_is_whole) return {"grpc.tls", "certificate, key and client_ca are wanted together"};
  if (!s.kafka_brokers.empty() && !are_brokers(s.kafka_brokers))
    return {"kafka.brokers", "must be like kafka-1:9092,kafka-2:9092"};
  if (!within(s.kafka_replication, 1, 32767)) return {"kafka.replication", "must be 1 or more"};
  if (!s.smtp.empty() && !is_smtp(s.smtp)) return {"smtp.server", "must be like smtp://mail.example.com:587"};
  if (!within(s.drain_seconds, 0, 600)) return {"drain_seconds", "must be 0 to 600"};
  if (!is_level(s.log_level)) return {"log_level", "must be debug, info, warn or error"};
  return {};
}

// With the line of the key, or of the first key below it.
Status check(const std::filesystem::path& file, const Settings& settings, const Lines& lines) {
  const auto [key, must] = first_wrong(settings);
  if (key.empty()) return {};
  const auto line = lines.lower_bound(key);
  const bool is_written = line != lines.end() && line->first.starts_with(key);
  return refuse(file.string() + (is_written ? ":" + std::to_string(line->second) : "") + ": " + key + ": " + must);
}

// Settings are a page. What is much larger is another file, and would be read into memory whole.
constexpr std::uintmax_t kSettingsBytesMax = 256 * 1024;

}  // namespace

Result<Settings> read_settings(const std::filesystem::path& file) {
  Settings settings;
  std::error_code unknown;
  if (const auto size = std::filesystem::file_size(file, unknown); !unknown && size > kSettingsBytesMax)
    return refuse(file.string() + ":1: " + std::to_string(size) + " bytes are no settings: at most " +
                  std::to_string(kSettingsBytesMax));
  Lines lines;
  try {
    const YAML::Node root = YAML::LoadFile(file.string());
    if (!root.IsMap() && !root.IsNull())
      return refuse(file.string() + ":1: must be a map of keys; there are " + known(keys_of(settings)));
    if (root.IsMap()) LEAKPROOF_TRY(read_map(file, root, "", keys_of(settings), lines));
  } catch (const YAML::BadFile&) {
    return refuse(file.string() + ": cannot be read");
  } catch (const YAML::Exception& error) {
    return at(file, error.mark, error.msg);
  }
  LEAKPROOF_TRY(check(file, settings, lines));
  return settings;
}

}  // namespace leakproof
