#include "api/config_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/fakes/world_fake.h"
#include "router/state/keys.h"
#include "stream/zone_walk.h"

namespace leakproof::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ConfigServiceTest : public testing::Test {
 protected:
  grpc::Status apply(const std::string& id, std::int64_t expected, const std::string& yaml) {
    grpc::ClientContext context;
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_REALTIME), gpr_time_from_seconds(2, GPR_TIMESPAN)));
    v1::ApplyRequest request;
    request.set_workspace_id("demo");
    request.set_request_id(id);
    request.set_expected_version(expected);
    request.set_yaml(yaml);
    request.set_author("an");
    applied_.Clear();
    return stub_->Apply(&context, request, &applied_);
  }
  grpc::Status get(std::int64_t version) {
    grpc::ClientContext context;
    v1::GetRequest request;
    request.set_workspace_id("demo");
    request.set_version(version);
    return stub_->Get(&context, request, &got_);
  }

  WorldFake world_;
  std::unique_ptr<v1::ConfigService::Stub> stub_ = world_.stub<v1::ConfigService>();
  v1::ApplyResponse applied_;
  v1::GetResponse got_;
};

TEST_F(ConfigServiceTest, AppliesListsAndRollsBack) {
  const std::string second = kYaml + "# second\n";
  ASSERT_TRUE(apply("c2", 1, second).ok());
  EXPECT_EQ(applied_.version(), 2);
  ASSERT_TRUE(apply("c2", 1, second).ok());  // a retry gets the first answer
  EXPECT_EQ(applied_.version(), 2);

  grpc::ClientContext rollback_context;
  v1::RollbackRequest rollback;
  rollback.set_workspace_id("demo");
  rollback.set_request_id("c3");
  rollback.set_to_version(1);
  rollback.set_expected_version(2);
  v1::RollbackResponse rolled_back;
  ASSERT_TRUE(stub_->Rollback(&rollback_context, rollback, &rolled_back).ok());
  EXPECT_EQ(rolled_back.version(), 3);
  ASSERT_TRUE(get(0).ok());
  EXPECT_EQ(got_.config().version(), 3);
  EXPECT_EQ(got_.config().yaml(), kYaml);
  ASSERT_TRUE(get(2).ok());
  EXPECT_EQ(got_.config().yaml(), second);
  EXPECT_EQ(got_.config().author(), "an");

  std::vector<std::int64_t> versions;
  v1::ListRequest list;
  list.set_workspace_id("demo");
  list.set_page_size(2);
  do {
    grpc::ClientContext context;
    v1::ListResponse listed;
    ASSERT_TRUE(stub_->List(&context, list, &listed).ok());
    for (const auto& config : listed.configs()) versions.push_back(config.version());
    list.set_page_token(listed.next_page_token());
  } while (!list.page_token().empty());
  EXPECT_THAT(versions, ElementsAre(3, 2, 1));
}

std::string text_of(const google::protobuf::RepeatedPtrField<v1::StageVersion>& stages) {
  std::string text;
  for (const auto& each : stages)
    text += (text.empty() ? "" : " ") + each.stage() + ":" + std::to_string(each.version());
  return text;
}

// Whoever applies hears which stages work by the version; an answer comes also while one of them is down.
TEST_F(ConfigServiceTest, SaysWhichStagesWorkByWhichVersion) {
  ASSERT_TRUE(apply("c2", 1, kYaml + "# second\n").ok());
  EXPECT_EQ(text_of(applied_.stages()), "ingest:2 scoring:2 router:2 nurture:2");
  world_.stages.sleep_nurture();
  ASSERT_TRUE(apply("c3", 2, kYaml + "# third\n").ok());
  EXPECT_EQ(text_of(applied_.stages()), "ingest:3 scoring:3 router:3 nurture:2");
  state::v1::ReleaseState release;
  release.set_moved(64);
  release.set_left(686);
  world_.stages.put("router", router::keys::release("demo"), release.SerializeAsString());
  state::v1::ZoneDataState zone_data;
  zone_data.set_zone_data("2025b");
  zone_data.set_to("2026f");
  zone_data.set_leads_moved(3);
  world_.stages.put("router", stream::zone_data_key("demo"), zone_data.SerializeAsString());
  grpc::ClientContext context;
  v1::GetProgressRequest request;
  v1::GetProgressResponse progress;
  request.set_workspace_id("demo");
  ASSERT_TRUE(stub_->GetProgress(&context, request, &progress).ok());
  EXPECT_EQ(text_of(progress.stages()), "ingest:3 scoring:3 router:3 nurture:2");
  EXPECT_EQ(progress.leads_moved(), 64);
  EXPECT_EQ(progress.leads_left(), 686);
  ASSERT_EQ(progress.stage_zone_data_size(), 2);
  EXPECT_EQ(progress.stage_zone_data(0).stage(), "router");
  EXPECT_EQ(progress.stage_zone_data(0).to(), "2026f");
  EXPECT_EQ(progress.stage_zone_data(0).leads_moved(), 3);
  EXPECT_EQ(progress.stage_zone_data(1).stage(), "nurture");
  EXPECT_EQ(progress.stage_zone_data(1).zone_data(), "") << "it has not looked";
}

