// libcurl's handles with one owner each.
#pragma once
#include <curl/curl.h>

#include <memory>

#include "base/check.h"

namespace leakproof::net {

// A deleter that calls `end`: libcurl's CURL and CURLM are both void, so a type alone does not tell how to end it.
template <auto end>
struct CurlEnd {
  void operator()(auto* handle) const { end(handle); }
};
using CurlEasy = std::unique_ptr<CURL, CurlEnd<curl_easy_cleanup>>;
using CurlMulti = std::unique_ptr<CURLM, CurlEnd<curl_multi_cleanup>>;
using CurlUrl = std::unique_ptr<CURLU, CurlEnd<curl_url_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, CurlEnd<curl_slist_free_all>>;

inline void append(CurlList& list, const char* line) {
  curl_slist* longer = curl_slist_append(list.get(), line);
  LEAKPROOF_CHECK(longer != nullptr);
  list.release();
  list.reset(longer);
}

// Before the first handle of the process; any number of times.
inline void start_curl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  LEAKPROOF_CHECK(started == CURLE_OK);
}

}  // namespace leakproof::net
