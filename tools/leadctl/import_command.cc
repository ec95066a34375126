// A CSV file through LeadService.SubmitLeads, with progress for people and a report a row.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <ostream>
#include <thread>

#include "leadctl/commands.h"
#include "leadctl/import_rows.h"
#include "leadctl/named_values.h"
#include "leakproof/api/v1/lead_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

struct ImportCommandOptions {
  std::string file, report;
  std::vector<std::string> map;
  ImportOptions rows;
};

constexpr std::array<std::pair<const char*, const char*>, 7> kStatuses = {{{"created_lead", "created"},
                                                                           {"updated_lead", "updated"},
                                                                           {"duplicate", "duplicate"},
                                                                           {"quarantined", "quarantined"},
                                                                           {"test", "test"},
                                                                           {"accepted", "accepted"},
                                                                           {"refused", "refused"}}};

// What became of a row. It is safe as "accepted" when ingest did not say in time. The service answers a row that comes
// again with what became of the first.
std::string status_of(const ImportRow& row, const api::v1::SubmitLeadsResponse& answer) {
  if (answer.code() == grpc::StatusCode::DEADLINE_EXCEEDED) return "accepted";
  if (answer.code() != 0) return "refused";
  const auto& outcome = answer.result().outcome();
  if (row.same_as > 0 && outcome != "quarantined") return "duplicate";
  const auto known =
      std::ranges::find(kStatuses, outcome, [](const auto& status) { return std::string(status.first); });
  return known == kStatuses.end() ? outcome : known->second;
}

std::string told_of(const ImportRow& row, const api::v1::SubmitLeadsResponse& answer) {
  std::string told = row.problem;
  const auto add = [&](const std::string& text) { told += (told.empty() ? "" : "; ") + text; };
  const auto& result = answer.result();
  if (!answer.error().empty()) add(answer.error());
  if (!result.reason().empty()) add(result.reason() + (result.detail().empty() ? "" : ": " + result.detail()));
  for (const auto& note : result.notes()) add(note.field() + " " + note.detail());
  if (row.same_as > 0) add("the same as line " + std::to_string(row.same_as));
  if (row.same_as == 0 && row.id_of > 0)
    add("line " + std::to_string(row.id_of) + " has its id: handed in under an id of its own");
  if (result.body_differs()) add("another row is known under this id, and stands");
  return told;
}

// Where the row's result goes: CSV; on standard output JSON lines, when JSON is asked for.
class ImportReport {
 public:
  ImportReport(Session& session, std::ostream& out)
      : session_(session), out_(out), json_(session.json && &out == &session.out) {
    if (!json_) out_ << "line,request_id,receipt_id,status,lead_id,error\n";
  }
  void add(const ImportRow& row, const api::v1::SubmitLeadsResponse& answer) {
    const auto status = status_of(row, answer);
    ++done_;
    ++counts_[status];
    for (const auto& note : answer.result().notes()) ++kept_as_text_[note.field()];
    if (json_)
      session_.print_json(answer);
    else
      out_ << row.line << ',' << csv_cell(row.request.request_id()) << ',' << answer.result().receipt_id() << ','
           << status << ',' << answer.result().lead_id() << ',' << csv_cell(told_of(row, answer)) << '\n';
  }
  void progress(std::size_t all) {
    if (tty_ && (done_ % 100 == 0 || done_ == all))
      session_.err << "\r" << done_ << " of " << all << std::flush << (done_ == all ? "\n" : "");
  }
  std::size_t done() const { return done_; }
  // Rows that became no lead and were none before.
  std::size_t lost() const { return count("refused") + count("quarantined"); }
  std::size_t count(const std::string& status) const {
    const auto found = counts_.find(status);
    return found == counts_.end() ? 0 : found->second;
  }
  // "12 rows: 9 created, 3 quarantined".
  std::string summary(std::size_t rows) const {
    std::string text;
    for (const auto& [outcome, status] : kStatuses) {
      if (count(status) > 0) text += (text.empty() ? "" : ", ") + std::to_string(count(status)) + " " + status;
    }
    return std::to_string(rows) + " rows: " + (text.empty() ? "none answered" : text);
  }
  // "fields/budget of 12 rows, fields/country of 3"; empty when every value was read.
  std::string kept_as_text() const {
    std::string text;
    for (const auto& [field, rows] : kept_as_text_)
      text += (text.empty() ? "" : ", ") + field + " of " + std::to_string(rows) + (text.empty() ? " rows" : "");
    return text;
  }

