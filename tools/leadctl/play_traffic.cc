#include "leadctl/play_traffic.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "crypto/standard_webhooks.h"
#include "net/urlencoded.h"

namespace leakproof::leadctl {
namespace {

using nlohmann::json;

constexpr std::size_t kRecentMax = 64;

// The answers a person gives, by the names that forms use; budget only when it is named.
std::vector<std::pair<std::string, std::string>> answers(const Person& whom) {
  std::vector<std::pair<std::string, std::string>> out{
      {"full_name", whom.full_name}, {"phone", whom.phone},
      {"email", whom.email},         {"company", whom.company},
      {"job_title", whom.job_title}, {"city", whom.city},
      {"country", whom.country},     {"employees", std::to_string(whom.employees)},
      {"product", whom.product},     {"demo_wanted", whom.demo_wanted ? "true" : "false"}};
  if (whom.budget > 0) out.emplace_back("budget", std::to_string(whom.budget));
  std::erase_if(out, [](const auto& answer) { return answer.second.empty(); });
  return out;
}

std::string google_column(const std::string& name) {
  static const std::map<std::string, std::string> names{
      {"full_name", "FULL_NAME"}, {"phone", "PHONE_NUMBER"}, {"email", "EMAIL"},    {"company", "COMPANY_NAME"},
      {"job_title", "JOB_TITLE"}, {"city", "CITY"},          {"country", "COUNTRY"}};
  const auto it = names.find(name);
  return it == names.end() ? name : it->second;
}

std::string meta_body(const std::string& id) {
  const json value{{"leadgen_id", id},
                   {"page_id", "153125381133"},
                   {"form_id", "12312312312"},
                   {"ad_id", "4001"},
                   {"created_time", 1760000000}};
  return json{
      {"object", "page"},
      {"entry",
       {{{"id", "153125381133"}, {"time", 1760000000}, {"changes", {{{"field", "leadgen"}, {"value", value}}}}}}}}
      .dump();
}

std::string google_body(const std::string& id, const std::string& key, const Person& whom) {
  json columns = json::array();
  for (const auto& [name, value] : answers(whom))
    columns.push_back({{"column_id", google_column(name)}, {"string_value", value}});
  return json{{"lead_id", id},        {"user_column_data", columns}, {"api_version", "1.0"}, {"form_id", 40000000000},
              {"campaign_id", 12345}, {"google_key", key},           {"gcl_id", "g-" + id}}
      .dump();
}

std::string typeform_body(const std::string& id, const Person& whom) {
  json given = json::array(), fields = json::array();
  for (const auto& [name, value] : answers(whom)) {
    const std::string type = name == "email" ? "email" : name == "phone" ? "phone_number" : "text";
    given.push_back({{"type", type},
                     {type, value},
                     {"field", {{"id", name}, {"ref", name}, {"type", type == "text" ? "short_text" : type}}}});
    fields.push_back({{"id", name}, {"ref", name}, {"title", name}, {"type", type == "text" ? "short_text" : type}});
  }
  const json response{{"form_id", "lT4Z3j"},
                      {"token", id},
                      {"submitted_at", "2026-01-05T03:10:22Z"},
                      {"hidden", {{"utm_source", "newsletter"}}},
                      {"definition", {{"id", "lT4Z3j"}, {"fields", fields}}},
                      {"answers", given}};
  return json{{"event_id", "ev-" + id}, {"event_type", "form_response"}, {"form_response", response}}.dump();
}

json object_of(const Person& whom) {
  json out = json::object();
  for (const auto& [name, value] : answers(whom)) out[name] = value;
  return out;
}

std::string form_body(const std::string& id, const Person& whom) {
  std::string body = "submission_id=" + net::percent_encode(id) + "&utm_source=google&gclid=g-" + id;
  for (const auto& [name, value] : answers(whom)) body += "&" + name + "=" + net::percent_encode(value);
  return body;
}

bool is_played(const std::string& kind) {
  static const std::vector<std::string> kinds{"meta", "google", "typeform", "webhook", "form", "json"};
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

std::string path_of(const std::string& workspace, const config::v1::Source& source) {
  if (source.kind() == "json") return "/v1/workspaces/" + workspace + "/leads";
  const std::string door = source.kind() == "form" ? "/f/" : "/hooks/" + source.kind() + "/";
  return door + workspace + "/" + source.source_id() + (source.path_token().empty() ? "" : "/" + source.path_token());
}

}  // namespace

const char* name_of(Expect expect) {
  switch (expect) {
    case Expect::kOk:
      return "ok";
    case Expect::kDuplicate:
      return "dup";
    case Expect::kQuarantine:
      return "quarantine";
    case Expect::kBad:
      return "bad";
  }
  return "";
}

std::string receipt_id(const std::string& workspace, const std::string& source, const std::string& provider_id) {
  return "rc_" + crypto::hex(crypto::sha256(workspace + '\0' + source + '\0' + provider_id)).substr(0, 24);
}

Result<Traffic> Traffic::make(const config::v1::Workspace& workspace, TrafficOptions options,
                              const SecretOf& secret_of) {
  Traffic traffic(workspace.workspace_id(), std::move(options));
  const auto& kinds = traffic.options_.kinds;
  std::string missing;
  for (const auto& source : workspace.sources()) {
    if (!is_played(source.kind()) ||
        (!kinds.empty() && std::find(kinds.begin(), kinds.end(), source.kind()) == kinds.end()))
      continue;
    const std::string name = source.kind() == "json" ? "api_token" : source.secret();
    const auto secret = name.empty() ? std::optional<std::string>("") : secret_of(name);
    if (secret)
      traffic.doors_.push_back({source, *secret});
    else
      missing += " " + name;
  }
  if (!missing.empty()) return refuse("no secret" + missing + ": leadctl config secrets FILE --dir DIR writes them");
  if (traffic.doors_.empty())
    return refuse("workspace " + workspace.workspace_id() +
                  " has no source that can be played: meta, google, typeform, webhook, form or json");
  return traffic;
}

Shot Traffic::next(Instant now) {
  ++count_;
  const auto dice = static_cast<int>(chance_() % 100);
  if (dice < options_.duplicates_percent && !recent_.empty()) {
    Shot again = recent_[chance_() % recent_.size()];
    again.expect = Expect::kDuplicate;
    return again;
  }
  const Door& door = doors_[chance_() % doors_.size()];
  Shot shot = fresh(door, now);
  if (dice < options_.duplicates_percent + options_.bad_percent) {
    spoil(shot, door, now);
    return shot;
  }
  recent_.push_back(shot);
  if (recent_.size() > kRecentMax) recent_.pop_front();
  return shot;
}

Shot Traffic::fresh(const Door& door, Instant now) {
  Shot shot;
  shot.kind = door.source.kind();
  const std::string number = std::to_string(options_.seed % 100000) + std::to_string(1'000'000'000 + count_);
  shot.id = shot.kind == "meta" ? number : shot.kind + "-" + number;
  shot.receipt = receipt_id(workspace_, door.source.source_id(), shot.id);
  shot.call.url = path_of(workspace_, door.source);
  // One in twenty inquires again, with an id of its own.
  const auto again = count_ > 20 && chance_() % 20 == 0 ? chance_() % 20 : 0;
  write_body(shot, door, person(options_.seed * 1'000'003 + count_ - again));
  sign(shot, door, door.secret, now);
  return shot;
}

void Traffic::write_body(Shot& shot, const Door& door, const Person& whom) {
  if (shot.kind == "meta" && on_meta_lead) on_meta_lead(shot.id, whom);
  if (shot.kind == "meta") shot.call.body = meta_body(shot.id);
  if (shot.kind == "google") shot.call.body = google_body(shot.id, door.secret, whom);
  if (shot.kind == "typeform") shot.call.body = typeform_body(shot.id, whom);
  if (shot.kind == "webhook")
    shot.call.body = json{{"type", "lead.created"}, {"id", shot.id}, {"data", object_of(whom)}}.dump();
  if (shot.kind == "form") shot.call.body = form_body(shot.id, whom);
  if (shot.kind == "json")
    shot.call.body =
        json{{"source", door.source.source_id()}, {"fields", object_of(whom)}, {"attribution", {{"utm_source", "api"}}}}
            .dump();
}

void Traffic::sign(Shot& shot, const Door& door, const std::string& secret, Instant now) const {
  auto& headers = shot.call.headers;
  headers = {{"Content-Type", shot.kind == "form" ? "application/x-www-form-urlencoded" : "application/json"}};
  const auto mac = crypto::hmac_sha256(secret, shot.call.body);
  if (shot.kind == "meta") headers.push_back({"X-Hub-Signature-256", "sha256=" + crypto::hex(mac)});
  if (shot.kind == "typeform")
    headers.push_back({"Typeform-Signature", "sha256=" + base64_encode(crypto::bytes_of(mac))});
  if (shot.kind == "json") {
    headers.push_back({"Authorization", "Bearer " + secret});
    headers.push_back({"Idempotency-Key", shot.id});
  }
  if (shot.kind == "form") {
    headers.push_back({"Accept", "application/json"});
    headers.push_back({"Idempotency-Key", shot.id});
    if (!door.source.form().allowed_origins().empty())
      headers.push_back({"Origin", door.source.form().allowed_origins(0)});
  }
  if (shot.kind != "webhook") return;
  const auto key = crypto::WebhookSecret::parse(secret);
  const auto seconds = to_micros(now) / 1'000'000;
  headers.push_back({"webhook-id", shot.id});
  headers.push_back({"webhook-timestamp", std::to_string(seconds)});
  headers.push_back(
      {"webhook-signature", key.ok() ? crypto::sign_webhook(*key, shot.id, seconds, shot.call.body) : "v1,"});
}

// Forged where the kind signs, broken or nameless where it does not.
void Traffic::spoil(Shot& shot, const Door& door, Instant now) {
  const bool nameless = chance_() % 2 == 0 && shot.kind != "meta";
  if (nameless) {
    Person nobody;
    nobody.product = "planning";
    write_body(shot, door, nobody);
    sign(shot, door, door.secret, now);
    shot.expect = shot.kind == "json" ? Expect::kBad : Expect::kQuarantine;
    return;
  }
  shot.expect = Expect::kBad;
  if (shot.kind == "form") {
    shot.call.headers[0].value = "text/xml";
  } else if (shot.kind == "json") {
    shot.call.body += "}";
  } else if (shot.kind == "google") {
    shot.call.body = google_body(shot.id, "wrong-key", person(count_));
  } else {
    shot.call.body += " ";
  }
}

}  // namespace leakproof::leadctl
