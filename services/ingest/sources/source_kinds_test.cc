#include "ingest/sources/source_kinds.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace leakproof::ingest {
namespace {

TEST(SourceKinds, AreFoundByName) {
  for (const auto& kind : kSourceKinds) EXPECT_EQ(find_source_kind(kind.name), &kind);
  EXPECT_EQ(find_source_kind("meta_lead"), &kFetchedLead);
  for (const char* unknown : {"", "fax", "Meta"}) EXPECT_EQ(find_source_kind(unknown), nullptr) << unknown;
}

TEST(SourceKinds, EachIsWhole) {
  for (const auto& kind : kSourceKinds) {
    EXPECT_NE(kind.decoder, nullptr) << kind.name;
    EXPECT_FALSE(kind.sender.empty() || kind.proof.empty()) << kind.name;
    EXPECT_FALSE(kind.endpoint == Endpoint::kForm && !kind.sends_forms) << kind.name;
    EXPECT_GE(kind.answers.not_authentic, 400) << kind.name;
  }
}

std::string address_of(const SourceKind& kind) {
  switch (kind.endpoint) {
    case Endpoint::kWebhook:
      return "`/hooks/" + std::string(kind.name) + "/…`";
    case Endpoint::kForm:
      return "`/f/…`";
    case Endpoint::kJson:
      return "`/v1/…`, gRPC";
    case Endpoint::kImport:
      return "gRPC";
  }
  return {};
}

std::string probe_of(Probe probe) {
  switch (probe) {
    case Probe::kNone:
      return "";
    case Probe::kVerifyToken:
      return "GET with `hub.challenge`: the challenge";
    case Probe::kChallengeCode:
      return "GET with `challengeCode`: its signature";
    case Probe::kEmptyObject:
      return "an unsigned `{}`: 200, nothing is stored";
  }
  return {};
}

// Statuses when a submission is stored, and when its sender is not authentic.
std::string answers_of(const SourceKind& kind) {
  switch (kind.endpoint) {
    case Endpoint::kWebhook:
      return "200" + std::string(kind.answers.stored_body.empty() ? "" : " `{}`") + ", " +
             std::to_string(kind.answers.not_authentic);
    case Endpoint::kForm:
      return "303, 200 or 202, " + std::to_string(kind.answers.not_authentic);
    case Endpoint::kJson:
      return "202, 401";
    case Endpoint::kImport:
      return "";
  }
  return {};
}

std::string page() {
  std::string text =
      "# Kinds of sources\n"
      "Written from `services/ingest/sources/source_kinds.h`; a test of that folder holds it to the table. `…` in a\n"
      "path is `{workspace}/{source}`, with `/{path_token}` behind it where the source has one; for `/v1/…` it is\n"
      "`workspaces/{workspace}/leads`. JSON is UTF-8; a form may be in any character set that it names, by the "
      "header's\n"
      "charset or a hidden field `_charset_`, or that its bytes tell: else it waits in quarantine. Bodies may be "
      "compressed\n"
      "(gzip, deflate). A multipart may be 5 MB, other forms 256 KiB, what comes to a hook 768 KiB; what a file holds "
      "is\n"
      "not stored when the body is larger than that. Who signs needs `secret` in the configuration.\n\n"
      "The answers are those to what is stored and to a sender that is not authentic. Stored is answered with\n"
      "`{\"receipt_id\":\"…\"}` where the platform takes it; a form's browser is led on (303) or thanked (200). A "
      "script,\n"
      "a backend and a hook are told in `notes` which fields are kept as text only "
      "(`{\"field\":\"/fields/phone\",\"detail\":…}`),\n"
      "or that the lead waits in quarantine: the good part makes the lead at every door. Of a platform that wants its "
      "own\n"
      "answer, `leadctl timeline`, `ledger` and `doctor` name them. Every kind\n"
      "is answered 503 with `Retry-After` when nothing can be stored; a kind that does not send again waits in the\n"
      "[spool](../../services/ingest/README.md) before that.\n\n"
      "| kind | sender | path | body | what proves the sender | sends again | probe of the address | answers |\n"
      "|---|---|---|---|---|---|---|---|\n";
  for (const auto& kind : kSourceKinds) {
    const bool is_import = kind.endpoint == Endpoint::kImport;
    text += "| `" + std::string(kind.name) + "` | " + std::string(kind.sender) + " | " + address_of(kind) + " | " +
            (is_import          ? "CSV"
             : kind.sends_forms ? "JSON, urlencoded, multipart"
                                : "JSON") +
            " | " + std::string(kind.proof) + " | " + (kind.resends ? "yes" : "no") + " | " + probe_of(kind.probe) +
            " | " + answers_of(kind) + " |\n";
  }
  return text;
}

// LEAKPROOF_WRITE_DOCS=1 writes the page instead of comparing it.
TEST(SourceKinds, ThePageIsTheTable) {
  const std::string path = LEAKPROOF_FORMATS "/source-kinds.md";
  if (std::getenv("LEAKPROOF_WRITE_DOCS")) std::ofstream(path) << page();
  std::stringstream written;
  written << std::ifstream(path).rdbuf();
  EXPECT_EQ(written.str(), page()) << "run the test with LEAKPROOF_WRITE_DOCS=1";
}

}  // namespace
}  // namespace leakproof::ingest
