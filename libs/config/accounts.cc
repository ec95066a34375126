// Tested by: libs/config/accounts_test.cc
#include "config/accounts.h"

#include <algorithm>
#include <map>

#include "config/files.h"
#include "config/format.h"
#include "config/limits.h"
#include "text/csv.h"
#include "text/fold.h"
#include "text/free_mail.h"

namespace leakproof::config {
namespace {

// Of a list, several in one cell are separated by |.
std::vector<std::string> texts_in(std::string_view cell) {
  std::vector<std::string> texts;
  for (;;) {
    const auto bar = cell.find('|');
    if (const auto text = text::trimmed(cell.substr(0, bar)); !text.empty()) texts.emplace_back(text);
    if (bar == cell.npos) return texts;
    cell.remove_prefix(bar + 1);
  }
}

// One that is set to what, whether it came from YAML or CSV.
void set(v1::Account& account, std::string_view key, const std::vector<std::string>& texts) {
  const std::string first = texts.empty() ? "" : texts.front();
  if (key == "id") account.set_account_id(first);
  if (key == "names") account.mutable_names()->Assign(texts.begin(), texts.end());
  if (key == "domains") account.mutable_domains()->Assign(texts.begin(), texts.end());
  if (key == "parent") account.set_parent_id(first);
  if (key == "pool") account.set_pool_id(first);
  if (key == "owner") account.set_owner_id(first);
}

class Accounts {
 public:
  Accounts(const Node& root, v1::Workspace& workspace, ProblemList& problems) : root_(root), workspace_(workspace), problems_(problems) {}

  void run() {
    const Node* from = root_.find("accounts");
    if (from == nullptr) return;
    if (from->kind == Node::Kind::kScalar)
      read_file(from->scalar);
    else
      for (const auto& item : from->items) read_item(item);
    check();
    for (auto& account : *workspace_.mutable_accounts()) made_.push_back(inherited(account));
    for (int i = 0; i < workspace_.accounts_size(); ++i) *workspace_.mutable_accounts(i) = std::move(made_[static_cast<std::size_t>(i)]);
  }

 private:
  void read_item(const Node& item) {
    auto& account = *workspace_.add_accounts();
    account.set_line(item.mark.line + 1);
    for (const auto& [key, value] : item.entries) {
      std::vector<std::string> texts;
      for (const auto& one : value.items) texts.push_back(one.scalar);
      set(account, key, value.kind == Node::Kind::kScalar ? std::vector{value.scalar} : texts);
    }
  }

  void read_file(const std::string& name) {
    const Node* files = root_.find("files");
    const Node* text = files == nullptr ? nullptr : files->find(name);
    if (format_problem("file", name)) return;
    if (text == nullptr) return problems_.add("accounts", not_among_files(name));
    file_ = name;
    auto* table = workspace_.add_tables();
    table->set_table_id(kAccountsTable);
    table->set_file(name);
    const auto parsed = text::parse_csv(text->scalar);
    if (const auto* problem = std::get_if<text::CsvProblem>(&parsed))
      return problems_.add_in_file(name, static_cast<int>(problem->line), static_cast<int>(problem->column), "", problem->message);
    const auto& rows = std::get<std::vector<text::CsvRow>>(parsed);
    if (rows.size() > kTableRowsMax) return problems_.add_in_file(name, 1, 1, "", "more than " + std::to_string(kTableRowsMax) + " rows");
    if (!rows.empty()) read_header(rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) read_row(rows[i]);
  }
  void read_header(const text::CsvRow& header) {
    static const std::map<std::string, std::string> kKeys = {{"id", "id"},          {"name", "names"},      {"names", "names"},
                                                             {"domain", "domains"}, {"domains", "domains"}, {"parent", "parent"},
                                                             {"pool", "pool"},      {"owner", "owner"}};
    for (std::size_t i = 0; i < header.cells.size(); ++i) {
      const auto known = kKeys.find(text::fold(header.cells[i]));
      keys_.push_back(known == kKeys.end() ? "" : known->second);
      const auto wrong = [&](const std::string& message) {
        problems_.add_in_file(file_, 1, static_cast<int>(i) + 1, header.cells[i], message);
      };
      if (known == kKeys.end() && !header.cells[i].starts_with('#'))
        wrong("no such column; known: id, names, domains, parent, pool, owner; one that starts with # is a note");
      else if (known != kKeys.end() && !columns_.emplace(known->second, i).second)
        wrong("is there twice");
    }
    if (!columns_.contains("id")) problems_.add_in_file(file_, 1, 1, "id", "no column 'id'");
  }
  void read_row(const text::CsvRow& row) {
    auto& account = *workspace_.add_accounts();
    account.set_line(static_cast<int>(row.line));
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (!keys_[i].empty()) set(account, keys_[i], texts_in(row.cells[i]));
    }
    check_formats(account);
  }
  // What the schema says of a list.
  void check_formats(const v1::Account& account) {
    const auto check = [&](const char* format, const char* key, const std::string& text) {
      if (const auto problem = format_problem(format, text)) add(account, key, *problem);
    };
    check("id", "id", account.account_id());
    for (const auto& domain : account.domains()) check("domain", "domains", domain);
  }

