// bench_hop: one hop on a Kafka cluster, as a stage that serves or as the load that measures it. Driven by
// tools/bench/commit.
#include <csignal>
#include <cstdio>
#include <map>
#include <thread>

#include "bench/hop/hop.h"
#include "kafka/topic_admin.h"

namespace leakproof::bench {
namespace {

Status make_topics(const kafka::KafkaOptions& options) {
  LEAKPROOF_ASSIGN(admin, kafka::TopicAdmin::connect(options));
  return admin.create_missing(kafka::topics(), 1, 1);
}

Status serve(const std::string& how, const kafka::KafkaOptions& options, const std::string& directory) {
  std::atomic<bool> stop = false;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([&stop, signals] {
    int which = 0;
    sigwait(&signals, &which);
    stop = true;
    stop.notify_all();
  }).detach();
  const Serving serving{options, directory, stop};
  if (how == "log-first") return serve_log_first(serving);
  static const std::map<std::string, Commit> kBook = {{"transactions", Commit::kTransactions},
                                                      {"every-100-ms", Commit::kTransactionsEvery100},
                                                      {"none", Commit::kNone}};
  const auto commit = kBook.find(how);
  return commit == kBook.end() ? fatal("no way of committing is called " + how)
                               : serve_by_the_book(serving, commit->second);
}

int run(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: bench_hop serve BROKERS PREFIX HOW DIRECTORY | load BROKERS PREFIX RATE SECONDS\n", stderr);
    return 64;
  }
  kafka::KafkaOptions options;
  options.brokers = argv[2];
  options.topic_prefix = argv[3];
  Status done = make_topics(options);
  if (done.ok())
    done = std::string(argv[1]) == "serve" ? serve(argv[4], options, argv[5])
                                           : load(options, std::stod(argv[4]), std::stod(argv[5]));
  if (!done.ok()) std::fprintf(stderr, "bench_hop: %s\n", done.error().message().c_str());
  return done.ok() ? 0 : 1;
}

}  // namespace
}  // namespace leakproof::bench

int main(int argc, char** argv) { return leakproof::bench::run(argc, argv); }
