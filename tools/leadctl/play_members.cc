#include "leadctl/play_members.h"

#include <functional>
#include <sstream>

#include "base/big_endian.h"
#include "crypto/digest.h"
#include "leakproof/api/v1/event_service.grpc.pb.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "stream/topics.h"

namespace leakproof::leadctl {

using lead::v1::Feedback;

Result<Temper> parse_temper(const std::string& text) {
  Temper temper{0, 0};
  int ignore = 0;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const auto equals = part.find('=');
    const std::string name = part.substr(0, equals);
    int* into = name == "accept"    ? &temper.accept
                : name == "decline" ? &temper.decline
                : name == "ignore"  ? &ignore
                                    : nullptr;
    if (into == nullptr || equals == std::string::npos)
      return refuse("'" + part + "': expected accept=N, decline=N or ignore=N");
    *into = std::atoi(part.c_str() + equals + 1);
  }
  if (temper.accept < 0 || temper.decline < 0 || ignore < 0 || temper.accept + temper.decline + ignore != 100)
    return refuse("accept, decline and ignore must add up to 100");
  return temper;
}

Feedback::Outcome reaction(const lead::v1::Decision& decision, const Temper& temper, std::uint64_t seed) {
  const auto digest = crypto::sha256(decision.decision_id() + std::to_string(seed));
  const auto dice = static_cast<int>(read_big_endian(crypto::bytes_of(digest)) % 100);
  if (dice < temper.accept) return Feedback::ACCEPTED;
  return dice < temper.accept + temper.decline ? Feedback::DECLINED : Feedback::OUTCOME_UNSPECIFIED;
}

PlayedMembers::PlayedMembers(Session& session, Temper temper, std::uint64_t seed)
    : session_(session), temper_(temper), seed_(seed), channel_(session.channel()), thread_([this] { follow(); }) {}

PlayedMembers::~PlayedMembers() {
  stream_.TryCancel();
  thread_.join();
}

void PlayedMembers::follow() {
  api::v1::SubscribeRequest request;
  request.set_topic(stream::topics::kRoutingDecisions);
  request.set_workspace_id(session_.workspace);
  const auto stub = api::v1::EventService::NewStub(channel_);
  session_.authorize(stream_);
  const auto stream = stub->Subscribe(&stream_, request);
  api::v1::SubscribeResponse response;
  lead::v1::AuditRecord record;
  while (stream->Read(&response)) {
    if (record.ParseFromString(response.value()) && record.decision().outcome() == lead::v1::Decision::ASSIGNED)
      react(record.decision());
  }
  const auto status = stream->Finish();
  if (status.error_code() != grpc::StatusCode::CANCELLED) session_.err << "members: " << describe(status) << '\n';
}

void PlayedMembers::react(const lead::v1::Decision& decision) {
  const auto outcome = reaction(decision, temper_, seed_);
  ++(outcome == Feedback::ACCEPTED ? accepted_ : outcome == Feedback::DECLINED ? declined_ : ignored_);
  if (outcome == Feedback::OUTCOME_UNSPECIFIED) return;
  api::v1::RecordActivityRequest request;
  api::v1::RecordActivityResponse response;
  request.set_request_id("play-" + decision.decision_id());
  auto& activity = *request.mutable_activity();
  activity.set_workspace_id(session_.workspace);
  activity.set_lead_id(decision.lead_id());
  activity.set_actor(decision.chosen().member_id());
  activity.mutable_feedback()->set_outcome(outcome);
  activity.mutable_feedback()->set_member_id(decision.chosen().member_id());
  activity.mutable_feedback()->set_ownership_token(decision.ownership_token());
  if (outcome == Feedback::DECLINED) activity.mutable_feedback()->set_reason("busy");
  const auto context = session_.context();
  const auto status = api::v1::LeadService::NewStub(channel_)->RecordActivity(context.get(), request, &response);
  if (!status.ok()) session_.err << "members: " << describe(status) << '\n';
}

}  // namespace leakproof::leadctl
