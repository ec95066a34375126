#include "router/domain/accounts.h"

#include "rules/schema.h"
#include "text/fold.h"

namespace leakproof::router {
namespace {

std::string text_in(const rules::Record& record, rules::Slot slot) {
  const auto& value = record.get(slot);
  const auto* text = value ? value->get_if<std::string_view>() : nullptr;
  return text == nullptr ? "" : std::string(*text);
}

}  // namespace

Accounts::Accounts(const rules::Schema& schema) : folding_(schema.folding()) {
  const auto slot = [&](const char* path) { return schema.find(path).value_or(rules::Slot()); };
  if (!schema.find("lead.account")) return;
  fields_ =
      Fields{slot("lead.email_domain"), slot("lead.company_domain"), slot("lead.free_mail"),   slot("lead.company"),
             slot("lead.account"),      slot("lead.account_parent"), slot("lead.account_pool")};
}

void Accounts::add(Account account, const std::vector<std::string>& names, const std::vector<std::string>& domains) {
  const std::size_t place = accounts_.size();
  by_id_[account.id] = place;
  for (const auto& name : names) by_name_[text::fold(name, folding_)] = place;
  for (const auto& domain : domains) by_domain_[domain] = place;
  accounts_.push_back(std::move(account));
}

std::optional<std::size_t> Accounts::account_of(const rules::Record& record) const {
  const auto find = [](const auto& accounts, const std::string& key) {
    const auto found = key.empty() ? accounts.end() : accounts.find(key);
    return found == accounts.end() ? std::nullopt : std::optional(found->second);
  };
  const auto& free_mail = record.get(fields_->free_mail);
  if (!free_mail || !free_mail->as<bool>()) {
    if (const auto account = find(by_domain_, text_in(record, fields_->email_domain))) return account;
    if (const auto account = find(by_domain_, text_in(record, fields_->company_domain))) return account;
  }
  return find(by_name_, text::fold(text_in(record, fields_->company), folding_));
}

void Accounts::name_in(rules::Record& record) const {
  const auto place = accounts_.empty() ? std::nullopt : account_of(record);
  if (!place) return;
  const Account& account = accounts_[*place];
  record.set(fields_->account, rules::Value(std::string_view(account.id)));
  const auto set = [&](rules::Slot slot, const std::string& text) {
    if (!text.empty()) record.set(slot, rules::Value(std::string_view(text)));
  };
  set(fields_->account_parent, account.parent);
  set(fields_->account_pool, account.pool.value());
}

const Account* Accounts::named_in(const rules::Record& record) const {
  if (accounts_.empty()) return nullptr;
  const auto account = by_id_.find(text_in(record, fields_->account));
  return account == by_id_.end() ? nullptr : &accounts_[account->second];
}

}  // namespace leakproof::router
