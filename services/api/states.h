// Pages of lists in the stages' states. Free functions over the port of queries; any thread.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stream/state_reader.h"

namespace leakproof::api {

struct Page {
  std::vector<std::pair<std::string, std::string>> entries;
  std::string next_token;  // empty at the end
};
struct PageRequest {
  int size = 0;       // 0 = the default; within the bound
  std::string token;  // as in Page, of the same list; else it is refused
};
// Fills a page, up to its number of entries and of bytes.
class PageFiller {
 public:
  explicit PageFiller(const PageRequest& request);
  // False when the page is full and `entry` not taken: its token is then made of the last that was.
  bool add(std::pair<std::string, std::string> entry);
  Page page;  // without its token

 private:
  const std::size_t size_;
  std::size_t bytes_ = 0;
};

// A token is bound to its list: that of another one, or one that nobody gave out, is refused. `rest` says where the
// next page begins; nothing = at the beginning.
std::string page_token(const stream::StateList& list, std::string_view rest);
Result<std::string> rest_of_page_token(const std::string& token, const stream::StateList& list);

// The entries of the list from `request.token` on, in the order of their keys; fewer than asked for when they are
// large.
Result<Page> read_page(stream::StateReader& states, const std::string& workspace, const stream::StateList& list,
                       const PageRequest& request);

}  // namespace leakproof::api
