#include "process/peer_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "net/grpc_server.h"
#include "process/self_check.h"

namespace leakproof::process {
namespace {

using api::v1::Finding;
using testing::ElementsAre;
using testing::StartsWith;

std::vector<std::string> texts(const Findings& findings) {
  std::vector<std::string> all;
  for (const auto& one : findings)
    all.push_back(Finding::Weight_Name(one.weight()) + " " + one.subject() + ": " + one.text());
  return all;
}

// A process of another stage that a doctor cannot reach.
struct Peer {
  Peer(const app::FileSecrets& secrets, Findings findings)
      : service(secrets, [findings = std::move(findings)] { return findings; }) {
    server = *net::GrpcServer::start({}, {&service});
    address = "127.0.0.1:" + std::to_string(server->port());
  }
  OperationsService service;
  std::unique_ptr<net::GrpcServer> server;
  std::string address;
};

TEST(PeerFindings, EveryProcessIsAskedAndOneThatIsDownIsNamed) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("peer_findings." + std::to_string(getpid()));
  std::filesystem::create_directories(folder / "demo");
  std::ofstream(folder / "demo" / "api_token") << "token-1\n";
  const app::FileSecrets secrets(folder), strange(folder / "none");
  const Peer well(secrets, {finding(Finding::GOOD, "disk", "much"), finding(Finding::GOOD, "lag", "none")});
  const Peer ill(secrets, {finding(Finding::GOOD, "lag", "none"), finding(Finding::BAD, "disk", "0 MiB are free")});
  const Peer gone(secrets, {});
  const std::string& dead = gone.address;
  gone.server->stop({});
  const Peers router{{ill.address, "router"}}, scoring{{well.address, "scoring"}}, nurture{{dead, "nurture"}};
  const auto found = [&](const Peers& peers, const app::FileSecrets& known) {
    return texts(peer_findings(peers, "demo", known, grpc::InsecureChannelCredentials()));
  };
  EXPECT_THAT(found(router, secrets), ElementsAre("BAD disk: router at " + ill.address + ": 0 MiB are free"));
  EXPECT_THAT(found(scoring, secrets),
              ElementsAre("GOOD processes: scoring at " + well.address + " finds nothing wrong with itself"));
  EXPECT_THAT(found(nurture, secrets),
              ElementsAre(StartsWith("BAD processes: nurture at " + dead + " does not answer: start it")));
  EXPECT_EQ(found({{ill.address, "router"}, {well.address, "scoring"}}, secrets).size(), 2u);
  EXPECT_THAT(found(router, strange), ElementsAre(StartsWith("BAD processes: router"))) << "without the token";
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace leakproof::process
