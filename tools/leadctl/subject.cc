#include "leadctl/subject.h"

#include <algorithm>

#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

constexpr int kPhoneDigitsMin = 7;  // among other words

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

SubjectKind kind_of_subject(const std::string& text) {
  if (text.starts_with("ld_")) return SubjectKind::kLead;
  if (text.starts_with("dc_")) return SubjectKind::kDecision;
  if (text.starts_with("rc_")) return SubjectKind::kReceipt;
  if (text.find('@') != text.npos) return SubjectKind::kEmail;
  const auto digits = std::ranges::count_if(text, is_digit);
  const bool is_bare = text.find_first_not_of("+0123456789 ()./-") == text.npos && digits > 0;
  const bool is_with_more = digits >= kPhoneDigitsMin && text.find_first_of(" (") != text.npos;  // "0903123456 (Zalo)"
  return is_bare || is_with_more ? SubjectKind::kPhone : SubjectKind::kLead;
}

std::optional<std::string> lead_of(Session& session, const std::string& text) {
  api::v1::LookupLeadsRequest request;
  api::v1::LookupLeadsResponse response;
  request.set_workspace_id(session.workspace);
  switch (kind_of_subject(text)) {
    case SubjectKind::kLead:
    case SubjectKind::kDecision:
      return text;
    case SubjectKind::kEmail:
      request.set_email(text);
      break;
    case SubjectKind::kReceipt:
      request.set_receipt_id(text);
      break;
    case SubjectKind::kPhone:
      request.set_phone(text);
      break;
  }
  if (!session.call([&](auto* context) {
        return session.stub<api::v1::LeadService>()->LookupLeads(context, request, &response);
      }))
    return std::nullopt;
  if (response.leads_size() == 1) return response.leads(0).lead().lead_id();
  std::string which;
  for (const auto& view : response.leads())
    which += "\n  " + view.lead().lead_id() + "  " + printable(view.lead().contact().full_name());
  session.fail(ExitCode::kNegative, response.leads().empty() ? "no lead has " + printable(text)
                                                             : "more than one lead has it; name the one:" + which);
  return std::nullopt;
}

}  // namespace leakproof::leadctl
