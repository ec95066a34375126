// Tested by: libs/net/http_server_test.cc
#include "net/http_connection.h"

#include <array>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace leakproof::net {
namespace {

using boost::system::error_code;
constexpr std::size_t kReadBytes = 16 * 1024;
constexpr std::chrono::milliseconds kLinger{2'000};
const HttpFault kNoPlace{503, "there are too many connections: try again later"};

bool is_safe(const HttpHeader& header) {
  return (header.name + header.value).find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

std::string head_of(const HttpResponse& response, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head.append(reason_phrase(response.status)).append("\r\n");
  if (!response.content_type.empty()) head += "Content-Type: " + response.content_type + "\r\n";
  for (const HttpHeader& header : response.headers) {
    if (is_safe(header)) head += header.name + ": " + header.value + "\r\n";
  }
  if (response.status != 204) head += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return head + (keep_alive ? "\r\n" : "Connection: close\r\n\r\n");
}

}  // namespace

HttpConnection::HttpConnection(std::shared_ptr<HttpDoor> door, Socket socket, bool uses_kept_place)
    : door_(std::move(door)),
      strand_(boost::asio::make_strand(door_->context)),
      socket_(std::move(socket)),
      timer_(door_->context),
      reader_(door_->options.body_rule),
      uses_kept_place_(uses_kept_place),
      input_(kReadBytes, '\0') {
  error_code ignored;
  socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  const auto endpoint = socket_.remote_endpoint(ignored);
  if (!ignored) peer_ = endpoint.address().to_string();
}

HttpConnection::~HttpConnection() {
  MutexLock lock(door_->mutex);
  door_->open.erase(this);
  if (door_->open.empty()) door_->emptied.notify_all();
}

void HttpConnection::start() {
  boost::asio::post(strand_, [self = shared_from_this()] {
    // A connection that says nothing at all gets no longer than one that says its head slowly.
    self->enter(Phase::kIdle, self->door_->options.head_timeout);
    self->read();
  });
}

void HttpConnection::turn_away(int status) {
  boost::asio::post(strand_, [self = shared_from_this(), status] { self->refuse({status, kNoPlace.detail}); });
}

void HttpConnection::close_soon(bool finish) {
  boost::asio::post(strand_, [self = shared_from_this(), finish] {
    const bool busy = self->phase_ != Phase::kIdle && self->phase_ != Phase::kClosed;
    if (!finish || !busy) self->close();
  });
}

bool HttpConnection::door_closing() const {
  MutexLock lock(door_->mutex);
  return door_->closing;
}

// Zero means no limit: a handler may take its time, its own deadlines bound it.
void HttpConnection::enter(Phase phase, std::chrono::milliseconds at_most) {
  phase_ = phase;
  const unsigned round = ++timer_round_;
  timer_.cancel();
  if (at_most.count() == 0) return;
  timer_.expires_after(at_most);
  timer_.async_wait(boost::asio::bind_executor(strand_, [self = shared_from_this(), round](error_code error) {
    if (!error && round == self->timer_round_) self->on_timeout();
  }));
}

void HttpConnection::on_timeout() {
  const HttpServerOptions& options = door_->options;
  if (phase_ == Phase::kBody && window_bytes_ >= options.body_bytes_per_window) {
    window_bytes_ = 0;
    return enter(Phase::kBody, options.body_window);
  }
  if (phase_ == Phase::kHead || phase_ == Phase::kBody) return refuse({408, "the request came too slowly"});
  close();
}

void HttpConnection::read() {
  socket_.async_read_some(
      boost::asio::buffer(input_),
      boost::asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t size) {
        const Phase phase = self->phase_;
        if (phase != Phase::kIdle && phase != Phase::kHead && phase != Phase::kBody) return;
        if (error) return self->close();
        self->window_bytes_ += size;
        self->reader_.receive(std::string_view(self->input_).substr(0, size));
        self->advance();
      }));
}

// The request at hand, of which the head is there, has come by a place that is kept for others.
bool HttpConnection::has_no_place() const {
  const HttpServerOptions& options = door_->options;
  if (!uses_kept_place_ || options.kept_for(reader_.path())) return false;
  MutexLock lock(door_->mutex);
  return door_->open.size() > options.connections_max - options.connections_kept;
}

