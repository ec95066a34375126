// A Graph API that knows the people play has announced: GET /…/{leadgen_id} gives the lead as Meta would. Thread-safe.
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "base/result.h"
#include "leadctl/play_people.h"
#include "net/http_server.h"

namespace leakproof::leadctl {

class FakeGraph {
 public:
  // Listens on loopback; 0 is any free port.
  static Result<std::unique_ptr<FakeGraph>> start(std::uint16_t port);
  std::uint16_t port() const { return server_->port(); }
  void add(const std::string& leadgen_id, const Person& whom);

 private:
  net::HttpResponse answer(const std::string& path) const;

  mutable Mutex mutex_;
  std::map<std::string, Person> people_ LEAKPROOF_GUARDED_BY(mutex_);
  std::unique_ptr<net::HttpServer> server_;  // goes first: its handler uses the rest
};

// The Graph's answer for one lead.
std::string graph_lead(const std::string& leadgen_id, const Person& whom);

}  // namespace leakproof::leadctl
