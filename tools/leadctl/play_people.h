// People who could be leads, made up from a number: the same number gives the same person.
#pragma once
#include <cstdint>
#include <string>

namespace leakproof::leadctl {

struct Person {
  std::string given_name, family_name, full_name;
  std::string phone;  // as somebody of the country writes it
  std::string email;
  std::string country;  // ISO 3166
  std::string city, company, job_title, product;
  int budget = 0;  // 0 = not named
  int employees = 0;
  bool demo_wanted = false;
};

Person person(std::uint64_t number);

}  // namespace leakproof::leadctl
