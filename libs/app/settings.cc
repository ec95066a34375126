#include "app/settings.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <functional>
#include <map>
#include <system_error>
#include <vector>

#include "base/parse_number.h"
#include "base/read_file.h"

namespace leakproof::app {
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

// No key lies deeper; a file can hold itself by an alias.
constexpr std::ptrdiff_t kDepthMax = 3;

using Lines = std::map<std::string, int>;  // where a key stands

Status read_map(const std::filesystem::path& file, const YAML::Node& map, const std::string& prefix,
                const std::map<std::string, Set>& keys, Lines& seen) {
  for (auto entry : map) {
    const std::string key = prefix + entry.first.as<std::string>();
    if (entry.second.IsNull() && keys.contains(key))
      return at(file, entry.first.Mark(), key + ": has no value: write one, or leave the key out");
    if (entry.second.IsMap() && std::ranges::count(key, '.') < kDepthMax) {
      LEAKPROOF_TRY(read_map(file, entry.second, key + ".", keys, seen));
      continue;
    }
    auto found = keys.find(key);
    if (found == keys.end()) return at(file, entry.first.Mark(), key + ": no such key; there are " + known(keys));
    const auto [first, fresh] = seen.emplace(key, entry.first.Mark().line + 1);
    if (!fresh)
      return at(file, entry.first.Mark(), key + ": written twice, first in line " + std::to_string(first->second));
    try {
      found->second(entry.second);
    } catch (const YAML::Exception&) {
      return at(file, entry.second.Mark(),
                key + ": '" + (entry.second.IsScalar() ? entry.second.Scalar() : "") + "' is not a value it can have");
    }
  }
  return {};
}

// "https://host" or "smtp://host:25": a scheme of those, a host, perhaps a port, and nothing else.
bool is_origin(std::string_view url, std::initializer_list<std::string_view> schemes) {
  const auto scheme = std::find_if(schemes.begin(), schemes.end(), [&](auto each) { return url.starts_with(each); });
  if (scheme == schemes.end()) return false;
  url.remove_prefix(scheme->size());
  const auto host_end = url.starts_with('[') ? url.find(']') : std::size_t{0};  // an address of IPv6 holds colons
  const auto colon = host_end == url.npos ? url.npos : url.find(':', host_end);
  const auto host = url.substr(0, colon);
  if (host.empty() || host.find_first_of("/?#@\\ \t") != host.npos) return false;
  if (colon == url.npos) return true;
  const auto port = parse_number<std::uint16_t>(url.substr(colon + 1));
  return port && *port > 0;
}

bool is_level(const std::string& level) {
  return level == "debug" || level == "info" || level == "warn" || level == "error";
}

// What holds for a value of a key, and what it must be.
struct Rule {
  std::string key;
  bool holds;
  std::string must;
};

std::vector<Rule> rules_of(const Settings& s) {
  const auto within = [](auto value, auto least, auto most) { return value >= least && value <= most; };
  const auto& tls = s.grpc_tls;
  const bool tls_whole = tls.certificate.empty() == tls.key.empty() && tls.key.empty() == tls.client_ca.empty();
  return {{"partitions", within(s.partitions, 1, 256), "must be 1 to 256"},
          {"http.threads", within(s.http_threads, 1, 64), "must be 1 to 64"},
          {"http.rate_source", s.http_rate_source >= 1, "must be 1 or more requests a second"},
          {"http.rate_address", s.http_rate_address >= 1, "must be 1 or more requests a second"},
          {"http.public_url", s.http_public_url.empty() || is_origin(s.http_public_url, {"https://", "http://"}),
           "must be like https://leads.example.com, without a path"},
          {"grpc.tls", tls_whole, "certificate, key and client_ca are wanted together"},
          {"kafka.brokers", s.kafka_brokers.empty() || are_brokers(s.kafka_brokers), kBrokersMust},
          {"kafka.replication", within(s.kafka_replication, 1, 100), "must be 1 to 100"},
          {"smtp.server", s.smtp.empty() || is_origin(s.smtp, {"smtp://", "smtps://"}),
           "must be like smtp://mail.example.com:587"},
          {"drain_seconds", within(s.drain_seconds, 0, 600), "must be 0 to 600"},
          {"log_level", is_level(s.log_level), "must be debug, info, warn or error"}};
}

bool is_said(const Lines& lines, const std::string& section) {
  const auto first = lines.lower_bound(section);
  return first != lines.end() && first->first.starts_with(section);
}

// A key with others below it stands at the first of them.
Status check(const std::filesystem::path& file, const Settings& settings, const Lines& lines) {
  for (const auto& rule : rules_of(settings)) {
    if (rule.holds) continue;
    const bool known = is_said(lines, rule.key);
    return refuse(file.string() + (known ? ":" + std::to_string(lines.lower_bound(rule.key)->second) : "") + ": " +
                  rule.key + ": " + rule.must);
  }
  // A template whose variables are unset leaves empty texts, and must not be served without TLS.
  if (is_said(lines, "grpc.tls") && !settings.grpc_tls.is_set())
    return refuse(file.string() + ": grpc.tls: names no files: name certificate, key and client_ca, or leave it out");
  return {};
}

constexpr std::uintmax_t kFileBytesMax = 1 << 20;  // YAML takes many times that of memory

}  // namespace

bool are_brokers(std::string_view list) {
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    const auto broker = list.substr(from, comma - from);
    if (broker.find(':') == broker.npos || !is_origin(broker, {""})) return false;
    from = comma + 1;
  }
  return true;
}

Result<Settings> read_settings(const std::filesystem::path& file) {
  Settings settings;
  Lines seen;
  std::error_code unknown;
  if (std::filesystem::file_size(file, unknown) > kFileBytesMax && !unknown)
    return refuse(file.string() + ": is larger than 1 MiB: no file of settings is");
  LEAKPROOF_ASSIGN(text, read_file(file));
  try {
    const YAML::Node root = YAML::Load(text);
    if (!root.IsMap() && !root.IsNull())
      return refuse(file.string() + ":1: must be a map of keys; there are " + known(keys_of(settings)));
    if (root.IsMap()) LEAKPROOF_TRY(read_map(file, root, "", keys_of(settings), seen));
  } catch (const YAML::Exception& error) {
    return at(file, error.mark, error.msg);
  }
  settings.kafka_is_meant = is_said(seen, "kafka.");
  LEAKPROOF_TRY(check(file, settings, seen));
  return settings;
}

}  // namespace leakproof::app
