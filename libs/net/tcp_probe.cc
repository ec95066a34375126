#include "net/tcp_probe.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "base/parse_number.h"

namespace leakproof::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::chrono::seconds kPatience{1};

}  // namespace

bool listens_at(const std::string& server) {
  const auto colon = server.rfind(':');
  if (colon == server.npos || server.starts_with("unix:")) return false;
  asio::io_context context;
  tcp::resolver resolver(context);
  tcp::socket socket(context);
  error_code unknown;
  const auto found = resolver.resolve(server.substr(0, colon), server.substr(colon + 1), unknown);
  bool listens = false;
  asio::async_connect(socket, found, [&](const error_code& error, const auto&) { listens = !error; });
  context.run_for(kPatience);
  return listens;
}

bool is_taken(const std::string& address) {
  const auto colon = address.rfind(':');
  error_code error;
  const auto host = asio::ip::make_address(address.substr(0, colon), error);
  const auto port = colon == address.npos ? std::nullopt : parse_number<std::uint16_t>(address.substr(colon + 1));
  if (error || !port) return false;
  asio::io_context context;
  tcp::acceptor probe(context);
  const tcp::endpoint endpoint(host, *port);
  probe.open(endpoint.protocol(), error);
  if (!error) probe.bind(endpoint, error);
  return error == asio::error::address_in_use || error == asio::error::access_denied;
}

}  // namespace leakproof::net
