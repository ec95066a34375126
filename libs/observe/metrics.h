// The process's metrics: counters, gauges and histograms in one registry, shown in the Prometheus text format 0.0.4.
// Ask for a metric once and keep the reference: asking takes a lock, using it does not. References live as long as the
// Metrics. Thread-safe. Names: leakproof_<words>_<unit>. A counter ends in _total; a histogram in _seconds, _bytes or
// _ratio; a gauge in one of those, in _info, in _timestamp_seconds or in the plural it counts. A bad name, or one name
// in two kinds, is a defect (CHECK). Labels are bounded sets (source, stage, reason): never an id of a lead, a phone,
// an e-mail or free text.
#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace prometheus {
class Registry;
}

namespace leakproof::observe {

using Counter = prometheus::Counter;      // Increment(by = 1)
using Gauge = prometheus::Gauge;          // Set(value), Increment(), Decrement()
using Histogram = prometheus::Histogram;  // Observe(value)
using Labels = std::map<std::string, std::string>;
using Buckets = std::vector<double>;

// Upper bounds in seconds, spread around the objective of each.
extern const Buckets kHopSeconds;    // one hop of the pipeline: 0.1 ms to 1 s
extern const Buckets kEdgeSeconds;   // an answer at the edge: 1 ms to 2.5 s
extern const Buckets kOwnerSeconds;  // submission to owner, with people in between: 1 ms to 24 h

class Metrics {
 public:
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

  Metrics();
  ~Metrics();
  Counter& counter(const std::string& name, const std::string& help, const Labels& labels = {});
  Gauge& gauge(const std::string& name, const std::string& help, const Labels& labels = {});
  Histogram& histogram(const std::string& name, const std::string& help, const Buckets& buckets,
                       const Labels& labels = {});
  // Everything, as /metrics answers it.
  std::string exposition() const;

 private:
  std::unique_ptr<prometheus::Registry> registry_;
};

}  // namespace leakproof::observe
