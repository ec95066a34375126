#include "config/score_attributes.h"

namespace leakproof::config {

google::protobuf::Map<std::string, lead::v1::Value> score_attributes(const lead::v1::LeadScored& score) {
  google::protobuf::Map<std::string, lead::v1::Value> attributes;
  for (const auto& attribute : kScoreAttributes)
    attribute.read(score, attributes[std::string(attribute.path.substr(kScorePrefix.size()))]);
  return attributes;
}

}  // namespace leakproof::config
