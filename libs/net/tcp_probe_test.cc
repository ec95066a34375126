#include "net/tcp_probe.h"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace leakproof::net {
namespace {

TEST(TcpProbe, KnowsWhetherAnythingListens) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor acceptor(context, {boost::asio::ip::make_address("127.0.0.1"), 0});
  const auto address = "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port());
  EXPECT_TRUE(listens_at(address));
  EXPECT_TRUE(is_taken(address));
  acceptor.close();
  EXPECT_FALSE(listens_at(address));
  EXPECT_FALSE(is_taken(address));
  for (const char* nonsense : {"nonsense", "127.0.0.1:many", "unix:/nowhere", ""}) {
    EXPECT_FALSE(listens_at(nonsense)) << nonsense;
    EXPECT_FALSE(is_taken(nonsense)) << nonsense;
  }
}

}  // namespace
}  // namespace leakproof::net
