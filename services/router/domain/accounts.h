// The companies that a workspace knows: which of them a lead belongs to. Immutable once made, free to read from any
// thread. Pure. A lead is of the account that names the domain of its e-mail, in full (mail.acme.com) or what was
// registered (acme.com); else of the one that has its company's name, without case, accents, spaces and punctuation.
// Public mail providers are nobody's domain.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/id.h"
#include "rules/schema.h"

namespace leakproof::router {

struct Account {
  std::string id, parent;
  PoolId pool;
  MemberId owner;
};

class Accounts {
 public:
  Accounts() = default;
  explicit Accounts(const rules::Schema& schema);
  // No name and no domain twice: libs/config has seen to it.
  void add(Account account, const std::vector<std::string>& names, const std::vector<std::string>& domains);
  // Sets lead.account, lead.account_parent and lead.account_pool of a record that has the lead's own fields; it views
  // this.
  void name_in(rules::Record& record) const;
  // What the record names; nullptr when that is none.
  const Account* named_in(const rules::Record& record) const;

 private:
  struct Fields {
    rules::Slot email_domain, company_domain, free_mail, company, account, account_parent, account_pool;
  };
  std::optional<std::size_t> account_of(const rules::Record& record) const;

  text::FoldVersion folding_ = text::FoldVersion::kLetters;
  std::optional<Fields> fields_;  // unset where there are no accounts
  std::vector<Account> accounts_;
  std::unordered_map<std::string, std::size_t> by_domain_, by_name_, by_id_;
};

}  // namespace leakproof::router
