#include "net/multipart.h"

#include <functional>
#include <optional>

#include "base/ascii.h"
#include "net/http_head.h"
#include "text/utf8.h"

namespace leakproof::net {
namespace {

Result<std::string> boundary_of(std::string_view content_type) {
  auto boundary = header_parameter(content_type, "boundary");
  if (!boundary || boundary->empty() || boundary->size() > 70) return refuse("the Content-Type names no boundary");
  return "--" + *std::move(boundary);
}

struct Part {
  HttpHeaders headers;
  std::string_view content;
};

Result<Part> parse_part(std::string_view text) {
  Part part;
  while (!text.starts_with("\r\n")) {
    const std::size_t end = text.find("\r\n");
    if (end == text.npos || part.headers.size() == kHeadersMax) return refuse("a part's headers do not end");
    auto header = parse_header_line(text.substr(0, end));
    if (auto* fault = std::get_if<HttpFault>(&header)) return refuse("a part's header: " + fault->detail);
    part.headers.push_back(std::get<HttpHeader>(std::move(header)));
    text.remove_prefix(end + 2);
  }
  part.content = text.substr(2);
  return part;
}

std::string_view disposition_of(const Part& part) {
  return find_header(part.headers, "Content-Disposition").value_or("");
}

bool is_file(const Part& part) {
  return header_parameter(disposition_of(part), "filename") || header_parameter(disposition_of(part), "filename*");
}

Status add_part(const Part& part, MultipartForm& form) {
  auto name = header_parameter(disposition_of(part), "name");
  if (!lower_case(disposition_of(part)).starts_with("form-data") || !name)
    return refuse("a part has no form-data name");
  if (is_file(part)) {
    form.files.push_back(*std::move(name));
    return {};
  }
  if (part.content.size() > kFormValueBytesMax) return refuse("a form field is too large");
  form.fields.emplace_back(*std::move(name), part.content);
  return {};
}

// Takes what stands before the first boundary off; false when there is none.
bool skip_preamble(std::string_view& body, const std::string& boundary) {
  if (!body.starts_with(boundary)) {
    const std::size_t line = body.find("\r\n" + boundary);
    if (line == body.npos) return false;
    body.remove_prefix(line + 2);
  }
  body.remove_prefix(boundary.size());
  return true;
}

// The rest of a boundary's line: blanks, which some senders pad it with, and its end.
bool skip_line_end(std::string_view& body) {
  body.remove_prefix(std::min(body.find_first_not_of(" \t"), body.size()));
  if (!body.starts_with("\r\n")) return false;
  body.remove_prefix(2);
  return true;
}

using Visit = std::function<Status(std::string_view text)>;  // of a part, with its headers

Status each_part(std::string_view content_type, std::string_view body, std::size_t parts_max, const Visit& visit) {
  LEAKPROOF_ASSIGN(boundary, boundary_of(content_type));
  if (!skip_preamble(body, boundary)) return refuse("the form has no line with its boundary");
  const std::string divider = "\r\n" + boundary;
  for (std::size_t parts = 0; !body.starts_with("--"); ++parts) {
    if (!skip_line_end(body)) return refuse("a boundary is not a line of its own");
    if (parts == parts_max) return refuse("the form has more than " + std::to_string(parts_max) + " fields");
    const std::size_t end = body.find(divider);
    if (end == body.npos) return refuse("the form ends without its closing boundary");
    LEAKPROOF_TRY(visit(body.substr(0, end)));
    body.remove_prefix(end + divider.size());
  }
  return {};
}

}  // namespace

Result<MultipartForm> split_multipart(std::string_view content_type, std::string_view body, std::size_t fields_max) {
  MultipartForm form;
  LEAKPROOF_TRY(each_part(content_type, body, fields_max, [&](std::string_view text) -> Status {
    LEAKPROOF_ASSIGN(part, parse_part(text));
    return add_part(part, form);
  }));
  return form;
}

Result<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body, std::size_t fields_max) {
  LEAKPROOF_ASSIGN(form, split_multipart(content_type, body, fields_max));
  LEAKPROOF_TRY(check_text(form.fields));
  return form;
}

Result<std::string> without_files(std::string_view content_type, std::string_view body) {
  LEAKPROOF_ASSIGN(boundary, boundary_of(content_type));
  std::string kept;
  LEAKPROOF_TRY(each_part(content_type, body, kFormFieldsMax, [&](std::string_view text) -> Status {
    LEAKPROOF_ASSIGN(part, parse_part(text));
    if (is_file(part)) text.remove_suffix(part.content.size());
    kept.append(boundary).append("\r\n").append(text).append("\r\n");
    return {};
  }));
  return kept + boundary + "--\r\n";
}

}  // namespace leakproof::net
