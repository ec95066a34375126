// The operator's door, apart from the public one: GET /metrics, /healthz (the loops turn), /readyz (can take work); 200
// or 503, which says what is missing.
#pragma once
#include <functional>
#include <memory>

#include "net/http_server.h"
#include "observe/metrics.h"

namespace leakproof::net {

// `alive` and `ready` are asked on the server's thread and must answer at once; they and `metrics` outlive the server.
Result<std::unique_ptr<HttpServer>> start_admin_server(const std::string& address, std::uint16_t port,
                                                       const observe::Metrics& metrics, std::function<bool()> alive,
                                                       std::function<Status()> ready);

}  // namespace leakproof::net