void HttpConnection::advance() {
  switch (reader_.advance()) {
    case HttpRequestReader::State::kHead:
      if (phase_ == Phase::kIdle && reader_.started()) enter(Phase::kHead, door_->options.head_timeout);
      return read();
    case HttpRequestReader::State::kBody:
      if (phase_ == Phase::kBody) return read();
      if (has_no_place()) return refuse(kNoPlace);
      window_bytes_ = 0;
      enter(Phase::kBody, door_->options.body_window);
      return reader_.awaits_continue() ? send_continue() : read();
    case HttpRequestReader::State::kReady:
      return phase_ != Phase::kBody && has_no_place() ? refuse(kNoPlace) : serve();
    case HttpRequestReader::State::kFault:
      return refuse(reader_.fault());
  }
}

void HttpConnection::send_continue() {
  output_head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  boost::asio::async_write(
      socket_, boost::asio::buffer(output_head_),
      boost::asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) {
        if (self->phase_ == Phase::kBody) error ? self->close() : self->read();
      }));
}

void HttpConnection::serve() {
  enter(Phase::kServing, {});
  HttpRequest request = reader_.take();
  keep_alive_ = reader_.keep_alive();
  head_only_ = request.method == "HEAD";
  request.peer = peer_;
  door_->handler(request,
                 Respond([self = shared_from_this()](HttpResponse response) { self->deliver(std::move(response)); }));
}

void HttpConnection::deliver(HttpResponse response) {
  // Under the lock, so that nothing is posted to a context that nobody runs any more.
  MutexLock lock(door_->mutex);
  if (door_->closed) return;
  boost::asio::post(strand_, [self = shared_from_this(), response = std::move(response)]() mutable {
    if (self->phase_ != Phase::kServing) return;
    self->keep_alive_ = self->keep_alive_ && !self->door_closing();
    self->write(std::move(response));
  });
}

void HttpConnection::refuse(const HttpFault& fault) {
  if (observe::Metrics* metrics = door_->options.metrics) {
    metrics
        ->counter("leakproof_http_refused_total", "Requests refused before a handler saw them.",
                  {{"status", std::to_string(fault.status)}})
        .Increment();
  }
  error_code ignored;
  socket_.cancel(ignored);
  keep_alive_ = false;
  head_only_ = false;
  HttpResponse response = problem(fault.status, {}, fault.detail);
  if (fault.status == 503) response.headers.push_back({"Retry-After", "1"});
  write(std::move(response));
}

void HttpConnection::write(HttpResponse response) {
  enter(Phase::kWriting, kWriteTimeout);
  output_head_ = head_of(response, keep_alive_);
  output_body_ = head_only_ || response.status == 204 ? std::string() : std::move(response.body);
  const std::array<boost::asio::const_buffer, 2> output = {boost::asio::buffer(output_head_),
                                                           boost::asio::buffer(output_body_)};
  boost::asio::async_write(
      socket_, output, boost::asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) {
        if (self->phase_ != Phase::kWriting) return;
        error ? self->close() : self->on_written();
      }));
}

void HttpConnection::on_written() {
  if (!keep_alive_) return linger();
  enter(Phase::kIdle, door_->options.idle_timeout);
  if (door_closing()) return close();
  advance();
}

// Closing with unread input would reset the connection and could destroy the answer on its way: say that we are done,
// and read on for a moment.
void HttpConnection::linger() {
  error_code ignored;
  socket_.shutdown(Socket::shutdown_send, ignored);
  enter(Phase::kLingering, kLinger);
  drain();
}

void HttpConnection::drain() {
  socket_.async_read_some(
      boost::asio::buffer(input_),
      boost::asio::bind_executor(strand_, [self = shared_from_this()](error_code error, std::size_t) {
        if (self->phase_ != Phase::kLingering) return;
        error ? self->close() : self->drain();
      }));
}

void HttpConnection::close() {
  enter(Phase::kClosed, {});
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace leakproof::net
