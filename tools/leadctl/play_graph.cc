#include "leadctl/play_graph.h"

#include <nlohmann/json.hpp>

namespace leakproof::leadctl {

using nlohmann::json;

std::string graph_lead(const std::string& leadgen_id, const Person& whom) {
  json fields = json::array();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) fields.push_back({{"name", name}, {"values", {value}}});
  };
  add("full_name", whom.full_name);
  add("phone_number", whom.phone);
  add("email", whom.email);
  add("company_name", whom.company);
  add("job_title", whom.job_title);
  add("city", whom.city);
  add("country", whom.country);
  add("budget", whom.budget > 0 ? std::to_string(whom.budget) : "");
  add("employees", whom.employees > 0 ? std::to_string(whom.employees) : "");
  add("demo_wanted", whom.demo_wanted ? "true" : "false");
  return json{{"id", leadgen_id},          {"created_time", "2026-01-05T03:10:22+0000"},
              {"form_id", "12312312312"},  {"campaign_id", "777"},
              {"campaign_name", "spring"}, {"field_data", fields}}
      .dump();
}

Result<std::unique_ptr<FakeGraph>> FakeGraph::start(std::uint16_t port) {
  auto graph = std::make_unique<FakeGraph>();
  net::HttpServerOptions options;
  options.port = port;
  LEAKPROOF_ASSIGN(server, net::HttpServer::start(
                               options, [raw = graph.get()](const net::HttpRequest& request, net::Respond respond) {
                                 respond(raw->answer(request.path));
                               }));
  graph->server_ = std::move(server);
  return graph;
}

void FakeGraph::add(const std::string& leadgen_id, const Person& whom) {
  MutexLock lock(mutex_);
  people_[leadgen_id] = whom;
}

net::HttpResponse FakeGraph::answer(const std::string& path) const {
  const auto id = path.substr(path.rfind('/') + 1);
  MutexLock lock(mutex_);
  const auto it = people_.find(id);
  if (it != people_.end()) return net::json_response(200, graph_lead(id, it->second));
  return net::json_response(
      400,
      R"({"error":{"message":"Unsupported get request","type":"GraphMethodException","code":100,"error_subcode":33}})");
}

}  // namespace leakproof::leadctl
