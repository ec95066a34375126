// A CSV file as requests: one a row, with an id that is the same whenever the same file is handed in, so that a second
// run adds nothing.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "leakproof/api/v1/lead_service.pb.h"

namespace leakproof::leadctl {

struct ImportOptions {
  std::string workspace;
  std::string source;
  std::map<std::string, std::string>
      columns;            // column → our field; a column mapped to "-" is left out; others keep their name
  std::string id_column;  // whose value is the id; empty: the file's hash and the row's line
};

struct ImportRow {
  std::size_t line = 0;
  api::v1::SubmitLeadRequest request;
};

// Refuses a file without rows, a mapped column that the file lacks, a row without an id.
Result<std::vector<ImportRow>> read_import(std::string_view csv, const ImportOptions& options);

}  // namespace leakproof::leadctl
