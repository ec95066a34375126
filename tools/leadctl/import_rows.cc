#include "leadctl/import_rows.h"

#include <algorithm>
#include <map>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "text/csv.h"

namespace leakproof::leadctl {
namespace {

const std::string& field_of(const std::string& column, const ImportOptions& options) {
  const auto mapped = options.columns.find(column);
  return mapped == options.columns.end() ? column : mapped->second;
}

// One field may have one column only: the other's values would be lost.
Status check_fields(const std::vector<std::string>& header, const ImportOptions& options) {
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto& field = field_of(header[i], options);
    if (field == "-" || field.empty()) continue;
    if (const auto [first, fresh] = seen.emplace(field, i); !fresh) {
      return refuse("'" + field + "' is there twice, in column " + std::to_string(first->second + 1) + " and " +
                    std::to_string(i + 1) + ": leave one out with --map, as in column=-");
    }
  }
  return {};
}

Status check_columns(const std::vector<std::string>& header, const ImportOptions& options) {
  const auto has = [&](const std::string& column) {
    return std::find(header.begin(), header.end(), column) != header.end();
  };
  for (const auto& [column, field] : options.columns) {
    if (!has(column)) return refuse("the file has no column '" + column + "'");
  }
  if (!options.id_column.empty() && !has(options.id_column))
    return refuse("the file has no column '" + options.id_column + "'");
  return check_fields(header, options);
}

Status add_fields(const text::CsvRow& row, const std::vector<std::string>& header, const ImportOptions& options,
                  api::v1::SubmitLeadRequest& request) {
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& field = field_of(header[i], options);
    if (field == "-" || row.cells[i].empty()) continue;
    if (field.empty())
      return refuse("line " + std::to_string(row.line) + ": column " + std::to_string(i + 1) +
                    " has no name in the header");
    (*request.mutable_fields())[field] = row.cells[i];
  }
  return {};
}

Result<std::string> id_of(const text::CsvRow& row, const std::vector<std::string>& header, const ImportOptions& options,
                          const std::string& file_hash) {
  if (options.id_column.empty()) return file_hash + "-" + std::to_string(row.line);
  const auto column =
      static_cast<std::size_t>(std::find(header.begin(), header.end(), options.id_column) - header.begin());
  if (column >= row.cells.size() || row.cells[column].empty())
    return refuse("line " + std::to_string(row.line) + ": no " + options.id_column);
  return row.cells[column];
}

}  // namespace

Result<std::vector<ImportRow>> read_import(std::string_view csv, const ImportOptions& options) {
  const auto parsed = text::parse_csv(csv);
  if (const auto* problem = std::get_if<text::CsvProblem>(&parsed))
    return refuse("line " + std::to_string(problem->line) + ": " + problem->message);
  const auto& rows = std::get<std::vector<text::CsvRow>>(parsed);
  if (rows.size() < 2) return refuse("no rows: the first line names the columns, each other one is a lead");
  const auto header = rows.front().cells;
  LEAKPROOF_TRY(check_columns(header, options));
  const std::string file_hash = "csv-" + hex(sha256(csv)).substr(0, 16);
  std::vector<ImportRow> out;
  for (auto row = rows.begin() + 1; row != rows.end(); ++row) {
    LEAKPROOF_ASSIGN(id, id_of(*row, header, options, file_hash));
    ImportRow& added = out.emplace_back();
    added.line = row->line;
    added.request.set_workspace_id(options.workspace);
    added.request.set_source_id(options.source);
    added.request.set_request_id(id);
    LEAKPROOF_TRY(add_fields(*row, header, options, added.request));
  }
  return out;
}

}  // namespace leakproof::leadctl
