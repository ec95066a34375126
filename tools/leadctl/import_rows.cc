#include "leadctl/import_rows.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/encoding.h"
#include "crypto/digest.h"
#include "text/charset.h"
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

std::string column_name(const std::vector<std::string>& header, std::size_t at, const ImportOptions& options) {
  const auto name = at < header.size() ? field_of(header[at], options) : std::string();
  return name.empty() ? "column " + std::to_string(at + 1) : name;
}

// Meta's own file of leads writes "c:23850" for a campaign and "z:24103" for a postal code, so that spreadsheets do not
// take them for numbers; its webhook has the ids alone. A number keeps its "p:", which the reader of numbers knows.
bool is_metas_file(const std::vector<std::string>& header) {
  static constexpr std::array kColumns = {"ad_id", "adset_id", "campaign_id", "form_id", "platform"};
  return std::ranges::all_of(kColumns, [&](const char* column) { return std::ranges::count(header, column) > 0; });
}

std::string without_metas_mark(std::string_view column, const std::string& cell) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kMarks = {
      {{"ad_id", "ag:"}, {"adset_id", "as:"}, {"campaign_id", "c:"}, {"form_id", "f:"}}};
  const auto mark = std::ranges::find(kMarks, column, &std::pair<std::string_view, std::string_view>::first);
  const std::string_view begin = mark == kMarks.end() ? "z:" : mark->second;
  return cell.starts_with(begin) ? cell.substr(begin.size()) : cell;
}

// A cell that has no column, or whose column has no name, is kept under the column's number.
void add_fields(const text::CsvLine& row, const std::vector<std::string>& header, const ImportOptions& options,
                api::v1::SubmitLeadRequest& request) {
  const bool is_metas = is_metas_file(header);
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const auto field = column_name(header, i, options);
    if (field == "-" || row.cells[i].empty()) continue;
    const bool may_be_marked = is_metas && i < header.size();
    (*request.mutable_fields())[field] = may_be_marked ? without_metas_mark(header[i], row.cells[i]) : row.cells[i];
  }
}

std::string short_hash(std::string_view text) { return crypto::hex(crypto::sha256(text)).substr(0, 24); }

// Of what the row holds, by column, in whatever order the columns are. What is left out is no part of it: an export may
// hold a column that is another one each day.
std::string hash_of(const text::CsvLine& row, const std::vector<std::string>& header, const ImportOptions& options) {
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].empty() || column_name(header, i, options) == "-") continue;
    cells[i < header.size() ? header[i] : std::to_string(i)] += row.cells[i] + '\0';
  }
  std::string all;
  for (const auto& [column, cell] : cells) all.append(column).append(1, '\0').append(cell);
  return "csv-" + short_hash(all);
}

// A row of the file, by its id.
struct Seen {
  std::size_t line;
  std::string hash;
};

// Two rows of one id are two leads when they hold two things: the service would take the second for a repeat of the
// first, and keep nothing of it.
void tell_apart(ImportRow& row, const std::string& hash, std::map<std::string, Seen>& seen) {
  const auto [first, fresh] = seen.emplace(row.request.request_id(), Seen{row.line, hash});
  if (fresh) return;
  if (first->second.hash == hash) {
    row.same_as = first->second.line;
    return;
  }
  row.id_of = first->second.line;
  row.request.set_request_id(hash);
  const auto [same, alone] = seen.emplace(hash, Seen{row.line, hash});
  if (!alone) row.same_as = same->second.line;
}

// An id as the API takes it.
std::string plain_id(const std::string& id) {
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c <= '~'; });
  return plain && id.size() <= 255 ? id : "id-" + short_hash(id);
}

std::string id_of(const text::CsvLine& row, const std::vector<std::string>& header, const ImportOptions& options) {
  if (row.problem.empty() && !options.id_column.empty()) {
    const auto column =
        static_cast<std::size_t>(std::find(header.begin(), header.end(), options.id_column) - header.begin());
    if (column < row.cells.size() && !row.cells[column].empty()) return plain_id(row.cells[column]);
  }
  return hash_of(row, header, options);
}

Result<std::string> read_text(std::string_view bytes, const std::string& charset) {
  const auto unmarked = text::without_mark(bytes);
  if (!unmarked) return refuse("is not UTF-16, as its first bytes say");
  const auto set = charset.empty() ? std::string(text::charset_of(*unmarked).value_or("")) : charset;
  if (auto text = text::to_utf8(*unmarked, set)) return *std::move(text);
  if (!charset.empty()) return refuse("is not " + charset + ", or that is no character set");
  return *unmarked;  // line by line
}

ImportRow row_of(const text::CsvLine& line, const std::vector<std::string>& header, const ImportOptions& options) {
  ImportRow row{};
  row.line = line.line;
  row.problem = line.problem;
  row.request.set_workspace_id(options.workspace);
  row.request.set_source_id(options.source);
  row.request.set_request_id(id_of(line, header, options));
  if (line.problem.empty())
    add_fields(line, header, options, row.request);
  else
    (*row.request.mutable_fields())["row"] = line.cells.empty() ? "" : line.cells.front();
  return row;
}

}  // namespace

Result<std::vector<ImportRow>> read_import(std::string_view csv, const ImportOptions& options) {
  LEAKPROOF_ASSIGN(text, read_text(csv, options.charset));
  const auto lines = text::parse_csv_lines(text);
  if (!lines.empty() && !lines.front().problem.empty())
    return refuse("line " + std::to_string(lines.front().line) + ": " + lines.front().problem);
  if (lines.size() < 2) return refuse("no rows: the first line names the columns, each other one is a lead");
  const auto& header = lines.front().cells;
  LEAKPROOF_TRY(check_columns(header, options));
  std::vector<ImportRow> rows;
  std::map<std::string, Seen> seen;
  for (auto line = lines.begin() + 1; line != lines.end(); ++line) {
    rows.push_back(row_of(*line, header, options));
    tell_apart(rows.back(), hash_of(*line, header, options), seen);
  }
  return rows;
}

}  // namespace leakproof::leadctl