  void add(const v1::Account& account, const std::string& key, const std::string& message) {
    if (file_.empty()) {
      const auto place = std::ranges::find_if(workspace_.accounts(), [&](const auto& one) { return &one == &account; });
      return problems_.add("accounts[" + std::to_string(place - workspace_.accounts().begin()) + "]." + key, message);
    }
    const auto column = columns_.find(key);
    problems_.add_in_file(file_, account.line(), column == columns_.end() ? 1 : static_cast<int>(column->second) + 1, key, message);
  }

  void check() {
    std::map<std::string, std::string> names, domains;  // whose they are
    for (const auto& account : workspace_.accounts()) {
      const auto& id = account.account_id();
      if (!id.empty() && !by_id_.emplace(id, &account).second) add(account, "id", "'" + id + "' is there twice");
      for (const auto& name : account.names()) claim(account, "names", text::fold(name), name, names);
      for (const auto& domain : account.domains()) {
        claim(account, "domains", domain, domain, domains);
        if (text::is_free_mail(domain))
          add(account, "domains", "'" + domain + "' is a public mail provider: an address there is of no company");
      }
    }
    for (const auto& account : workspace_.accounts()) check_references(account);
  }
  void claim(const v1::Account& account, const char* key, const std::string& what, const std::string& written,
             std::map<std::string, std::string>& taken) {
    if (what.empty()) return add(account, key, "no letter or digit in '" + written + "'");
    const auto [owner, fresh] = taken.emplace(what, account.account_id());
    if (!fresh) add(account, key, "'" + written + "' is of account '" + owner->second + "' already");
  }
  void check_references(const v1::Account& account) {
    reference(account, "parent", account.parent_id(), by_id_);
    std::map<std::string, bool> pools, members;
    if (!account.pool_id().empty())
      for (const auto& pool : workspace_.pools()) pools[pool.pool_id()];
    if (!account.owner_id().empty())
      for (const auto& member : workspace_.members()) members[member.member_id()];
    reference(account, "pool", account.pool_id(), pools);
    reference(account, "owner", account.owner_id(), members);
  }
  template <class Map>
  void reference(const v1::Account& account, const std::string& key, const std::string& id, const Map& known) {
    if (id.empty() || known.contains(id)) return;
    std::vector<std::string> names;
    for (const auto& [name, value] : known) names.push_back(name);
    add(account, key,
        "no " +
            std::string(key == "parent" ? "account"
                        : key == "pool" ? "pool"
                                        : "member") +
            " '" + id + "'" + did_you_mean(id, names));
  }

  // With the pool and the owner of its parents, as far as it does not say otherwise. A pool of its own is no place for a parent's owner.
  v1::Account inherited(const v1::Account& account) {
    v1::Account whole = account;
    std::string way = account.account_id();
    const v1::Account* above = parent_of(account);
    for (std::size_t steps = 0; above != nullptr; ++steps, above = parent_of(*above)) {
      way += " → " + above->account_id();
      if (above == &account) return circle(account, way);
      if (steps == kParentsMax) {
        add(account, "parent", "more than " + std::to_string(kParentsMax) + " accounts stand above it");
        return whole;
      }
      if (whole.owner_id().empty() && whole.pool_id().empty()) whole.set_owner_id(above->owner_id());
      if (whole.pool_id().empty()) whole.set_pool_id(above->pool_id());
    }
    return whole;
  }
  const v1::Account* parent_of(const v1::Account& account) const {
    const auto parent = by_id_.find(account.parent_id());
    return account.parent_id().empty() || parent == by_id_.end() ? nullptr : parent->second;
  }
  v1::Account circle(const v1::Account& account, const std::string& way) {
    if (!circle_told_) add(account, "parent", "parents run in a circle: " + way);
    circle_told_ = true;
    return account;
  }

  const Node& root_;
  v1::Workspace& workspace_;
  ProblemList& problems_;
  std::string file_;                            // empty when they stand in the YAML
  std::vector<std::string> keys_;               // of the file, by column
  std::map<std::string, std::size_t> columns_;  // and the reverse
  std::map<std::string, const v1::Account*> by_id_;
  std::vector<v1::Account> made_;
  bool circle_told_ = false;
};

}  // namespace

void add_accounts(const Node& root, v1::Workspace& workspace, ProblemList& problems) { Accounts(root, workspace, problems).run(); }

}  // namespace leakproof::config
