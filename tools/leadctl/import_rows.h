// A CSV file as requests: one a row, with an id that is the same whenever the same row is handed in, in whatever file,
// so that a second run, or a longer file, adds only what is new.
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
  std::string id_column;  // whose value is the id; empty, or an empty cell: what the row holds
  std::string charset;    // of the file; empty: what its bytes tell
};

struct ImportRow {
  std::size_t line = 0;
  std::string problem;      // the row could not be read: all of it is handed in as one text, to be kept
  std::size_t same_as = 0;  // the line of this file that holds the same under the same id; 0: none
  std::size_t id_of = 0;    // the line that has its id already and holds something else: it is known by what it holds
  api::v1::SubmitLeadRequest request;
};

// Refuses a file without rows, of a character set that cannot be told, with a mapped column that it lacks or two
// columns for one field.
Result<std::vector<ImportRow>> read_import(std::string_view csv, const ImportOptions& options);

}  // namespace leakproof::leadctl
