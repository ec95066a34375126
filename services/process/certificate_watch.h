// Says in time that the certificates of gRPC end, which would end every call at once: a metric with the day, and a line
// of the log a day from a month before on. They are those that this process has read at its start; new files are read
// at the next one. One thread.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "app/settings.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate.h"
#include "observe/metrics.h"

namespace leakproof::process {

inline constexpr Duration kCertificateNotice = std::chrono::hours(30 * 24);

struct CertificateProblem {
  bool over;         // not valid now; else it ends soon
  std::string text;  // for people
};

class CertificateWatch {
 public:
  // Reads the files. kRefuse: one holds no certificate.
  static Result<CertificateWatch> open(const app::Settings::Tls& tls, observe::Metrics& metrics);
  // Those that need a person now.
  std::vector<CertificateProblem> problems(Instant now) const;
  // Logs them, at most once a day.
  void step(Instant now);

 private:
  struct Watched {
    std::string file;
    crypto::CertificateValidity validity;
  };
  std::vector<Watched> watched_;
  std::optional<Instant> told_;
};

}  // namespace leakproof::process
