// The contact of an inquiry, read from the fields of a submission: which numbers and addresses can be used, which of
// them may say who somebody is, and what is kept for people to read. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ingest/domain/inquiry.h"

namespace leakproof::ingest {

// Fills contact, keys, the attributes that describe phone and e-mail, and what could not be read.
void take_contact(const Fields& fields, const SourceRules& rules, const PhoneRegions& regions, const Text& text,
                  Inquiry& inquiry);

// The digits of a calling code that a form's list of countries sends beside a number: +66, 66, 0066, "+1 (US)",
// "US +1", "+44-1481"; empty when there is none.
std::string calling_code_of(std::string_view chosen);

// Adds a text for people to what stands under `name`, unless it stands there.
void keep_for_people(std::map<std::string, std::string>& personal, const std::string& name, const std::string& text);

}  // namespace leakproof::ingest
