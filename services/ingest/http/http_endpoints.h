// The HTTP endpoints of ingest. Each verifies the sender on the raw bytes, appends to an input topic and answers 2xx
// only when the record is durable. Handlers run on the server's threads and do not block.
//   POST /v1/workspaces/{workspace}/leads                         json_endpoint.cc         our own JSON API
//   POST, GET /hooks/{kind}/{workspace}/{source}[/{path_token}]   webhook_endpoint.cc      platforms and form builders
//   POST, OPTIONS /f/{workspace}/{source}[/{path_token}]          form_endpoint.cc         HTML forms
//   GET, POST /unsubscribe/{token}                                unsubscribe_endpoint.cc  ends e-mails to a lead
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "app/secrets.h"
#include "base/time.h"
#include "config/directory.h"
#include "config/late_config.h"
#include "crypto/unsubscribe_token.h"
#include "ingest/domain/decoded_lead.h"
#include "ingest/domain/text.h"
#include "ingest/http/rate_limit.h"
#include "ingest/http/recent_keys.h"
#include "ingest/http/sender_log.h"
#include "ingest/http/spool.h"
#include "ingest/sources/json_lead.h"
#include "ingest/sources/source_kinds.h"
#include "leakproof/lead/v1/submission.pb.h"
#include "net/http_routes.h"
#include "net/urlencoded.h"
#include "observe/metrics.h"
#include "stream/log.h"

namespace leakproof::ingest {

struct HttpEndpointOptions {
  std::string public_url;  // "https://leads.example.com": what senders call us, for those that sign the address
  Rate per_source{200, 400};
  Rate per_address{100, 200};
  std::shared_ptr<Spool> spool;  // for forms while the log is down; null: they are answered 503 as all others
  config::LateConfig* late_config = nullptr;  // null where configurations come from this process only
  std::shared_ptr<SenderLog> senders = std::make_shared<SenderLog>();
};

// Whether a browser sends to the path, on behalf of a person who cannot send again.
bool is_for_browsers(const std::string& path);

// A request on its way to its answer: counts it and times it. The callbacks that may answer share it.
class RequestContext {
 public:
  RequestContext(net::Respond respond, std::string endpoint, const Clock& clock, observe::Metrics& metrics,
                 std::shared_ptr<SenderLog> senders)
      : respond_(std::move(respond)),
        endpoint_(std::move(endpoint)),
        clock_(clock),
        metrics_(metrics),
        senders_(std::move(senders)),
        began_(clock.now()) {}
  // "workspace/source" or "workspace": as whose the request is refused or taken.
  void sent_by(std::string sender) { sender_ = std::move(sender); }
  void answer(net::HttpResponse response);
  // Answers with a refusal. `reason` is one of a short closed list, because it is a label.
  void refuse(const std::string& reason, net::HttpResponse response);
  // Nobody can say whether what the request names is on its way to this process.
  void refuse_unclear(const Error& error);
  Instant began() const { return began_; }

 private:
  net::Respond respond_;
  std::string endpoint_;
  const Clock& clock_;
  observe::Metrics& metrics_;
  const std::shared_ptr<SenderLog> senders_;
  std::string sender_;
  bool refused_ = false;
  Instant began_;
};
using RequestContextPtr = std::shared_ptr<RequestContext>;

// The leads in the body, by the decoder of the kind.
Decoded decoded(const net::HttpRequest& request, const SourceKind& kind);
// The sender's id of the submission: of its header, or of the lead when the body holds exactly one; a body that we
// cannot read yet is stored under its hash.
std::string provider_id_of(const net::HttpRequest& request, const SourceKind& kind, const Decoded& leads, Instant now);

class HttpEndpoints {
 public:
  // All outlive the endpoints, and the endpoints outlive the server.
  HttpEndpoints(stream::Log& log, const config::Directory& directory, const app::FileSecrets& secrets, const Text& text,
                const Clock& clock, observe::Metrics& metrics, HttpEndpointOptions options);
  void add_to(net::HttpRoutes& routes);

 private:
  struct ResolvedSource {  // the source that a request names
    std::shared_ptr<const config::Directory::Entry> workspace;
    const config::v1::Source* source;
    const SourceKind& kind;  // of the source
    std::string path_token;  // of the request
  };
  using Params = net::PathParams;

