#include "ingest/http/fakes/endpoints_fake.h"
#include "stream/fakes/memory_log.h"

namespace leakproof::ingest {
namespace {

TEST_F(HttpEndpointsTest, FormLeadsTheBrowserOnAndTellsTheScript) {
  auto answer = post("/f/demo/site", "phone=0901234567", "Accept: text/html\r\n", kUrlencoded);
  EXPECT_EQ(answer.status, 303);
  EXPECT_EQ(answer.header("Location"), "https://www.example.com/thanks");
  answer = post("/f/demo/site", "phone=0901234567&x=1",
                "Accept: application/json\r\nOrigin: https://www.example.com\r\n", kUrlencoded);
  EXPECT_EQ(answer.status, 202);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://www.example.com");
  EXPECT_EQ(post("/f/demo/site", "--b\r\nContent-Disposition: form-data; name=\"phone\"\r\n\r\n0901234567\r\n--b--\r\n",
                 "", "multipart/form-data; boundary=b")
                .status,
            202);
  EXPECT_EQ(submissions().size(), 3u);
}

TEST_F(HttpEndpointsTest, WhoCannotSendAgainIsSpooled) {
  stream::MemoryLog queue;
  HttpEndpointOptions options;
  options.spool = *Spool::open({queue, [](auto) { return Status(); }}, log, clock, metrics);
  start(options);
  log.mode = LogFake::Mode::kFail;
  EXPECT_EQ(submit(kAn).status, 503) << "a backend sends again";
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Accept: text/html\r\n", kUrlencoded).status, 303);
  EXPECT_EQ(post("/hooks/ladipage/demo/land/abcdefghijklmnop", R"({"phone":"0901234567"})").status, 200);
  const auto spooled = queue.records(Spool::kQueue);
  ASSERT_EQ(spooled.size(), 2u);
  lead::v1::Submission first;
  ASSERT_TRUE(first.ParseFromString(spooled[0].value));
  EXPECT_EQ(first.source_id(), "site");
  log.mode = LogFake::Mode::kRefuse;
  clock.advance(std::chrono::seconds(10));
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", "", kUrlencoded).status, 202) << "behind what waits";
  options.spool->close();
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", "", kUrlencoded).status, 503);
}

TEST_F(HttpEndpointsTest, AFormsKeyStandsForOneBody) {
  const std::string key = "Idempotency-Key: k9\r\n";
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", key, kUrlencoded).status, 202);
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", key, kUrlencoded).status, 202);
  EXPECT_EQ(post("/f/demo/site", "phone=0907654321", key, kUrlencoded).status, 422)
      << "it would be dropped as a repeat of the first";
}

TEST_F(HttpEndpointsTest, FormRefusesOthersAndTricksRobots) {
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Origin: https://evil.example\r\n", kUrlencoded).status, 403);
  EXPECT_EQ(post("/f/demo/site", "a=%00", "", kUrlencoded).status, 400);
  const auto plain = post("/f/demo/site", "x", "", "text/plain");
  EXPECT_EQ(plain.status, 415);
  EXPECT_NE(plain.body.find("\"detail\":\"Send a form"), std::string::npos) << plain.body;
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Idempotency-Key: a b\r\n", kUrlencoded).status, 400);
  EXPECT_EQ(post("/f/demo/site", "phone=0901234567", "Idempotency-Key: " + std::string(256, 'k') + "\r\n", kUrlencoded)
                .status,
            400);
  EXPECT_EQ(post("/f/demo/fb", "x=1", "", kUrlencoded).status, 404);
  EXPECT_TRUE(submissions().empty());
  const auto trapped = post("/f/demo/site", "phone=0901234567&fax=1", "Accept: text/html\r\n", kUrlencoded);
  EXPECT_EQ(trapped.status, 303);
  EXPECT_EQ(trapped.header("Location"), "https://www.example.com/thanks");
  EXPECT_EQ(submissions().size(), 1u) << "it may be a person whose browser fills in fields";
}

TEST_F(HttpEndpointsTest, ANavigationMayHideItsOrigin) {
  const std::string none = "Origin: null\r\n", page = "Accept: text/html\r\n";
  const struct {
    std::string headers;
    int status;
  } cases[] = {
      {none + page, 303},
      {none + page + "Sec-Fetch-Mode: navigate\r\n", 303},
      {none + page + "Sec-Fetch-Mode: cors\r\n", 403},
      {none, 403},
  };
  for (const auto& [headers, status] : cases) {
    const auto answer = post("/f/demo/site", "phone=0901234567", headers, kUrlencoded);
    EXPECT_EQ(answer.status, status) << headers;
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "") << headers;
  }
}

std::string multipart_with_photo(std::size_t bytes) {
  return "--b\r\nContent-Disposition: form-data; name=phone\r\n\r\n0901234567\r\n--b\r\nContent-Disposition: "
         "form-data; "
         "name=photo; filename=\"a.jpg\"\r\n\r\n" +
         std::string(bytes, 'x') + "\r\n--b--\r\n";
}

TEST_F(HttpEndpointsTest, APhotoIsTakenInAndNotKept) {
  const std::string type = "multipart/form-data; boundary=b";
  EXPECT_EQ(post("/f/demo/site", multipart_with_photo(4'000'000), "", type).status, 202);
  EXPECT_EQ(post("/f/demo/site", multipart_with_photo(1000), "", type).status, 202);
  EXPECT_EQ(post("/f/demo/site", multipart_with_photo(6'000'000), "", type).status, 413);
  EXPECT_EQ(post("/f/demo/site", "a=" + std::string(300'000, 'x'), "", kUrlencoded).status, 413);
  ASSERT_EQ(submissions().size(), 2u);
  EXPECT_EQ(submissions()[0].body(), multipart_with_photo(0));
  EXPECT_EQ(submissions()[1].body(), multipart_with_photo(1000)) << "what is small enough is stored as it came";
}

TEST_F(HttpEndpointsTest, AFormInAnotherCharacterSetIsStored) {
  for (const char* body : {"phone=0901234567&name=M%FCller", "phone=0901234567&name=%FF%FE"})
    EXPECT_EQ(post("/f/demo/site", body, "", kUrlencoded + "; charset=iso-8859-1").status, 202) << body;
  EXPECT_EQ(submissions().size(), 2u);
}

TEST_F(HttpEndpointsTest, FormAnswersPreflights) {
  auto answer = call(server->port(), "OPTIONS", "/f/demo/site",
                     "Origin: https://www.example.com\r\nAccess-Control-Request-Method: POST\r\n", "");
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "https://www.example.com");
  EXPECT_EQ(answer.header("Access-Control-Allow-Methods"), "POST");
  answer = call(server->port(), "OPTIONS", "/f/demo/site", "Origin: https://evil.example\r\n", "");
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "");
}

}  // namespace
}  // namespace leakproof::ingest
