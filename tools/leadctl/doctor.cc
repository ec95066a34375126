// Is it running, does it know this workspace, do its books add up? Each line says what to do.
#include <grpcpp/grpcpp.h>

#include <ostream>

#include "leadctl/commands.h"
#include "leadctl/connection.h"
#include "leakproof/api/v1/config_service.grpc.pb.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"
#include "leakproof/api/v1/operations_service.grpc.pb.h"
#include "leakproof/api/v1/roster_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

class Doctor {
 public:
  explicit Doctor(Session& session) : session_(session) {}

  void run() {
    if (!reachable()) return;
    diagnosed();
    if (!configured()) return;
    in_force();
    staffed();
    balanced();
    quarantine();
  }

 private:
  void good(const std::string& line) { session_.out << "ok    " << line << '\n'; }
  void bad(ExitCode code, const std::string& line) {
    session_.out << "FAIL  " << line << '\n';
    if (session_.exit_code == ExitCode::kOk) session_.exit_code = code;
  }
  void note(const std::string& line) { session_.out << "note  " << line << '\n'; }

  bool reachable() {
    const auto deadline = std::chrono::system_clock::now() +
                          std::chrono::milliseconds(static_cast<std::int64_t>(session_.timeout_seconds * 1000));
    if (session_.channel()->WaitForConnected(deadline)) {
      good("server " + session_.server + " answers");
      return true;
    }
    bad(ExitCode::kUnavailable, connection_advice(session_, why_not_connected()));
    return false;
  }

  // gRPC says why a connection fails to a call only.
  std::string why_not_connected() {
    const auto context = session_.context();
    api::v1::GetResponse ignored;
    return session_.stub<api::v1::ConfigService>()->Get(context.get(), {}, &ignored).error_message();
  }

  // What the process that answers knows of itself, of the senders and of the secrets.
  void diagnosed() {
    api::v1::DiagnoseRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::DiagnoseResponse response;
    if (!asked(response, "diagnosis", [&](auto* context, auto& out) {
          return session_.stub<api::v1::OperationsService>()->Diagnose(context, request, &out);
        }))
      return;
    for (const auto& finding : response.findings()) {
      const std::string text = printable(finding.subject() + ": " + finding.text());
      if (finding.weight() == api::v1::Finding::GOOD)
        good(text);
      else if (finding.weight() == api::v1::Finding::BAD)
        bad(ExitCode::kNegative, text);
      else
        note(text);
    }
  }

  template <class Response, class Method>
  bool asked(Response& response, const char* what, Method method) {
    const auto context = session_.context();
    const grpc::Status status = method(context.get(), response);
    if (!status.ok()) bad(exit_code_of(status.error_code()), std::string(what) + ": " + describe(status));
    return status.ok();
  }

  bool configured() {
    api::v1::GetRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::GetResponse response;
    const auto context = session_.context();
    const auto status = session_.stub<api::v1::ConfigService>()->Get(context.get(), request, &response);
    if (status.ok()) {
      good("workspace " + session_.workspace + " has configuration version " +
           std::to_string(response.config().version()));
      return true;
    }
    const bool unknown = status.error_code() == grpc::StatusCode::NOT_FOUND;
    bad(unknown ? ExitCode::kConfig : exit_code_of(status.error_code()),
        unknown ? "workspace " + session_.workspace +
                      " has no configuration: leadctl config apply FILE, or name another with --workspace"
                : "configuration: " + describe(status));
    return false;
  }

  // A version is in force in every stage or in none; what follows from it may still be under way.
  void in_force() {
    api::v1::GetProgressRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::GetProgressResponse response;
    if (!asked(response, "configuration", [&](auto* context, auto& out) {
          return session_.stub<api::v1::ConfigService>()->GetProgress(context, request, &out);
        }))
      return;
    std::string versions;
    bool same = true;
    for (const auto& each : response.stages()) {
      versions += (versions.empty() ? "" : ", ") + each.stage() + " " + std::to_string(each.version());
      same = same && each.version() == response.stages(0).version();
    }
    if (same)
      good("every stage works by it");
    else
      bad(ExitCode::kNegative,
          "stages work by different versions (" + versions +
              "): ask again in a moment; then look at the log and the dead letters of the one behind");
    clocks(response);
    if (response.leads_left() > 0)
      note(std::to_string(response.leads_left()) + " leads of members who are inactive or gone are being taken back");
  }

