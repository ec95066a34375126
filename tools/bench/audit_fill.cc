// Writes the audit of COUNT leads under the configuration of a workspace file, as `leadctl audit export` does:
// decisions of the router's own processor, half a minute apart, most of them answered and won or lost. For
// measurements.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <cstdio>
#include <fstream>
#include <random>
#include <sstream>

#include "config/compile.h"
#include "crypto/digest.h"
#include "router/audit/decision_codec.h"
#include "router/router_processor.h"
#include "stream/fakes/draft_fake.h"

namespace leakproof::router {
namespace {

const Instant kStart = instant_from_micros(1'770'343'200'000'000);  // 2026-02-06T02:00:00Z
constexpr auto kApart = std::chrono::seconds(30);
constexpr const char* kCountries[] = {"VN", "VN", "VN", "DE", "DE", "AT", "FR", "SG"};
constexpr const char* kCities[] = {"Hồ Chí Minh", "Hà Nội", "Đà Nẵng", "Berlin", "Hamburg"};
constexpr const char* kSources[] = {"website", "meta-vn", "google-de", "partner-hook"};
constexpr const char* kGrades[] = {"cold", "warm", "warm", "hot"};

class Company {
 public:
  Company(config::v1::Workspace workspace, std::ostream& out) : workspace_(std::move(workspace)), out_(out) {}

  void configure() {
    lead::v1::Event event;
    auto& applied = *event.mutable_config_applied();
    applied.set_version(1);
    applied.set_workspace(config::canonical_bytes(workspace_));
    applied.set_hash(std::string(crypto::bytes_of(crypto::sha256(applied.workspace()))));
    feed(std::move(event), "");
  }
  void inquire(int number) {
    wait_until(kStart + number * kApart);
    const std::string id = "ld_" + std::to_string(number);
    feed(changed(id), id);
    feed(scored(), id);
    if (owner_.empty()) return;
    const std::string member = owner_;
    if (dice_() % 10 != 0) answer(id, member, lead::v1::Feedback::ACCEPTED);
    if (dice_() % 10 != 0) answer(id, member, dice_() % 3 == 0 ? lead::v1::Feedback::WON : lead::v1::Feedback::LOST);
  }

 private:
  template <std::size_t N>
  const char* one_of(const char* const (&words)[N]) {
    return words[dice_() % N];
  }
  lead::v1::Event changed(const std::string& id) {
    lead::v1::Event event;
    auto& change = *event.mutable_lead_changed();
    change.set_change(lead::v1::LeadChanged::CREATED);
    change.mutable_lead()->set_lead_id(id);
    auto& attributes = *change.mutable_lead()->mutable_attributes();
    const std::string country = one_of(kCountries);
    attributes["country"].set_text(country);
    attributes["phone_region"].set_text(country);
    attributes["city"].set_text(one_of(kCities));
    attributes["source"].set_text(one_of(kSources));
    attributes["has_phone"].set_flag(true);
    attributes["has_email"].set_flag(dice_() % 2 == 0);
    attributes["email_domain"].set_text("mail" + std::to_string(dice_() % 50) + ".example");
    attributes["custom.budget"].set_integer(dice_() % 70'000);
    return event;
  }
  lead::v1::Event scored() {
    lead::v1::Event event;
    event.mutable_lead_scored()->set_total(static_cast<double>(dice_() % 90));
    event.mutable_lead_scored()->set_grade(one_of(kGrades));
    return event;
  }
  void answer(const std::string& id, const std::string& member, lead::v1::Feedback::Outcome outcome) {
    lead::v1::Event event;
    event.mutable_activity()->set_lead_id(id);
    event.mutable_activity()->mutable_feedback()->set_outcome(outcome);
    event.mutable_activity()->mutable_feedback()->set_member_id(member);
    feed(std::move(event), id);
  }
  void feed(lead::v1::Event event, const std::string& lead_id) {
    event.set_workspace_id(workspace_.workspace_id());
    event.set_lead_id(lead_id);
    event.set_received_micros(to_micros(draft_.now()));
    LEAKPROOF_CHECK(processor_.on_event(event, draft_).ok());
    write();
  }
  void wait_until(Instant until) {
    while (!draft_.timers.empty() && draft_.timers.begin()->first.first <= until) {
      const auto fired = draft_.timers.begin()->second;
      draft_.set_now(std::max(draft_.now(), draft_.timers.begin()->first.first));
      draft_.timers.erase(draft_.timers.begin());
      LEAKPROOF_CHECK(processor_.on_timer(fired, draft_).ok());
      write();
    }
    draft_.set_now(until);
  }
  void write() {
    owner_.clear();
    google::protobuf::io::OstreamOutputStream buffered(&out_);
    google::protobuf::io::CodedOutputStream coded(&buffered);
    for (const auto& event : draft_.take_events()) {
      if (!event.has_audit()) continue;
      if (event.audit().decision().outcome() == lead::v1::Decision::ASSIGNED)
        owner_ = event.audit().decision().chosen().member_id();
      const std::string bytes = canonical_bytes(event.audit());
      coded.WriteVarint32(static_cast<std::uint32_t>(bytes.size()));
      coded.WriteString(bytes);
    }
  }

  const config::v1::Workspace workspace_;
  std::ostream& out_;
  stream::DraftFake draft_{kStart};
  RouterProcessor processor_{"bench"};
  std::mt19937 dice_{7};
  std::string owner_;  // of the lead fed last
};

int fill(const char* yaml_file, int count, const char* audit_file) {
  std::stringstream yaml;
  yaml << std::ifstream(yaml_file).rdbuf();
  const auto compiled = config::compile_workspace(yaml.str());
  if (!compiled.ok()) {
    std::fprintf(stderr, "%s", config::format_problems(yaml_file, compiled.problems).c_str());
    return 1;
  }
  std::ofstream out(audit_file, std::ios::binary);
  Company company(compiled.workspace, out);
  company.configure();
  for (int number = 0; number < count; ++number) company.inquire(number);
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace leakproof::router

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: audit_fill WORKSPACE.yaml COUNT AUDIT\n");
    return 64;
  }
  return leakproof::router::fill(argv[1], std::atoi(argv[2]), argv[3]);
}
