// E-mail addresses as people and programs write them. Free to call from any thread.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "ingest/domain/text.h"

namespace leakproof::ingest {

// A text that is one address and nothing else: a dot-atom, which may hold letters and digits of any script (RFC 6531),
// at a name with a dot, which is given in its ASCII form (IDNA 2008); at most 254 bytes (RFC 5321).
std::optional<Email> parse_email(std::string_view text);

// The addresses in a text where one was asked for: "Binh <b@x.example>", "mailto:…", "a@x.example; b@x.example",
// "b@x.example.", "'b@x.example". What programs put in front of an address is none of it, though mail servers would
// take it for a part.
std::vector<Email> read_emails(std::string_view text);

}  // namespace leakproof::ingest
