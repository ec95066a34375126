#include "observe/metrics.h"

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <initializer_list>

#include "base/check.h"

namespace leakproof::observe {
namespace {

bool well_formed(std::string_view name) {
  return name.starts_with("leakproof_") && !name.ends_with("_") && name.find("__") == name.npos &&
         std::ranges::all_of(name, [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool ends_in(std::string_view name, std::initializer_list<std::string_view> units) {
  return std::ranges::any_of(units, [&](std::string_view unit) { return name.ends_with(unit); });
}

}  // namespace

const Buckets kHopSeconds = {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1};
const Buckets kEdgeSeconds = {0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5};
const Buckets kOwnerSeconds = {0.001, 0.005, 0.01, 0.03, 0.1, 0.5, 1, 5, 30, 60, 300, 900, 3600, 14400, 86400};

Metrics::Metrics() : registry_(std::make_unique<prometheus::Registry>()) {}
Metrics::~Metrics() = default;

Counter& Metrics::counter(const std::string& name, const std::string& help, const Labels& labels) {
  LEAKPROOF_CHECK(well_formed(name) && name.ends_with("_total"));
  return prometheus::BuildCounter().Name(name).Help(help).Register(*registry_).Add(labels);
}

Gauge& Metrics::gauge(const std::string& name, const std::string& help, const Labels& labels) {
  LEAKPROOF_CHECK(well_formed(name) && !name.ends_with("_total"));
  return prometheus::BuildGauge().Name(name).Help(help).Register(*registry_).Add(labels);
}

Histogram& Metrics::histogram(const std::string& name, const std::string& help, const Buckets& buckets,
                              const Labels& labels) {
  LEAKPROOF_CHECK(well_formed(name) && ends_in(name, {"_seconds", "_bytes", "_ratio"}));
  return prometheus::BuildHistogram().Name(name).Help(help).Register(*registry_).Add(labels, buckets);
}

std::string Metrics::exposition() const { return prometheus::TextSerializer().Serialize(registry_->Collect()); }

}  // namespace leakproof::observe
