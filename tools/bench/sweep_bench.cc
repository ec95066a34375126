// What a tick of the sweeps costs while so many leads are open: the router's own processor acts on 64 leads that are
// due; all others are open and not due. State in memory. Prints a JSON line: microseconds a tick (median), and a lead
// acted on.
//   sweep_bench OPEN_LEADS
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/check.h"
#include "leakproof/config/v1/workspace.pb.h"
#include "leakproof/state/v1/state.pb.h"
#include "router/domain/limits.h"
#include "router/router_processor.h"
#include "router/state/keys.h"
#include "router/state/stored.h"
#include "stream/fakes/draft_fake.h"

namespace {

using namespace leakproof;
using namespace std::chrono_literals;

constexpr int kTicks = 51;
const Instant kNow = instant_from_micros(1'770'343'200'000'000);
const std::string kWorkspace = "w";

void configure(router::RouterProcessor& processor, stream::DraftFake& draft) {
  config::v1::Workspace workspace;
  workspace.set_workspace_id(kWorkspace);
  workspace.set_default_zone("Asia/Ho_Chi_Minh");
  workspace.add_members()->set_member_id("boss");
  auto& sweep = *workspace.add_sweeps();
  sweep.set_kind("too_old");
  sweep.set_action("escalate");
  sweep.set_to_member_id("boss");
  sweep.set_after_micros(3'600'000'000);
  lead::v1::Event event;
  event.set_workspace_id(kWorkspace);
  event.mutable_config_applied()->set_version(1);
  event.mutable_config_applied()->set_workspace(workspace.SerializeAsString());
  LEAKPROOF_CHECK(processor.on_event(event, draft).ok());
}

// Open leads by age: those that a tick will act on with what is known of them, all others as they stand in the index.
void fill(int leads, stream::DraftFake& draft) {
  state::v1::SweepState state =
      router::load<state::v1::SweepState>(draft, router::keys::sweep_state(kWorkspace, "too_old"));
  for (int i = 0; i < leads; ++i) {
    const bool due = i < kTicks * router::kLeadsAStep;
    const std::string id = "ld_" + router::keys::sortable(i);
    const std::int64_t since = to_micros(due ? kNow - 2h : kNow) + i;
    draft.put(router::keys::sweep(kWorkspace, "too_old", since, id), std::to_string(since));
    if (!due) continue;
    state::v1::RoutedLead lead;
    lead.mutable_lead()->set_lead_id(id);
    lead.set_status(state::v1::RoutedLead::ESCALATED);
    draft.put(router::keys::lead(kWorkspace, id), lead.SerializeAsString());
  }
  state.set_leads(leads);
  draft.put(router::keys::sweep_state(kWorkspace, "too_old"), state.SerializeAsString());
}

double tick(router::RouterProcessor& processor, stream::DraftFake& draft) {
  auto due = draft.take_due();
  LEAKPROOF_CHECK(due.size() == 1);
  const auto begin = std::chrono::steady_clock::now();
  LEAKPROOF_CHECK(processor.on_timer(due.front(), draft).ok());
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
  LEAKPROOF_CHECK(draft.take_events().size() == router::kLeadsAStep);
  return took.count();
}

}  // namespace

int main(int argc, char** argv) {
  const int leads = argc > 1 ? std::atoi(argv[1]) : 10'000;
  stream::DraftFake draft(kNow);
  router::RouterProcessor processor("bench");
  configure(processor, draft);
  draft.take_events();
  fill(leads, draft);
  std::vector<double> ticks;
  for (int i = 0; i < kTicks; ++i) ticks.push_back(tick(processor, draft));
  std::ranges::sort(ticks);
  const double median = ticks[kTicks / 2];
  std::printf("{\"open\": %d, \"tick\": %.2f, \"lead\": %.3f}\n", leads, median, median / router::kLeadsAStep);
}