 private:
  Session& session_;
  std::ostream& out_;
  const bool json_;
  const bool tty_ = isatty(STDERR_FILENO) != 0;
  std::size_t done_ = 0;
  std::map<std::string, std::size_t> counts_;        // by status
  std::map<std::string, std::size_t> kept_as_text_;  // rows, by the field whose value nobody could read
};

// One thread writes while this one reads the results, so that neither side's window fills up.
void stream_rows(Session& session, const std::vector<ImportRow>& rows, ImportReport& report) {
  grpc::ClientContext context;
  session.authorize(context);
  const auto stub = session.stub<api::v1::LeadService>();
  const auto stream = stub->SubmitLeads(&context);
  std::thread writer([&] {
    for (const auto& row : rows) {
      auto request = row.request;
      request.set_wait_for(api::v1::SETTLED);
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  api::v1::SubmitLeadsResponse result;
  while (report.done() < rows.size() && stream->Read(&result)) {
    report.add(rows[report.done()], result);
    report.progress(rows.size());
  }
  if (report.done() == rows.size()) stream->Read(&result);
  writer.join();
  if (const auto status = stream->Finish(); !status.ok()) session.report(status);
}

// Rows that could not be read, by file and line; the first of many.
void tell_problems(Session& session, const std::string& file, const std::vector<ImportRow>& rows) {
  constexpr int kToldMax = 20;
  int told = 0;
  for (const auto& row : rows) {
    if (row.problem.empty() || ++told > kToldMax) continue;
    session.err << file << ":" << row.line << ": " << row.problem << ": the row is kept as one text\n";
  }
  if (told > kToldMax) session.err << file << ": " << told - kToldMax << " more such rows\n";
}

void import(Session& session, ImportCommandOptions options) {
  options.rows.workspace = session.workspace;
  const auto columns = named_values(options.map);
  if (!columns.ok()) return session.fail(ExitCode::kUsage, "--map column=field: " + columns.error().message());
  options.rows.columns = *columns;
  const auto text = read_input(session, options.file);
  if (!text) return;
  const auto rows = read_import(*text, options.rows);
  if (!rows.ok()) return session.fail(ExitCode::kInput, options.file + ": " + rows.error().message());
  tell_problems(session, options.file, *rows);
  std::ofstream file;
  if (!options.report.empty()) file.open(options.report);
  if (!options.report.empty() && !file) return session.fail(ExitCode::kInput, options.report + " cannot be written");
  ImportReport report(session, options.report.empty() ? session.out : file);
  stream_rows(session, *rows, report);
  session.err << report.summary(rows->size()) << "\n";
  if (const auto kept = report.kept_as_text(); !kept.empty())
    session.err << "values that nobody could read are kept as text, so that rules miss them: " << kept << "\n";
  if (report.count("quarantined") > 0)
    session.err << "what is quarantined waits: leadctl quarantine list --source " << options.rows.source << "\n";
  if (report.done() < rows->size())
    session.err << "not all were answered: run the same command again, nothing is handed in twice\n";
  if (session.exit_code == ExitCode::kOk && (report.lost() > 0 || report.done() < rows->size()))
    session.exit_code = ExitCode::kNegative;
}

}  // namespace

void add_import_command(CLI::App& app, Session& session) {
  auto options = std::make_shared<ImportCommandOptions>();
  auto* command = app.add_subcommand(
      "import", "Hand in a CSV file; safe to run again. Exit 1 when a row is refused or quarantined");
  command->footer(
      "Examples:\n  leadctl import fair.csv --source fair-list --map Name=full_name --map Telefon=phone\n"
      "  leadctl import leads.csv --source fair-list --id-column mql_id --report result.csv");
  command->add_option("FILE", options->file, "CSV with a header line; - is standard input")->required();
  command->add_option("--source", options->rows.source, "Source of the workspace")->required();
  command->add_option("--map", options->map,
                      "column=field; repeat it. column=- leaves one out; others keep their name");
  command->add_option("--id-column", options->rows.id_column,
                      "Column that identifies a row; unset: what the row holds, so that a known row is a duplicate");
  command->add_option("--charset", options->rows.charset,
                      "Character set of the file, such as windows-1258; unset: UTF-8, UTF-16, or what its bytes tell");
  command->add_option("--report", options->report, "Where the report goes; unset: standard output");
  command->callback([&session, options] { import(session, *options); });
}

}  // namespace leakproof::leadctl
