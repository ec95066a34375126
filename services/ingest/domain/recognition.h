// What a field is that no alias names: by what it asks for, else by the look of its value. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ingest/domain/mapping.h"

namespace leakproof::ingest {

// What builders put around the name that the form's author gave: "No Label company", "your-email", "q3_phone",
// "Email (required)".
std::string_view without_decoration(std::string_view folded);

// The name of an account: "username" is no person's name; "user[name]" and "user_name" are.
bool is_login(std::string_view name);

// phone, email or full_name, when the field's name asks the person for it and the value is one; else nullptr.
const char* asked_for(const Field& field, const std::vector<std::string>& values, const PhoneRegions& regions,
                      const Text& text);

// phone or email by the value alone, unless the name says that it is somebody else's or no contact; else nullptr.
const char* guessed(const Field& field, const std::vector<std::string>& values, const PhoneRegions& regions,
                    const Text& text);

}  // namespace leakproof::ingest
