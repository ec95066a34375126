// What the outside talks to: the public HTTP door, the gRPC API, and the operator's door. Opened when the pipeline has started.
#pragma once
#include <memory>

#include "net/grpc_server.h"
#include "net/http_server.h"
#include "standalone/pipeline.h"

namespace leakproof {

class Doors {
 public:
  // Everything named outlives the doors. Refuses a port that is taken.
  static Result<std::unique_ptr<Doors>> open(Pipeline& pipeline, stream::Log& log, const Clock& clock, Metrics& metrics,
                                             const FileSecrets& secrets, const Settings& settings);
  ~Doors();
  // Readiness falls first, then no new requests, then what is under way ends.
  void close(Duration patience);
  int http_port() const;
  int grpc_port() const;
  int admin_port() const;

 private:
  struct Parts;
  explicit Doors(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace leakproof
