// One client's connection: reads a request, gives it to the handler, writes the answer, and only then reads the next,
// so answers keep order. Everything runs on the connection's strand. It lives as long as an operation of its socket or
// the Respond of its request does.
//
//   idle -> head -> body -> serving -> writing -> idle …      any fault or time-out: writing -> lingering -> closed
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <map>
#include <memory>
#include <string>

#include "base/mutex.h"
#include "net/http_request_reader.h"
#include "net/http_server.h"

namespace leakproof::net {

class HttpConnection;

// What the connections of a server share.
struct HttpDoor {
  HttpServerOptions options;
  HttpHandler handler;
  boost::asio::io_context context;

  Mutex mutex;
  ConditionVariable emptied;  // `open` has become empty
  std::map<HttpConnection*, std::weak_ptr<HttpConnection>> open LEAKPROOF_GUARDED_BY(mutex);
  bool closing LEAKPROOF_GUARDED_BY(mutex) = false;  // no request after the current one
  bool closed LEAKPROOF_GUARDED_BY(mutex) = false;   // no thread runs the context any more
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  // One that `uses_kept_place` may serve the paths only that places are kept for, while there is no other place.
  HttpConnection(std::shared_ptr<HttpDoor> door, Socket socket, bool uses_kept_place);
  ~HttpConnection();
  void start();
  // Answers `status` to whoever has connected and closes.
  void turn_away(int status);
  // Closes now, or with `finish` as soon as the request being served is answered. From any thread.
  void close_soon(bool finish);

 private:
  enum class Phase { kIdle, kHead, kBody, kServing, kWriting, kLingering, kClosed };

  void enter(Phase phase, std::chrono::milliseconds at_most);
  void on_timeout();
  void advance();
  void read();
  void send_continue();
  void serve();
  void deliver(HttpResponse response);
  void refuse(const HttpFault& fault);
  void write(HttpResponse response);
  void on_written();
  void linger();
  void drain();
  void close();
  bool door_closing() const;
  bool has_no_place() const;

  std::shared_ptr<HttpDoor> door_;  // outlives the socket: it owns the context
  boost::asio::strand<boost::asio::io_context::executor_type> strand_;
  Socket socket_;
  boost::asio::steady_timer timer_;
  unsigned timer_round_ = 0;  // a time-out of an earlier round is void
  HttpRequestReader reader_;
  const bool uses_kept_place_;
  Phase phase_ = Phase::kIdle;
  std::string peer_;
  std::string input_;
  std::size_t window_bytes_ = 0;  // of the body, in the current window
  bool keep_alive_ = false;
  bool head_only_ = false;  // the request is a HEAD
  std::string output_head_;
  std::string output_body_;
};

}  // namespace leakproof::net