TEST_F(ConfigServiceTest, AnotherVersionInForceAborts) {
  const auto status = apply("c2", 7, kYaml);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::ABORTED);
  EXPECT_THAT(status.error_details(), HasSubstr("version_in_force"));
}

TEST_F(ConfigServiceTest, ProblemsAreToldWithLineAndColumnAndNothingIsAppended) {
  const std::string bad = "workspace: demo\nregoin: VN\n";
  grpc::ClientContext context;
  v1::ValidateRequest request;
  request.set_yaml(bad);
  v1::ValidateResponse response;
  ASSERT_TRUE(stub_->Validate(&context, request, &response).ok());
  ASSERT_GE(response.problems_size(), 1);
  const auto before = world_.stages.log.records({"workspace.config", 0}).size();
  const auto status = apply("c2", -1, bad);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_details(), HasSubstr("yaml:2:1"));
  EXPECT_EQ(world_.stages.log.records({"workspace.config", 0}).size(), before);
}

TEST_F(ConfigServiceTest, AnAddressThatWouldNeverBeCalledIsToldWhenItIsSaved) {
  const auto with = [](const std::string& url) {
    std::string yaml = kYaml;
    const std::string member = "members:\n";
    const auto at = yaml.find(member);
    EXPECT_NE(at, std::string::npos);
    return yaml.insert(at + member.size(), "  - {id: hook, name: Hook, webhook: {url: '" + url + "', secret: crm}}\n");
  };
  for (const char* url : {"http://127.0.0.1:8080/x", "http://localhost/x", "http://crm.example.com/x",
                          "https://crm.example.com:22/x", "https://10.0.0.1/"}) {
    const auto status = apply("c2", -1, with(url));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << url;
    EXPECT_THAT(status.error_details(), HasSubstr("members[0].webhook.url")) << url;
  }
  EXPECT_TRUE(apply("c2", -1, with("https://crm.example.com:8443/x")).ok());
}
TEST_F(ConfigServiceTest, AnAddressThatLeadsAreNeverFetchedFromIsToldWhenItIsSaved) {
  const auto with = [](const std::string& url) {
    std::string yaml = kYaml;
    const std::string sources = "sources:\n";
    return yaml.insert(
        yaml.find(sources) + sources.size(),
        "  - {id: fb, kind: meta, secret: app, meta: {verify_token: v, access_token: a, graph_url: '" + url + "'}}\n");
  };
  for (const char* url :
       {"http://127.0.0.1:8080", "https://172.16.0.9", "http://172.20.0.5:8080", "https://[fd00::1]"}) {
    const auto status = apply("c2", -1, with(url));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT) << url;
    EXPECT_THAT(status.error_details(), HasSubstr("sources[0].meta.graph_url")) << url;
  }
  EXPECT_TRUE(apply("c2", -1, with("https://graph.example.com:8443")).ok());
}
TEST_F(ConfigServiceTest, BadRequests) {
  EXPECT_EQ(apply("", -1, kYaml).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(apply("c2", -2, kYaml).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  std::string other = kYaml;
  other.replace(other.find("demo"), 4, "else");
  EXPECT_EQ(apply("c2", -1, other).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(get(9).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(get(-1).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  grpc::ClientContext context;
  v1::ListRequest list;
  list.set_workspace_id("demo");
  list.set_page_token("nonsense");
  v1::ListResponse listed;
  EXPECT_EQ(stub_->List(&context, list, &listed).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace leakproof::api
