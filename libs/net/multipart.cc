#include "net/multipart.h"

#include <optional>

#include "base/ascii.h"
#include "net/http_head.h"
#include "text/utf8.h"

namespace leakproof {
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

Status add_part(const Part& part, MultipartForm& form) {
  const std::string_view disposition = find_header(part.headers, "Content-Disposition").value_or("");
  auto name = header_parameter(disposition, "name");
  if (!lower_case(disposition).starts_with("form-data") || !name || !text::is_utf8(*name))
    return refuse("a part has no form-data name");
  if (header_parameter(disposition, "filename") || header_parameter(disposition, "filename*")) {
    form.files.push_back(*std::move(name));
    return {};
  }
  if (part.content.size() > kFormValueBytesMax) return refuse("a form field is too large");
  if (text::first_foreign_byte(part.content) != part.content.npos)
    return refuse("a form field is not UTF-8 without NUL");
  form.fields.emplace_back(*std::move(name), part.content);
  return {};
}

}  // namespace

Result<MultipartForm> parse_multipart(std::string_view content_type, std::string_view body, std::size_t fields_max) {
  LEAKPROOF_ASSIGN(boundary, boundary_of(content_type));
  if (!body.starts_with(boundary)) return refuse("the form does not begin with its boundary");
  body.remove_prefix(boundary.size());
  const std::string divider = "\r\n" + boundary;
  MultipartForm form;
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n")) return refuse("a boundary is not a line of its own");
    if (form.fields.size() + form.files.size() == fields_max)
      return refuse("the form has more than " + std::to_string(fields_max) + " fields");
    body.remove_prefix(2);
    const std::size_t end = body.find(divider);
    if (end == body.npos) return refuse("the form ends without its closing boundary");
    LEAKPROOF_ASSIGN(part, parse_part(body.substr(0, end)));
    LEAKPROOF_TRY(add_part(part, form));
    body.remove_prefix(end + divider.size());
  }
  return form;
}

}  // namespace leakproof
