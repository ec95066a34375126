// Stored values as the messages they are, and pages of them. Free functions over the port of queries; any thread.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "stream/state_reader.h"

namespace leakproof::api {

template <class Message>
Result<std::optional<Message>> read_state(stream::StateReader& states, const std::string& stage,
                                          const std::string& workspace, std::string_view key) {
  LEAKPROOF_ASSIGN(bytes, states.get(stage, workspace, key));
  if (!bytes) return std::optional<Message>();
  Message message;
  if (!message.ParseFromString(*bytes))
    return fatal("a stored value of " + stage + " does not parse: was it written by a later version?");
  return std::optional(std::move(message));
}

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

// A token is bound to its list (a stage and a prefix of its keys): that of another one, or one that nobody gave out, is
// refused. `rest` says where the next page begins; nothing = at the beginning.
std::string page_token(const std::string& stage, const std::string& prefix, std::string_view rest);
Result<std::string> rest_of_page_token(const std::string& token, const std::string& stage, const std::string& prefix);

// The entries below `prefix` from `request.token` on, in the order of their keys; fewer than asked for when they are
// large.
Result<Page> read_page(stream::StateReader& states, const std::string& stage, const std::string& workspace,
                       const std::string& prefix, const PageRequest& request);

}  // namespace leakproof::api
