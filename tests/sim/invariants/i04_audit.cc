// I4: each decision is one audit record and each audit record one decision, in the journal, in the router's store and
// as published; the records of a workspace are one chain of hashes.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>

#include <set>

#include "crypto/digest.h"
#include "invariants/checks.h"
#include "invariants/facts.h"

namespace leakproof::sim {
namespace {

// With its maps in order, as it was hashed.
std::string bytes_of_record(const lead::v1::AuditRecord& record) {
  std::string bytes;
  google::protobuf::io::StringOutputStream text(&bytes);
  google::protobuf::io::CodedOutputStream out(&text);
  out.SetSerializationDeterministic(true);
  record.SerializeToCodedStream(&out);
  out.Trim();
  return bytes;
}

struct Chain {
  std::vector<std::string> records;
  std::set<std::string> decisions;
};

std::map<std::string, Chain> chains(const Story& story, Breaches& breaches) {
  std::map<std::string, Chain> chains;  // by workspace
  each_fact(story, "router", [&](const Fact& fact) {
    auto& chain = chains[fact.event.workspace_id()];
    if (fact.event.has_assignment_changed() && !chain.decisions.contains(fact.event.assignment_changed().decision_id()))
      breaches.push_back(
          {"I4", at(fact) + " names a decision that is in no audit: " + fact.event.assignment_changed().decision_id()});
    if (!fact.event.has_audit()) return;
    const auto& record = fact.event.audit();
    const std::string before = chain.records.empty()
                                   ? std::string(32, '\0')
                                   : std::string(crypto::bytes_of(crypto::sha256(chain.records.back())));
    if (record.chain_seq() != static_cast<std::int64_t>(chain.records.size()) + 1 || record.previous_hash() != before)
      breaches.push_back({"I4", at(fact) + ": audit record " + std::to_string(record.chain_seq()) +
                                    " does not follow the one before"});
    if (record.has_decision() && !chain.decisions.insert(record.decision().decision_id()).second)
      breaches.push_back({"I4", at(fact) + ": decision " + record.decision().decision_id() + " is there twice"});
    chain.records.push_back(bytes_of_record(record));
  });
  return chains;
}

std::map<std::string, std::vector<std::string>> stored(const Evidence& evidence) {
  std::map<std::string, std::vector<std::string>> records;
  for (const auto& [place, contents] : evidence.stores) {
    if (place.first != "router") continue;
    for (const auto& [key, value] : contents) {
      const auto kind = key.find(std::string("\0audit\0", 7));
      if (kind != std::string::npos) records[key.substr(1, kind - 1)].push_back(value);
    }
  }
  return records;
}

std::map<std::string, std::vector<std::string>> published(const Evidence& evidence) {
  std::map<std::string, std::vector<std::string>> records;
  for (const auto& [topic, log] : evidence.log) {
    if (topic.topic != "routing.decisions") continue;
    for (const auto& record : log) records[record.record.key].push_back(record.record.value);
  }
  return records;
}

}  // namespace

void check_i04(const Evidence& evidence, const Story& story, Breaches& breaches) {
  const auto in_store = stored(evidence), in_topic = published(evidence);
  for (const auto& [workspace, chain] : chains(story, breaches)) {
    const auto same = [&](const auto& place) {
      const auto found = place.find(workspace);
      return found == place.end() ? chain.records.empty() : found->second == chain.records;
    };
    if (!same(in_store)) breaches.push_back({"I4", "the audit of " + workspace + " in the router's store is another"});
    if (evidence.publishes && !same(in_topic))
      breaches.push_back({"I4", "the published audit of " + workspace + " is another"});
  }
}

}  // namespace leakproof::sim
