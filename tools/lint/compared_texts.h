// The texts that a condition compares a field with, wherever they stand in it. Pure.
#pragma once
#include <string>
#include <vector>

#include "rules/program.h"
#include "rules/schema.h"

namespace leakproof::router {

struct ComparedText {
  std::string path;      // of the field: lead.country
  std::string function;  // that the field goes through first: fold, lowerAscii, upperAscii; empty: none
  std::string text;
  std::string relation;  // ==, startsWith, endsWith, contains, matches
  std::string pattern;   // of matches: the whole of it
  bool is_whole;         // the field is to be all of it (==, !=, in), else begin or end with it, contain or match it
  bool letters_only;     // of a part of a pattern: there is nothing in it that stands for anything else
};

// `schema` is that of the program. A pattern counts as one text each for what it has between bars.
std::vector<ComparedText> compared_texts(const rules::Program& when, const rules::Schema& schema);

}  // namespace leakproof::router