  // By which zone data times are counted, and what a newer version has moved.
  void clocks(const api::v1::GetProgressResponse& response) {
    if (response.zone_data() != response.zone_data_installed())
      note("the process works by zone data " + response.zone_data() + ", and " + response.zone_data_installed() +
           " is installed: restart it, so that shifts and quiet hours follow the newer one, and the times that run "
           "are counted again");
    for (const auto& stage : response.stage_zone_data()) {
      const std::string of = "zone data of " + stage.stage() + ": ";
      if (!stage.to().empty())
        note(of + "times are being counted again by " + stage.to() + ": " + std::to_string(stage.leads_moved()) +
             " of " + std::to_string(stage.leads_looked_at()) + " leads moved so far");
      else if (!stage.older().empty())
        note(of + "a process with " + stage.older() + " works here, and times are counted by " + stage.zone_data() +
             ": install the newer tzdata on its machine and restart it");
      else if (!stage.before().empty())
        good(of + stage.before() + " -> " + stage.zone_data() + ", " + std::to_string(stage.leads_moved()) + " of " +
             std::to_string(stage.leads_looked_at()) + " leads moved");
    }
  }

  void staffed() {
    api::v1::ListMembersRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::ListMembersResponse response;
    if (!asked(response, "members", [&](auto* context, auto& out) {
          return session_.stub<api::v1::RosterService>()->ListMembers(context, request, &out);
        }))
      return;
    int eligible = 0;
    for (const auto& member : response.members()) eligible += member.not_eligible_reason().empty();
    if (eligible > 0)
      good(std::to_string(eligible) + " of " + std::to_string(response.members_size()) +
           " members could take a lead now");
    else
      note("nobody could take a lead now: new ones are held; leadctl member list says why");
  }

  void balanced() {
    api::v1::GetLedgerRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::GetLedgerResponse response;
    if (!asked(response, "books", [&](auto* context, auto& out) {
          return session_.stub<api::v1::LeadService>()->GetLedger(context, request, &out);
        }))
      return;
    if (response.balanced())
      good("the ledger adds up: " + std::to_string(response.accepted()) + " submissions, " +
           std::to_string(response.leads()) + " leads");
    else
      bad(ExitCode::kNegative,
          "the ledger does not add up: leads may be on their way, ask again in a moment; then leadctl ledger");
    if (response.dead_letters() > 0)
      note(std::to_string(response.dead_letters()) + " inputs could not be taken in so far: leadctl dead-letter list");
    if (const auto undecided = response.created() - response.decided(); undecided > 0)
      bad(ExitCode::kNegative, std::to_string(undecided) +
                                   " leads are made and not decided: ask again in a moment; then "
                                   "docs/runbooks/stage-behind.md");
    for (const auto& unread : response.unread_values())
      note("source " + unread.source_id() + ": the " + unread.field() + " of " + std::to_string(unread.leads()) +
           " leads could not be read, so that rules miss it: let the form offer choices, or give the field another "
           "type");
  }

  void quarantine() {
    api::v1::ListQuarantinedRequest request;
    request.set_workspace_id(session_.workspace);
    api::v1::ListQuarantinedResponse response;
    if (!asked(response, "quarantine", [&](auto* context, auto& out) {
          return session_.stub<api::v1::LeadService>()->ListQuarantined(context, request, &out);
        }))
      return;
    if (response.items().empty())
      good("no submission waits for a person");
    else
      note("submissions wait for a person: leadctl quarantine list");
  }

  Session& session_;
};

}  // namespace

void add_doctor_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("doctor", "Is it running, and do its books add up? Says what to do");
  command->footer("Example:\n  leadctl doctor --server 127.0.0.1:7070 --workspace demo");
  command->callback([&session] { Doctor(session).run(); });
}

}  // namespace leakproof::leadctl
