// Tested by: tests/contract/kafka_test.cc
#include "kafka/topic_admin.h"

#include <algorithm>
#include <chrono>

#include "base/signal.h"
#include "kafka/error_table.h"
#include "kafka/limits.h"

namespace leakproof::kafka {
namespace {

constexpr std::int64_t kMillisAnHour = 3'600'000;

// What the table wants of a topic, in Kafka's words.
Properties wanted_settings(const Topic& topic) {
  Properties wanted = {{"cleanup.policy", topic.cleanup()},
                       {"max.message.bytes", std::to_string(topic.record_bytes_max())}};
  const std::int64_t hours = topic.retention_hours();
  if (topic.cleanup() == "delete") wanted["retention.ms"] = std::to_string(hours < 0 ? -1 : hours * kMillisAnHour);
  return wanted;
}

using NewTopic = std::unique_ptr<rd_kafka_NewTopic_t, Destroy<rd_kafka_NewTopic_destroy>>;
using Resource = std::unique_ptr<rd_kafka_ConfigResource_t, Destroy<rd_kafka_ConfigResource_destroy>>;

Result<NewTopic> new_topic(const std::string& name, const Topic& topic, std::int32_t partitions,
                           std::int32_t replication) {
  char problem[512];
  NewTopic made(rd_kafka_NewTopic_new(name.c_str(), partitions, replication, problem, sizeof problem));
  if (!made) return fatal("making " + name + ": " + problem);
  Properties settings = wanted_settings(topic);
  if (replication >= 3) settings["min.insync.replicas"] = "2";
  for (const auto& [setting, value] : settings)
    rd_kafka_NewTopic_set_config(made.get(), setting.c_str(), value.c_str());
  return made;
}

bool has_leaders(const rd_kafka_metadata_topic& topic) {
  return std::all_of(topic.partitions, topic.partitions + topic.partition_cnt,
                     [](const auto& one) { return one.err == RD_KAFKA_RESP_ERR_NO_ERROR && one.leader >= 0; });
}

template <class Handles>
auto raw(const Handles& handles) {
  std::vector<typename Handles::value_type::pointer> pointers;
  for (const auto& handle : handles) pointers.push_back(handle.get());
  return pointers;
}

Result<Event> answer_on(const Queue& queue, const std::string& doing) {
  Event event(rd_kafka_queue_poll(queue.get(), static_cast<int>(kRoundTrip.count())));
  if (!event) return retry(doing + ": no answer from the cluster");
  if (const auto code = rd_kafka_event_error(event.get()))
    return translate(code, doing, rd_kafka_event_error_string(event.get()));
  return event;
}

}  // namespace

Result<TopicAdmin> TopicAdmin::connect(const KafkaOptions& options) {
  LEAKPROOF_ASSIGN(conf, make_conf(options, {}));
  LEAKPROOF_ASSIGN(handle, make_handle(RD_KAFKA_PRODUCER, std::move(conf)));
  return TopicAdmin(options, std::move(handle));
}

Status TopicAdmin::ask() {
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code = rd_kafka_metadata(handle_.get(), 0, nullptr, &answer, static_cast<int>(kSignOfLife.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
    return translate(code, "asking " + options_->brokers + " whether it is there");
  rd_kafka_metadata_destroy(answer);
  return {};
}

Result<std::map<std::string, TopicAdmin::Shown>> TopicAdmin::shown() {
  const rd_kafka_metadata_t* answer = nullptr;
  const auto code = rd_kafka_metadata(handle_.get(), 1, nullptr, &answer, static_cast<int>(kRoundTrip.count()));
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) return translate(code, "asking " + options_->brokers + " for its topics");
  const std::unique_ptr<const rd_kafka_metadata_t, Destroy<rd_kafka_metadata_destroy>> metadata(answer);
  std::map<std::string, Shown> topics_there;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const auto& topic = metadata->topics[i];
    if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR) topics_there[topic.topic] = {topic.partition_cnt, has_leaders(topic)};
  }
  return topics_there;
}

