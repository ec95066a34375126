// multipart/form-data (RFC 7578, framed as RFC 2046 says): the fields in order; a file is named and left out. What
// stands before the first boundary or behind the last, and blanks behind a boundary, mean nothing. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/urlencoded.h"

namespace leakproof::net {

struct MultipartForm {
  FormFields fields;
  std::vector<std::string> files;  // names of the form fields that held a file, whose content was skipped
};

// `content_type` is the header's whole value: it names the boundary. Refuses a broken frame, values beyond
// kFormValueBytesMax, and non-UTF-8.
Result<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body,
                                      std::size_t fields_max = kFormFieldsMax);
// The same without a look at the character set: names and values are bytes.
Result<MultipartForm> split_multipart(std::string_view content_type, std::string_view body,
                                      std::size_t fields_max = kFormFieldsMax);
// The form without what its files hold; their parts stay, empty.
Result<std::string> without_files(std::string_view content_type, std::string_view body);

}  // namespace leakproof::net
