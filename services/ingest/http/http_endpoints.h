// The doors of ingest: HTTP in, a durable record, an answer. Each verifies the sender on the raw bytes, appends to an
// input topic and answers 2xx only when it is durable. Handlers run on the server's threads and do not block.
//   POST /v1/workspaces/{workspace}/leads                         json_door.cc     our own JSON API
//   POST, GET /hooks/{kind}/{workspace}/{source}[/{path_token}]   webhook_door.cc  platforms and form builders
//   POST, OPTIONS /f/{workspace}/{source}[/{path_token}]          form_door.cc     HTML forms
//   GET, POST /unsubscribe/{token}                                unsubscribe_door.cc  the way out of our mails
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "app/secrets.h"
#include "base/time.h"
#include "config/directory.h"
#include "crypto/unsubscribe_token.h"
#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/text.h"
#include "ingest/http/rate_limit.h"
#include "ingest/http/recent_keys.h"
#include "ingest/http/spool.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "net/http_routes.h"
#include "observe/metrics.h"
#include "stream/log.h"

namespace leakproof::ingest {

struct HttpEndpointOptions {
  std::string public_url;  // "https://leads.example.com": what senders call us, for those that sign the address
  Rate per_source{200, 400};
  Rate per_address{100, 200};
  std::shared_ptr<Spool> spool;  // for forms while the log is down; null: they hear 503 as all others
};

// One request on its way to its answer; counts and times it. Shared by the callbacks that may answer.
class RequestContext {
 public:
  RequestContext(Respond respond, std::string door, const Clock& clock, Metrics& metrics)
      : respond_(std::move(respond)), door_(std::move(door)), clock_(clock), metrics_(metrics), began_(clock.now()) {}
  void answer(HttpResponse response);
  // An answer that is a refusal; `reason` is of a short closed list: it is a label.
  void refuse(const std::string& reason, HttpResponse response);
  Instant began() const { return began_; }

 private:
  Respond respond_;
  std::string door_;
  const Clock& clock_;
  Metrics& metrics_;
  Instant began_;
};
using RequestContextPtr = std::shared_ptr<RequestContext>;

class HttpEndpoints {
 public:
  // All outlive the doors, and the doors outlive the server.
  HttpEndpoints(stream::Log& log, const config::Directory& directory, const FileSecrets& secrets, const Text& text,
                const Clock& clock, Metrics& metrics, HttpEndpointOptions options);
  void add_to(HttpRoutes& routes);

 private:
  struct ResolvedSource {  // of a request that names a source
    std::shared_ptr<const config::Directory::Entry> workspace;
    const config::v1::Source* source;
    std::string path_token;
  };
  using Params = PathParams;

  void webhook(const HttpRequest& request, const Params& params, Respond respond);
  void challenge(const HttpRequest& request, const Params& params, Respond respond);
  void form(const HttpRequest& request, const Params& params, Respond respond);
  void preflight(const HttpRequest& request, const Params& params, Respond respond);
  void unsubscribe_page(const HttpRequest& request, const Params& params, Respond respond);
  void unsubscribe(const HttpRequest& request, const Params& params, Respond respond);
  void json(const HttpRequest& request, const Params& params, Respond respond);
  void json_lead(const HttpRequest& request, const std::shared_ptr<const config::Directory::Entry>& workspace,
                 const std::string& key, const RequestContextPtr& context);

  RequestContextPtr context(Respond respond, const std::string& door);
  std::optional<ResolvedSource> place(const Params& params) const;
  bool authentic(const HttpRequest& request, const ResolvedSource& place, Instant now) const;
  // Within the rates; answers 429 otherwise.
  bool within_address_rate(const HttpRequest& request, const RequestContextPtr& context);
  bool within_rates(const std::string& source, const HttpRequest& request, const RequestContextPtr& context);
  lead::v1::Submission submission(const HttpRequest& request, const ResolvedSource& place,
                                  const std::string& provider_id, Instant now) const;
  // Appends it; `stored` is the answer once it is durable, `lost` when it is not.
  void append(const std::string& topic, const std::string& workspace, std::string value,
              const RequestContextPtr& context, HttpResponse stored, HttpResponse lost,
              std::function<void(bool)> done = {});
  void append(const lead::v1::Submission& submission, const RequestContextPtr& context, HttpResponse stored,
              HttpResponse lost, std::function<void(bool)> done = {});
  // The same for one whose sender cannot send again: it may be spooled.
  void keep(const lead::v1::Submission& submission, const RequestContextPtr& context, HttpResponse stored,
            HttpResponse lost);
  // Of a link whose signature is ours.
  std::optional<UnsubscribeToken> unsubscribe_token(const Params& params) const;
  // The same for what came with an Idempotency-Key: refused when the key was used with another body or is in flight.
  void append_under_key(const lead::v1::Submission& submission, const RequestContextPtr& context, HttpResponse stored,
                        HttpResponse lost);

  stream::Log& log_;
  const config::Directory& directory_;
  const FileSecrets& secrets_;
  const Text& text_;
  const Clock& clock_;
  Metrics& metrics_;
  const HttpEndpointOptions options_;
  RateLimit sources_;
  RateLimit addresses_;
  const std::shared_ptr<RecentKeys> keys_ = std::make_shared<RecentKeys>();  // an append may end after the doors
};

// Shared by the doors.
constexpr std::size_t kFormBytesMax = 768 * 1024;  // below the log's record limit
bool is_utf8_or_unsaid(const HttpRequest& request);
bool is_json(const HttpRequest& request);
bool is_form(const HttpRequest& request);
// An Idempotency-Key: 1 to 255 visible ASCII characters.
bool is_key(std::string_view key);
HttpResponse bad_key();
HttpResponse cannot_store(const std::string& kind);
// The caller's trace, or a new one that follows from `id`.
std::string trace_of(const HttpRequest& request, const std::string& id);
std::string receipt_body(const std::string& receipt_id);

}  // namespace leakproof::ingest
