// Proof that the audit trail is whole, and that every decision comes out the same when it is made again.
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <fstream>
#include <ostream>

#include "leadctl/audit_source.h"
#include "leadctl/commands.h"
#include "router/audit/audit_verify.h"

namespace leakproof::leadctl {
namespace {

void verify(Session& session, const std::string& file) {
  router::AuditVerifier verifier;
  const auto start = std::chrono::steady_clock::now();
  std::optional<std::string> difference;
  const bool read = read_audit(session, file, [&](const std::string& record) {
    difference = verifier.add(record);
    return !difference;
  });
  if (!read) return;
  const std::string where = file.empty() ? session.workspace : file;
  if (difference)
    return session.fail(ExitCode::kNegative,
                        "record " + std::to_string(verifier.records() + 1) + " of " + where + ": " + *difference);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  if (session.json)
    session.out << "{\"records\":" << verifier.records() << ",\"decisions\":" << verifier.decisions() << "}\n";
  else
    session.out << where << ": " << verifier.records() << " records in one chain, " << verifier.decisions()
                << " decisions made again with the same bytes\n";
  session.err << "in " << took.count() << " s\n";
}

void export_records(Session& session, const std::string& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  if (!out) return session.fail(ExitCode::kInput, file + ": cannot be written");
  std::int64_t count = 0;
  const bool read = read_audit(session, "", [&](const std::string& record) {
    google::protobuf::io::OstreamOutputStream buffered(&out);
    google::protobuf::io::CodedOutputStream coded(&buffered);
    coded.WriteVarint32(static_cast<std::uint32_t>(record.size()));
    coded.WriteString(record);
    ++count;
    return out.good();
  });
  out.close();
  if (!out) return session.fail(ExitCode::kInput, file + ": cannot be written");
  if (read) session.err << file << ": " << count << " records of " << session.workspace << '\n';
}

}  // namespace

void add_audit_commands(CLI::App& app, Session& session) {
  auto* audit = app.add_subcommand("audit", "Proof of the audit trail")->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto* verify_command = audit->add_subcommand(
      "verify", "Check the hash chain and make every decision again; exit 1 at the first difference");
  verify_command->footer("Example:\n  leadctl audit verify --workspace demo");
  verify_command->add_option("--file", *file, "What audit export wrote, in place of the server");
  verify_command->callback([&session, file] { verify(session, *file); });
  auto* export_command = audit->add_subcommand(
      "export", "Write every audit record to a file: to keep, to verify elsewhere, to backtest on");
  export_command->footer("Example:\n  leadctl audit export march.audit");
  export_command->add_option("FILE", *file)->required();
  export_command->callback([&session, file] { export_records(session, *file); });
}

}  // namespace leakproof::leadctl
