// multipart/form-data (RFC 7578): the fields in order; a file is named and left out. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/urlencoded.h"

namespace leakproof {

struct MultipartForm {
  FormFields fields;
  std::vector<std::string> files;  // names of the form fields that held a file, whose content was skipped
};

// `content_type` is the header's whole value: it names the boundary. Refuses a broken frame, values beyond
// kFormValueBytesMax, and non-UTF-8.
Result<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body,
                                      std::size_t fields_max = kFormFieldsMax);

}  // namespace leakproof
