#include "leadctl/audit_source.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <fstream>
#include <ostream>

#include "leakproof/api/v1/routing_service.grpc.pb.h"

namespace leakproof::leadctl {
namespace {

constexpr std::uint32_t kRecordMax = 64 << 20;  // bytes; a record holds a decision, or a configuration
constexpr std::int64_t kProgress = 100'000;     // records between two words of it

using Visit = std::function<bool(const std::string&)>;

bool read_server(Session& session, bool newest_first, const Visit& visit) {
  api::v1::ListDecisionsRequest request;
  request.set_workspace_id(session.workspace);
  request.set_newest_first(newest_first);
  request.set_page_size(500);
  do {
    api::v1::ListDecisionsResponse page;
    if (!session.call([&](auto* context) {
          return session.stub<api::v1::RoutingService>()->ListDecisions(context, request, &page);
        }))
      return false;
    for (const auto& record : page.records()) {
      if (!visit(record)) return true;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return true;
}

// An export that failed leaves a file without records: nothing is proved by it.
bool ended(Session& session, const std::string& file, const std::ifstream& in, std::int64_t records) {
  if (in.bad())
    session.fail(ExitCode::kInput, file + ": cannot be read" + (records > 0 ? " to its end" : ", or is a directory"));
  else if (records == 0)
    session.fail(ExitCode::kInput, file + ": holds no record: export it again");
  return records > 0 && !in.bad();
}

bool read_file(Session& session, const std::string& file, const Visit& visit) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    session.fail(ExitCode::kInput, file + ": cannot be opened");
    return false;
  }
  google::protobuf::io::IstreamInputStream buffered(&in);
  std::string record;
  for (std::int64_t count = 1;; ++count) {
    google::protobuf::io::CodedInputStream coded(&buffered);  // one a record: it counts to 2 GiB
    std::uint32_t size = 0;
    const void* rest = nullptr;
    int left = 0;
    if (!coded.GetDirectBufferPointer(&rest, &left)) return ended(session, file, in, count - 1);
    if (!coded.ReadVarint32(&size) || size > kRecordMax || !coded.ReadString(&record, static_cast<int>(size))) {
      session.fail(ExitCode::kInput, file + ": record " + std::to_string(count) +
                                         " is cut off, or this is no file of leadctl audit export");
      return false;
    }
    if (!visit(record)) return true;
  }
}

}  // namespace

bool read_audit(Session& session, const std::string& file, const Visit& visit) {
  std::int64_t count = 0;
  const Visit counted = [&](const std::string& record) {
    if (++count % kProgress == 0) session.err << count << " records ...\n";
    return visit(record);
  };
  return file.empty() ? read_server(session, false, counted) : read_file(session, file, counted);
}

bool read_audit_newest_first(Session& session, const Visit& visit) { return read_server(session, true, visit); }

}  // namespace leakproof::leadctl
