#include "observe/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/mutex.h"

namespace leakproof::observe {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

// The line's head is spdlog's, which stamps the time; the payload is the rest of the object.
void prepare(spdlog::logger& logger) {
  logger.set_formatter(std::make_unique<spdlog::pattern_formatter>(R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v)",
                                                                   spdlog::pattern_time_type::utc));
}

// Where lines go now. The old logger of a change lives on in the callers that are still writing to it.
struct Outlet {
  Outlet() { open(nullptr); }
  void open(std::ostream* out) {
    spdlog::sink_ptr sink;
    if (out)
      sink = std::make_shared<spdlog::sinks::ostream_sink_mt>(*out, true);
    else
      sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    auto next = std::make_shared<spdlog::logger>("leakproof", std::move(sink));
    prepare(*next);
    MutexLock lock(mutex);
    next->set_level(logger ? logger->level() : spdlog::level::info);
    logger = std::move(next);
  }
  std::shared_ptr<spdlog::logger> get() {
    MutexLock lock(mutex);
    return logger;
  }
  Mutex mutex;
  std::shared_ptr<spdlog::logger> logger LEAKPROOF_GUARDED_BY(mutex);
};

Outlet& outlet() {
  static Outlet* const kept = new Outlet;  // never destroyed: other static objects may log while they end
  return *kept;
}

std::string json(const auto& value) {
  return nlohmann::json(value).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

}  // namespace

void log_line(LogLevel level, std::string_view event, LogFields fields) {
  const auto logger = outlet().get();
  if (!logger->should_log(spdlog_level(level))) return;
  std::string line = "\"event\":" + json(event);
  for (const LogField& field : fields) {
    line += "," + json(field.key) + ":";
    line += std::visit([](const auto& value) { return json(value); }, field.value.get());
  }
  logger->log(spdlog_level(level), "{}", line + "}");
}

void set_log_level(LogLevel level) { outlet().get()->set_level(spdlog_level(level)); }
void set_log_stream(std::ostream* out) { outlet().open(out); }

}  // namespace leakproof::observe
