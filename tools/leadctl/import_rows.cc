#include "leadctl/import_rows.h"

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "leadctl/csv.h"

namespace leakproof::leadctl {
namespace {

Status check_columns(const std::vector<std::string>& header, const ImportOptions& options) {
  const auto has = [&](const std::string& column) { return std::find(header.begin(), header.end(), column) != header.end(); };
  for (const auto& [column, field] : options.columns) {
    if (!has(column)) return refuse("the file has no column '" + column + "'");
  }
  if (!options.id_column.empty() && !has(options.id_column)) return refuse("the file has no column '" + options.id_column + "'");
  return {};
}

Result<std::string> id_of(const CsvRow& row, const std::vector<std::string>& header, const ImportOptions& options,
                          const std::string& file_hash) {
  if (options.id_column.empty()) return file_hash + "-" + std::to_string(row.line);
  const auto column = static_cast<std::size_t>(std::find(header.begin(), header.end(), options.id_column) - header.begin());
  if (column >= row.cells.size() || row.cells[column].empty())
    return refuse("line " + std::to_string(row.line) + ": no " + options.id_column);
  return row.cells[column];
}

}  // namespace

Result<std::vector<ImportRow>> read_import(std::string_view csv, const ImportOptions& options) {
  LEAKPROOF_ASSIGN(rows, parse_csv(csv));
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
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      const auto mapped = options.columns.find(header[i]);
      const std::string& field = mapped == options.columns.end() ? header[i] : mapped->second;
      if (field != "-" && !row->cells[i].empty()) (*added.request.mutable_fields())[field] = row->cells[i];
    }
  }
  return out;
}

}  // namespace leakproof::leadctl