Result<std::map<std::string, Properties>> TopicAdmin::settings_of(const std::vector<std::string>& names) {
  std::map<std::string, Properties> settings;
  if (names.empty()) return settings;
  std::vector<Resource> resources;
  for (const auto& name : names)
    resources.emplace_back(rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name.c_str()));
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  auto pointers = raw(resources);
  rd_kafka_DescribeConfigs(handle_.get(), pointers.data(), pointers.size(), nullptr, queue.get());
  LEAKPROOF_ASSIGN(event, answer_on(queue, "asking for the settings of topics"));
  std::size_t count = 0, entries = 0;
  const auto* described =
      rd_kafka_DescribeConfigs_result_resources(rd_kafka_event_DescribeConfigs_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_ConfigResource_name(described[i]);
    if (const auto code = rd_kafka_ConfigResource_error(described[i]))
      return translate(code, "asking for the settings of " + name);
    const auto* list = rd_kafka_ConfigResource_configs(described[i], &entries);
    for (std::size_t j = 0; j < entries; ++j) {
      const char* value = rd_kafka_ConfigEntry_value(list[j]);
      settings[name][rd_kafka_ConfigEntry_name(list[j])] = value ? value : "";
    }
  }
  return settings;
}

std::string TopicAdmin::repair_of(const std::string& topic, const std::string& setting,
                                  const std::string& value) const {
  return "kafka-configs.sh --bootstrap-server " + options_->brokers + " --alter --entity-type topics --entity-name " +
         topic + " --add-config " + setting + "=" + value;
}

Result<std::vector<TopicProblem>> TopicAdmin::check(const Topics& table) {
  std::vector<TopicProblem> problems;
  LEAKPROOF_ASSIGN(cluster, shown());
  std::int32_t partitions = 0;
  std::vector<std::string> present;
  for (const Topic& topic : table.topic()) {
    const std::string name = options_->topic_prefix + topic.name();
    if (!cluster.contains(name)) {
      std::string command = "kafka-topics.sh --bootstrap-server " + options_->brokers + " --create --topic " + name;
      if (partitions) command += " --partitions " + std::to_string(partitions);
      for (const auto& [setting, value] : wanted_settings(topic)) command += " --config " + setting + "=" + value;
      problems.push_back({name, "it does not exist", command});
      continue;
    }
    const std::int32_t count = cluster[name].partitions;
    if (!partitions) partitions = count;
    if (count != partitions) {
      problems.push_back(
          {name, std::to_string(count) + " partitions, the topics before it have " + std::to_string(partitions),
           "keys would lose their order: delete it while it is empty and create it with " +
               std::to_string(partitions)});
    }
    present.push_back(name);
  }
  LEAKPROOF_ASSIGN(settings, settings_of(present));
  for (const Topic& topic : table.topic()) {
    const auto found = settings.find(options_->topic_prefix + topic.name());
    if (found == settings.end()) continue;
    for (const auto& [setting, value] : wanted_settings(topic)) {
      const std::string& actual = found->second[setting];
      if (actual != value)
        problems.push_back(
            {found->first, setting + " is " + actual + ", not " + value, repair_of(found->first, setting, value)});
    }
  }
  return problems;
}

Status TopicAdmin::create_missing(const Topics& table, std::int32_t partitions, std::int32_t replication) {
  LEAKPROOF_ASSIGN(cluster, shown());
  std::vector<NewTopic> missing;
  for (const Topic& topic : table.topic()) {
    const std::string name = options_->topic_prefix + topic.name();
    if (cluster.contains(name)) continue;
    LEAKPROOF_ASSIGN(made, new_topic(name, topic, partitions, replication));
    missing.push_back(std::move(made));
  }
  if (missing.empty()) return {};
  const Queue queue(rd_kafka_queue_new(handle_.get()));
  auto pointers = raw(missing);
  rd_kafka_CreateTopics(handle_.get(), pointers.data(), pointers.size(), nullptr, queue.get());
  LEAKPROOF_ASSIGN(event, answer_on(queue, "making topics"));
  std::size_t count = 0;
  const auto* results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto code = rd_kafka_topic_result_error(results[i]);
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) continue;
    const char* detail = rd_kafka_topic_result_error_string(results[i]);
    return translate(code, std::string("making ") + rd_kafka_topic_result_name(results[i]), detail ? detail : "");
  }
  return await_leaders(table);
}

// A topic is made before every broker knows it, and shown before its partitions have leaders.
Status TopicAdmin::await_leaders(const Topics& table) {
  const auto deadline = std::chrono::steady_clock::now() + kRoundTrip;
  Signal never_rung;
  while (true) {
    LEAKPROOF_ASSIGN(cluster, shown());
    const auto is_there = [&](const Topic& topic) {
      const auto found = cluster.find(options_->topic_prefix + topic.name());
      return found != cluster.end() && found->second.led;
    };
    if (std::all_of(table.topic().begin(), table.topic().end(), is_there)) return {};
    if (std::chrono::steady_clock::now() > deadline)
      return retry("the topics are made, but not each of their partitions has a leader yet");
    never_rung.wait_for(kTopicsPause);
  }
}

}  // namespace leakproof::kafka
