#include "base/public_address.h"

#include <gtest/gtest.h>

namespace leakproof {
namespace {

TEST(PublicAddress, WhatOnlyAProcessForTrialsCalls) {
  for (const char* host :
       {"localhost",     "localhost.",    "a.localhost",    "crm.local",   "crm.internal",      "127.0.0.1",
        "10.1.2.3",      "172.16.0.1",    "172.31.255.255", "192.168.1.1", "169.254.169.254",   "100.64.0.1",
        "[::1]",         "::1",           "[fd00::1]",      "[fe80::1]",   "[::ffff:10.0.0.1]", "0.0.0.0",
        "[2001:db8::1]", "[2002:a00:1::]"})
    EXPECT_TRUE(is_private_host(host)) << host;
  for (const char* host : {"crm.example.com", "localhost.example.com", "172.15.0.1", "172.32.0.1", "11.0.0.1",
                           "8.8.8.8", "[2606:4700::1]", "internal", "10.example.com", ""})
    EXPECT_FALSE(is_private_host(host)) << host;
}

}  // namespace
}  // namespace leakproof
