#include "net/http_server.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <thread>
#include <vector>

#include "net/http_connection.h"

namespace leakproof::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How many connections beyond the cap are told 503; the rest are closed without a word.
constexpr std::size_t kTurnedAwayMax = 64;
constexpr std::chrono::milliseconds kAcceptPause{100};  // when the process is out of descriptors

}  // namespace

Respond::~Respond() {
  if (deliver_) (*this)(problem(500, {}, "the request was not answered"));
}

void Respond::operator()(HttpResponse response) {
  LEAKPROOF_CHECK(deliver_);
  const Deliver deliver = std::exchange(deliver_, nullptr);
  deliver(std::move(response));
}

struct HttpServer::Core {
  explicit Core(std::shared_ptr<HttpDoor> shared)
      : door(std::move(shared)),
        acceptor(asio::make_strand(door->context)),
        pause(acceptor.get_executor()),
        work(asio::make_work_guard(door->context)) {}

  Status listen();
  void accept();
  void admit(tcp::socket socket);
  std::vector<std::shared_ptr<HttpConnection>> connections();

  std::shared_ptr<HttpDoor> door;
  tcp::acceptor acceptor;  // on a strand of its own, with the pause
  asio::steady_timer pause;
  std::uint16_t port = 0;
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::vector<std::thread> threads;
};

Status HttpServer::Core::listen() {
  const std::string where = door->options.address + ":" + std::to_string(door->options.port);
  error_code error;
  const auto address = asio::ip::make_address(door->options.address, error);
  if (error) return refuse("listening on " + where + ": the address must be numeric, such as 127.0.0.1 or ::");
  const tcp::endpoint endpoint(address, door->options.port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  const std::string why = "listening on " + where + ": " + error.message();
  if (error == asio::error::address_in_use || error == asio::error::access_denied)
    return fatal(why + ": choose another port or end what holds it");
  if (error) return refuse(why + ": is it an address of this machine?");
  port = acceptor.local_endpoint().port();
  return {};
}

void HttpServer::Core::accept() {
  acceptor.async_accept(door->context, [this](error_code error, tcp::socket socket) {
    if (error == asio::error::operation_aborted || !acceptor.is_open()) return;
    if (!error) {
      admit(std::move(socket));
      return accept();
    }
    pause.expires_after(kAcceptPause);
    pause.async_wait([this](error_code stopped) {
      if (!stopped) accept();
    });
  });
}

void HttpServer::Core::admit(tcp::socket socket) {
  const HttpServerOptions& options = door->options;
  std::shared_ptr<HttpConnection> connection;
  std::size_t others = 0;
  {
    MutexLock lock(door->mutex);
    others = door->open.size();
    connection = std::make_shared<HttpConnection>(door, std::move(socket),
                                                  others + options.connections_kept >= options.connections_max);
    // A connection let in now could be one that stop() does not see.
    if (door->closing) others = options.connections_max + kTurnedAwayMax;
    if (others < options.connections_max + kTurnedAwayMax) door->open.emplace(connection.get(), connection);
  }
  if (others < options.connections_max)
    connection->start();
  else if (others < options.connections_max + kTurnedAwayMax)
    connection->turn_away(503);
}

std::vector<std::shared_ptr<HttpConnection>> HttpServer::Core::connections() {
  std::vector<std::shared_ptr<HttpConnection>> alive;
  MutexLock lock(door->mutex);
  for (const auto& [key, connection] : door->open) {
    if (auto held = connection.lock()) alive.push_back(std::move(held));
  }
  return alive;
}

HttpServer::HttpServer(std::unique_ptr<Core> core) : core_(std::move(core)) {}
HttpServer::~HttpServer() { stop({}); }
std::uint16_t HttpServer::port() const { return core_->port; }

Result<std::unique_ptr<HttpServer>> HttpServer::start(HttpServerOptions options, HttpHandler handler) {
  auto door = std::make_shared<HttpDoor>();
  door->options = std::move(options);
  door->handler = std::move(handler);
  auto core = std::make_unique<Core>(std::move(door));
  LEAKPROOF_TRY(core->listen());
  core->accept();
  for (int i = 0; i < core->door->options.threads; ++i)
    core->threads.emplace_back([door = core->door] { door->context.run(); });
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(core)));
}

void HttpServer::stop(std::chrono::milliseconds at_most) {
  if (core_->threads.empty()) return;
  HttpDoor& door = *core_->door;
  {
    MutexLock lock(door.mutex);
    door.closing = true;
  }
  asio::post(core_->acceptor.get_executor(), [core = core_.get()] {
    error_code ignored;
    core->acceptor.close(ignored);
    core->pause.cancel();
  });
  for (const auto& connection : core_->connections()) connection->close_soon(true);
  {
    MutexLock lock(door.mutex);
    door.emptied.wait_for(lock, at_most, [&]() LEAKPROOF_REQUIRES(door.mutex) { return door.open.empty(); });
    door.closed = true;
  }
  for (const auto& connection : core_->connections()) connection->close_soon(false);
  core_->work.reset();
  for (std::thread& thread : core_->threads) thread.join();
  core_->threads.clear();
}

}  // namespace leakproof::net
