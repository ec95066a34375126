// Tested by: libs/config/accounts_test.cc
#include "config/accounts.h"

#include <algorithm>
#include <map>
#include <utility>

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
  Accounts(const Node& root, v1::Workspace& workspace, ProblemList& problems)
      : root_(root), workspace_(workspace), problems_(problems) {}

  void run() {
    const Node* from = root_.find("accounts");
    if (from == nullptr) return;
    if (from->kind == Node::Kind::kScalar)
      read_file(from->scalar);
    else
      for (const auto& item : from->items) read_item(item);
    check();
    std::vector<v1::Account> made;
    for (int i = 0; i < workspace_.accounts_size(); ++i) made.push_back(inherited(i));
    for (int i = 0; i < workspace_.accounts_size(); ++i)
      *workspace_.mutable_accounts(i) = std::move(made[static_cast<std::size_t>(i)]);
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
      return problems_.add_in_file(name, static_cast<int>(problem->line), static_cast<int>(problem->column), "",
                                   problem->message);
    const auto& rows = std::get<std::vector<text::CsvRow>>(parsed);
    if (rows.size() > kTableRowsMax)
      return problems_.add_in_file(name, 1, 1, "", "more than " + std::to_string(kTableRowsMax) + " rows");
    if (!rows.empty()) read_header(rows.front());
    for (std::size_t i = 1; i < rows.size(); ++i) read_row(rows[i]);
  }
  void read_header(const text::CsvRow& header) {
    static const std::map<std::string, std::string> kKeys = {
        {"id", "id"},           {"name", "names"},    {"names", "names"}, {"domain", "domains"},
        {"domains", "domains"}, {"parent", "parent"}, {"pool", "pool"},   {"owner", "owner"}};
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
    check_formats(workspace_.accounts_size() - 1);
  }
  // What the schema says of a list.
  void check_formats(int place) {
    const v1::Account& account = workspace_.accounts(place);
    const auto check = [&](const char* format, const char* key, const std::string& text) {
      if (const auto problem = format_problem(format, text)) add(place, key, *problem);
    };
    check("id", "id", account.account_id());
    for (const auto& domain : account.domains()) check("domain", "domains", domain);
  }

  void add(int place, const std::string& key, const std::string& message) {
    if (file_.empty()) return problems_.add("accounts[" + std::to_string(place) + "]." + key, message);
    const auto column = columns_.find(key);
    problems_.add_in_file(file_, workspace_.accounts(place).line(),
                          column == columns_.end() ? 1 : static_cast<int>(column->second) + 1, key, message);
  }

  void check() {
    Taken names, domains, pools, members;
    for (int i = 0; i < workspace_.accounts_size(); ++i) {
      const auto& account = workspace_.accounts(i);
      if (!account.account_id().empty() && !by_id_.emplace(account.account_id(), i).second)
        add(i, "id", "'" + account.account_id() + "' is there twice");
      for (const auto& name : account.names())
        claim(i, "names", text::fold(name, text::FoldVersion::kLetters), name, names);
      for (const auto& domain : account.domains()) {
        claim(i, "domains", domain, domain, domains);
        if (text::is_free_mail(domain))
          add(i, "domains", "'" + domain + "' is a public mail provider: an address there is of no company");
      }
    }
    for (const auto& pool : workspace_.pools()) pools[pool.pool_id()];
    for (const auto& member : workspace_.members()) members[member.member_id()];
    for (int i = 0; i < workspace_.accounts_size() && !problems_.full(); ++i) {
      const auto& account = workspace_.accounts(i);
      reference(i, "parent", "account", account.parent_id(), by_id_);
      reference(i, "pool", "pool", account.pool_id(), pools);
      reference(i, "owner", "member", account.owner_id(), members);
    }
  }
  using Taken = std::map<std::string, int>;  // by whom
  void claim(int place, const char* key, const std::string& what, const std::string& written, Taken& taken) {
    if (what.empty()) return add(place, key, "no letter or digit in '" + written + "'");
    const auto [first, fresh] = taken.emplace(what, place);
    if (!fresh)
      add(place, key,
          "'" + written + "' is of account '" + workspace_.accounts(first->second).account_id() + "' already");
  }
  void reference(int place, const char* key, const std::string& kind, const std::string& id, const Taken& known) {
    if (id.empty() || known.contains(id)) return;
    std::vector<std::string> names;
    for (const auto& [name, value] : known) names.push_back(name);
    add(place, key, "no " + kind + " '" + id + "'" + did_you_mean(id, names));
  }

  // With the pool and the owner of its parents, as far as it does not say otherwise. A pool of its own is no place for
  // a parent's owner.
  v1::Account inherited(int place) {
    v1::Account whole = workspace_.accounts(place);
    std::string way = whole.account_id();
    auto above = parent_of(place);
    for (std::size_t steps = 0; above; ++steps, above = parent_of(*above)) {
      const auto& parent = workspace_.accounts(*above);
      way += " → " + parent.account_id();
      if (*above == place) {
        if (!std::exchange(circle_told_, true)) add(place, "parent", "parents run in a circle: " + way);
        break;
      }
      if (steps == kParentsMax) {
        if (!circle_told_)
          add(place, "parent", "more than " + std::to_string(kParentsMax) + " accounts stand above it");
        break;
      }
      if (whole.owner_id().empty() && whole.pool_id().empty()) whole.set_owner_id(parent.owner_id());
      if (whole.pool_id().empty()) whole.set_pool_id(parent.pool_id());
    }
    return whole;
  }
  std::optional<int> parent_of(int place) const {
    const auto parent = by_id_.find(workspace_.accounts(place).parent_id());
    return parent == by_id_.end() ? std::nullopt : std::optional(parent->second);
  }

  const Node& root_;
  v1::Workspace& workspace_;
  ProblemList& problems_;
  std::string file_;                            // empty when they stand in the YAML
  std::vector<std::string> keys_;               // of the file, by column
  std::map<std::string, std::size_t> columns_;  // and the reverse
  std::map<std::string, int> by_id_;
  bool circle_told_ = false;
};

}  // namespace

void add_accounts(const Node& root, v1::Workspace& workspace, ProblemList& problems) {
  Accounts(root, workspace, problems).run();
}

}  // namespace leakproof::config
