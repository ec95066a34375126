#include "process/certificate_watch.h"

#include "base/read_file.h"
#include "base/time_text.h"
#include "observe/log.h"

namespace leakproof::process {
namespace {

constexpr Duration kTellEvery = std::chrono::hours(24);

std::optional<CertificateProblem> problem_of(const std::string& file, const crypto::CertificateValidity& one,
                                             Instant now) {
  const std::string whose = file + " (" + one.subject + ")";
  if (now < one.begins) return CertificateProblem{true, whose + " is not valid before " + format_instant(one.begins)};
  if (now >= one.ends)
    return CertificateProblem{
        true, whose + " has ended at " + format_instant(one.ends) + ": no peer is let in; replace it and start again"};
  if (one.ends - now < kCertificateNotice)
    return CertificateProblem{false, whose + " ends at " + format_instant(one.ends) + ": replace it and start again"};
  return std::nullopt;
}

}  // namespace

Result<CertificateWatch> CertificateWatch::open(const app::Settings::Tls& tls, observe::Metrics& metrics) {
  CertificateWatch watch;
  if (!tls.is_set()) return watch;
  for (const auto& [name, file] : {std::pair("certificate", tls.certificate), std::pair("client_ca", tls.client_ca)}) {
    const std::string key = std::string("grpc.tls.") + name;
    const auto text = read_file(file);
    if (!text.ok()) return text.error().in(key);
    auto validity = crypto::validity_of_certificates(*text);
    if (!validity.ok()) return refuse(key + ": " + file.string() + ": " + validity.error().message());
    metrics
        .gauge("leakproof_grpc_certificate_end_timestamp_seconds", "When the first certificate of the file ends",
               {{"file", name}})
        .Set(static_cast<double>(to_micros(validity->ends)) / 1e6);
    watch.watched_.push_back({file.string(), *std::move(validity)});
  }
  return watch;
}

std::vector<CertificateProblem> CertificateWatch::problems(Instant now) const {
  std::vector<CertificateProblem> found;
  for (const auto& one : watched_) {
    if (auto problem = problem_of(one.file, one.validity, now)) found.push_back(*std::move(problem));
  }
  return found;
}

void CertificateWatch::step(Instant now) {
  if (told_ && now >= *told_ && now - *told_ < kTellEvery) return;
  for (const auto& problem : problems(now)) {
    told_ = now;
    observe::log_line(problem.over ? observe::LogLevel::kError : observe::LogLevel::kWarn, "certificate",
                      {{"why", problem.text}});
  }
}

}  // namespace leakproof::process
