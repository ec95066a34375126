#include "leadctl/subject.h"

#include <gtest/gtest.h>

namespace leakproof::leadctl {
namespace {

TEST(Subject, IsKnownByItsLook) {
  const std::pair<const char*, SubjectKind> cases[] = {
      {"ld_0123456789abcdef0123", SubjectKind::kLead},
      {"dc_0123456789abcdef0123", SubjectKind::kDecision},
      {"rc_0123456789abcdef0123", SubjectKind::kReceipt},
      {"an@example.com", SubjectKind::kEmail},
      {"0903 123 456", SubjectKind::kPhone},
      {"+84 (90) 312-34.56", SubjectKind::kPhone},
      {"0903123456 (Zalo)", SubjectKind::kPhone},
      {"Zalo 0903 123 456", SubjectKind::kPhone},
      {"somebody", SubjectKind::kLead},
      {"order 17", SubjectKind::kLead},
      {"l0903123456", SubjectKind::kLead},
      {"+", SubjectKind::kLead},
      {"l17", SubjectKind::kLead},
  };
  for (const auto& [text, kind] : cases) EXPECT_EQ(kind_of_subject(text), kind) << text;
}

}  // namespace
}  // namespace leakproof::leadctl
