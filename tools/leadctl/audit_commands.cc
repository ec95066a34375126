// Proof that the audit trail is whole, and that every decision comes out the same when it is made again.
#include <ostream>

#include "leadctl/commands.h"
#include "leakproof/api/v1/routing_service.grpc.pb.h"
#include "router/audit_verify.h"

namespace leakproof::leadctl {
namespace {

void verify(Session& session) {
  router::AuditVerifier verifier;
  api::v1::ListDecisionsRequest request;
  request.set_workspace_id(session.workspace);
  request.set_page_size(500);
  do {
    api::v1::ListDecisionsResponse page;
    if (!session.call([&](auto* context) { return session.stub<api::v1::RoutingService>()->ListDecisions(context, request, &page); }))
      return;
    for (const auto& record : page.records()) {
      if (const auto difference = verifier.add(record)) {
        return session.fail(ExitCode::kNegative,
                            "record " + std::to_string(verifier.records() + 1) + " of " + session.workspace + ": " + *difference);
      }
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  session.out << session.workspace << ": " << verifier.records() << " records in one chain, " << verifier.decisions()
              << " decisions made again with the same bytes\n";
}

}  // namespace

void add_audit_commands(CLI::App& app, Session& session) {
  auto* audit = app.add_subcommand("audit", "Proof of the audit trail")->require_subcommand(1);
  auto* command = audit->add_subcommand("verify", "Check the hash chain and make every decision again; exit 1 at the first difference");
  command->footer("Example:\n  leadctl audit verify --workspace demo");
  command->callback([&session] { verify(session); });
}

}  // namespace leakproof::leadctl
