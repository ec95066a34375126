#include "disk.h"

#include "base/check.h"

namespace leakproof::sim {
namespace {

void apply_to(Contents& contents, const std::vector<stream::Change>& changes) {
  for (const auto& change : changes) {
    if (change.value)
      contents[change.key] = *change.value;
    else
      contents.erase(change.key);
  }
}

}  // namespace

class Disk::StoreOf final : public stream::Store {
 public:
  StoreOf(Disk& disk, Life& life, std::shared_ptr<Shelf> shelf) : disk_(disk), life_(life), shelf_(std::move(shelf)) {
    LEAKPROOF_CHECK(!std::exchange(shelf_->open, true));
  }
  ~StoreOf() override { shelf_->open = false; }
  Result<std::optional<std::string>> get(std::string_view key) const override {
    auto found = shelf_->data.find(key);
    return found == shelf_->data.end() ? std::optional<std::string>() : std::optional(found->second);
  }
  Status scan(std::string_view prefix, std::string_view from, const stream::Visit& visit) const override {
    auto at = shelf_->data.lower_bound(std::max(prefix, from));
    for (; at != shelf_->data.end() && at->first.starts_with(prefix); ++at) {
      if (!visit(at->first, at->second)) break;
    }
    return {};
  }
  Status apply(const std::vector<stream::Change>& changes) override {
    if (!life_.goes_on()) return retry("the process is dead");
    if (disk_.full_) {
      ++disk_.refused_;
      return retry("no space left");
    }
    apply_to(shelf_->data, changes);
    shelf_->unflushed.push_back(changes);
    return life_.goes_on() ? Status() : retry("the process is dead");
  }
  Status flush() override {
    if (!life_.goes_on()) return retry("the process is dead");
    for (; !shelf_->unflushed.empty(); shelf_->unflushed.pop_front())
      apply_to(shelf_->flushed, shelf_->unflushed.front());
    return {};
  }

 private:
  Disk& disk_;
  Life& life_;
  const std::shared_ptr<Shelf> shelf_;
};

class Disk::Stores final : public stream::StoreFactory {
 public:
  Stores(Disk& disk, Life& life) : disk_(disk), life_(life) {}
  Result<std::unique_ptr<stream::Store>> open(const std::string& stage, std::int32_t partition) override {
    auto& shelf = disk_.places_[{stage, partition}];
    if (!shelf) shelf = std::make_shared<Shelf>();
    return std::unique_ptr<stream::Store>(std::make_unique<StoreOf>(disk_, life_, shelf));
  }
  Status wipe(const std::string& stage, std::int32_t partition) override {
    if (!life_.goes_on()) return retry("the process is dead");
    auto node = disk_.places_.extract({stage, partition});
    LEAKPROOF_CHECK(node.empty() || !node.mapped()->open);
    return {};
  }

 private:
  Disk& disk_;
  Life& life_;
};

std::unique_ptr<stream::StoreFactory> Disk::stores(Life& life) { return std::make_unique<Stores>(*this, life); }

void Disk::crash(const std::string& stage, Dice& dice) {
  for (auto& [place, shelf] : places_) {
    if (place.first != stage) continue;
    for (int kept = dice.below(static_cast<int>(shelf->unflushed.size()) + 1); kept > 0;
         --kept, shelf->unflushed.pop_front()) {
      apply_to(shelf->flushed, shelf->unflushed.front());
    }
    shelf->unflushed.clear();
    shelf->data = shelf->flushed;
  }
}

std::int64_t Disk::position(const Place& place) const {
  const auto found = places_.find(place);
  if (found == places_.end() || !found->second->data.contains("p")) return 0;
  journal::v1::StorePosition position;
  LEAKPROOF_CHECK(position.ParseFromString(found->second->data.at("p")));
  return position.next_offset();
}

Contents Disk::contents(const Place& place) const {
  const auto found = places_.find(place);
  return found == places_.end() ? Contents() : found->second->data;
}

}  // namespace leakproof::sim
