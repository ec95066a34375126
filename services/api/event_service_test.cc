#include "api/event_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/event_position.h"
#include "api/fakes/world_fake.h"
#include "base/encoding.h"

namespace leakproof::api {
namespace {

using testing::ElementsAre;

lead::v1::Event event_of(const std::string& id, const std::string& workspace = "demo") {
  lead::v1::Event event;
  event.set_event_id(id);
  event.set_workspace_id(workspace);
  return event;
}

class EventServiceTest : public testing::Test {
 protected:
  struct Taken {
    grpc::Status status;
    std::vector<std::string> ids;
    std::vector<std::string> positions;
  };
  Taken take(const std::string& topic, const std::string& position = "") {
    grpc::ClientContext context;
    v1::SubscribeRequest request;
    request.set_topic(topic);
    request.set_workspace_id("demo");
    request.set_position(position);
    request.set_until_now(true);
    auto stream = stub_->Subscribe(&context, request);
    Taken taken;
    for (v1::SubscribeResponse record; stream->Read(&record);) {
      taken.ids.push_back(record.event_id());
      taken.positions.push_back(record.position());
    }
    taken.status = stream->Finish();
    return taken;
  }

  WorldFake world_;
  std::unique_ptr<v1::EventService::Stub> stub_ = world_.stub<v1::EventService>();
};

TEST_F(EventServiceTest, GivesTheRecordsOfTheWorkspaceAndGoesOnBehindAPosition) {
  world_.stages.journal("ingest", {event_of("ingest-1"), event_of("ingest-2", "other"), event_of("ingest-3")});
  world_.stages.journal("ingest", {event_of("ingest-4")});
  const auto all = take("lead.events");
  EXPECT_TRUE(all.status.ok());
  EXPECT_THAT(all.ids, ElementsAre("ingest-1", "ingest-3", "ingest-4"));
  EXPECT_THAT(take("lead.events", all.positions[0]).ids,
              ElementsAre("ingest-3", "ingest-4"));  // in the middle of an effect
  EXPECT_THAT(take("lead.events", all.positions[1]).ids, ElementsAre("ingest-4"));
  EXPECT_THAT(take("lead.events", all.positions[2]).ids, ElementsAre());
  EXPECT_EQ(take("lead.scores", all.positions[2]).status.error_code(), grpc::StatusCode::INVALID_ARGUMENT)
      << "of another topic";
  const auto before_topics = base64_encode(base64_decode(all.positions[0])->substr(0, 16));
  EXPECT_THAT(take("lead.events", before_topics).ids, ElementsAre("ingest-3", "ingest-4")) << "of an earlier version";
}

TEST_F(EventServiceTest, DeadLettersComeFromEveryStage) {
  for (const std::string stage : {"ingest", "scoring", "router", "nurture"}) {
    auto letter = event_of(stage + "-1");
    letter.mutable_dead_letter()->set_stage(stage);
    world_.stages.journal(stage, {letter});
  }
  const auto all = take("dead.letters");
  EXPECT_THAT(all.ids, ElementsAre("ingest-1", "scoring-1", "router-1", "nurture-1"));
  EXPECT_THAT(take("dead.letters", all.positions[1]).ids, ElementsAre("router-1", "nurture-1"));
}

TEST_F(EventServiceTest, WaitsForMore) {
  grpc::ClientContext context;
  v1::SubscribeRequest request;
  request.set_topic("routing.decisions");
  request.set_workspace_id("demo");
  auto stream = stub_->Subscribe(&context, request);
  auto decision = event_of("router-1");
  decision.mutable_audit()->set_chain_seq(3);
  world_.stages.journal("router", {decision});
  v1::SubscribeResponse record;
  ASSERT_TRUE(stream->Read(&record));
  EXPECT_EQ(record.value(), decision.audit().SerializeAsString());
  context.TryCancel();
  EXPECT_FALSE(stream->Read(&record));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(EventServiceTest, APositionThatIsNoLongerKeptIsNotSkippedInSilence) {
  for (int i = 1; i <= 5; ++i) world_.stages.journal("ingest", {event_of("ingest-" + std::to_string(i))});
  const auto all = take("lead.events");
  world_.stages.log.trim({"ingest.journal", 0}, stream::Position(4));
  EXPECT_EQ(take("lead.events", all.positions[0]).status.error_code(), grpc::StatusCode::OUT_OF_RANGE);
}

TEST_F(EventServiceTest, BadRequests) {
  EXPECT_EQ(take("lead.secrets").status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(take("lead.events", "nonsense").status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(take("lead.events", format_position({{0, 0}, {0, 0}}, "lead.events")).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(take("lead.events", format_position({{-2, 0}}, "lead.events")).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(take("lead.events", format_position({{0, 0}}, "lead.scores")).status.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT)
      << "a position of another topic would skip what lies before it";
}

}  // namespace
}  // namespace leakproof::api
