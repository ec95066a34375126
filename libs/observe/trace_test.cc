#include "observe/trace.h"

#include <gtest/gtest.h>

namespace leakproof::observe {
namespace {

constexpr const char* kHeader = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

TEST(Trace, ReadsAndWritesTheRecommendationsExample) {
  const auto context = parse_traceparent(kHeader);
  ASSERT_TRUE(context);
  EXPECT_EQ(context->trace_id, "4bf92f3577b34da6a3ce929d0e0e4736");
  EXPECT_EQ(context->span_id, "00f067aa0ba902b7");
  EXPECT_TRUE(context->sampled);
  EXPECT_EQ(format_traceparent(*context), kHeader);
  EXPECT_FALSE(parse_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-02")->sampled);
  EXPECT_TRUE(parse_traceparent("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-comes"));
}

TEST(Trace, RefusesWhatIsInvalid) {
  for (const char* bad : {"", "00", "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                          "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                          "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                          "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                          "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
                          "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}) {
    EXPECT_FALSE(parse_traceparent(bad)) << bad;
  }
}

TEST(Trace, ReplayGivesTheSameSpans) {
  const TraceContext root = root_trace("submission 1");
  EXPECT_EQ(root, root_trace("submission 1"));
  EXPECT_NE(root.trace_id, root_trace("submission 2").trace_id);
  const TraceContext child = child_span(root, "score");
  EXPECT_EQ(child, child_span(root, "score"));
  EXPECT_EQ(child.trace_id, root.trace_id);
  EXPECT_NE(child.span_id, root.span_id);
  EXPECT_NE(child.span_id, child_span(root, "route").span_id);
  EXPECT_TRUE(parse_traceparent(format_traceparent(child)));
}

// Stored headers and new ones must go on to agree: this value may never change.
TEST(Trace, IdsStayAsTheyAre) {
  EXPECT_EQ(format_traceparent(root_trace("submission 1")), "00-de7592f05c5a5cda53011d8f8f8c8558-15eda14681ce8634-01");
}

}  // namespace
}  // namespace leakproof::observe