  void webhook(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void challenge(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void answer_verify_token(const net::FormFields& query, const ResolvedSource& resolved,
                           const RequestContextPtr& context);
  void answer_challenge_code(const std::string& code, const ResolvedSource& resolved, const RequestContextPtr& context);
  void form(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void preflight(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void unsubscribe_page(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void unsubscribe(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void json(const net::HttpRequest& request, const Params& params, net::Respond respond);
  void json_lead(const net::HttpRequest& request, const std::shared_ptr<const config::Directory::Entry>& workspace,
                 const std::string& key, bool is_current, const RequestContextPtr& context);
  // Asks for the source anew when nothing is on its way to this process any more.
  void json_lead_when_current(const net::HttpRequest& request, const std::string& workspace, const std::string& key,
                              const RequestContextPtr& context);

  using Handler = void (HttpEndpoints::*)(const net::HttpRequest&, const Params&, net::Respond);
  void serve(Handler handler, const net::HttpRequest& request, const Params& params, net::Respond respond);
  void serve_when_current(Handler handler, const net::HttpRequest& request, const Params& params, net::Respond respond);
  bool knows(const Params& params) const;
  RequestContextPtr context(net::Respond respond, const std::string& endpoint);
  std::optional<ResolvedSource> resolve(const Params& params) const;
  bool authentic(const net::HttpRequest& request, const ResolvedSource& resolved, Instant now) const;
  // Whether the request is within the rates; answers it 429 when it is not.
  bool within_address_rate(const net::HttpRequest& request, const RequestContextPtr& context);
  bool within_rates(const std::string& source, const net::HttpRequest& request, const RequestContextPtr& context);
  lead::v1::Submission submission(const net::HttpRequest& request, const ResolvedSource& resolved,
                                  const std::string& provider_id, std::string body, Instant now) const;
  // Appends the record. `stored` is the answer once it is durable, `lost` the answer when it is not.
  void append(const std::string& topic, const std::string& workspace, std::string value,
              const RequestContextPtr& context, net::HttpResponse stored, net::HttpResponse lost,
              std::function<void(bool)> done = {});
  void append(const lead::v1::Submission& submission, const RequestContextPtr& context, net::HttpResponse stored,
              net::HttpResponse lost, std::function<void(bool)> done = {});
  // The same for a submission whose sender does not send again: it may wait in the spool.
  void keep(const lead::v1::Submission& submission, const RequestContextPtr& context, net::HttpResponse stored,
            net::HttpResponse lost);
  // The token of a link; nullopt when the signature is not ours.
  std::optional<crypto::UnsubscribeToken> unsubscribe_token(const Params& params) const;
  // Appends what came with an Idempotency-Key. It is refused when the key was used with another body or is in flight.
  // A body that goes into quarantine does not use the key up: a corrected one may follow under it.
  void append_under_key(const lead::v1::Submission& submission, const RequestContextPtr& context,
                        net::HttpResponse stored, net::HttpResponse lost, bool to_quarantine);

  stream::Log& log_;
  const config::Directory& directory_;
  const app::FileSecrets& secrets_;
  const Text& text_;
  const Clock& clock_;
  observe::Metrics& metrics_;
  const HttpEndpointOptions options_;
  RateLimit sources_;
  RateLimit addresses_;
  const std::shared_ptr<RecentKeys> keys_ = std::make_shared<RecentKeys>();  // an append may end after the endpoints
};

// What the endpoints share.
constexpr std::size_t kStoredBytesMax = 768 * 1024;          // of a body; below the log's record limit
constexpr std::size_t kMultipartBytesMax = 5 * 1024 * 1024;  // as sent; what its files hold is not stored
bool is_utf8_or_unsaid(const net::HttpRequest& request);
bool is_json(const net::HttpRequest& request);
bool is_form(const net::HttpRequest& request);
// An Idempotency-Key: 1 to 255 visible ASCII characters.
bool is_key(std::string_view key);
// What is stored of the body: all of it, or of a multipart that is too large the part without its files. Nothing when
// that is too large, too.
std::optional<std::string> stored_body(const net::HttpRequest& request);
net::HttpResponse too_large();
net::HttpResponse bad_key();
net::HttpResponse cannot_store(const SourceKind& kind);
// The caller's trace, or a new one that follows from `id`.
std::string trace_of(const net::HttpRequest& request, const std::string& id);
// With what is kept as text only, or waits in quarantine.
std::string receipt_body(const std::string& receipt_id, const std::vector<Fault>& notes = {});

}  // namespace leakproof::ingest
