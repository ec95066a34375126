// Yesterday's records decode for ever, and numbers of fields never change. README.md says how to add to what is kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "embedded/layout.h"
#include "leakproof/journal/v1/stored_record.pb.h"
#include "samples.h"

namespace leakproof::golden {
namespace {

const std::filesystem::path kRecords = RECORDS;
const std::filesystem::path kFields = FIELDS;

bool recording() { return std::getenv("LEAKPROOF_RECORD") != nullptr; }

std::string hex(const std::string& bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return out;
}

std::string unhex(const std::string& digits) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
  return bytes;
}

// A file holds entries: a line "= " with the bytes in hex, then their text.
using Entries = std::map<std::string, std::string>;

Entries stored(const std::string& type) {
  std::ifstream file(kRecords / (type + ".txt"));
  Entries out;
  std::string* text = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("= ")) {
      text = &out[unhex(line.substr(2))];
    } else if (text) {
      *text += line + "\n";
    }
  }
  return out;
}

void add_new(const std::string& type, const Entries& known) {
  std::ofstream file(kRecords / (type + ".txt"), std::ios::app);
  for (auto& sample : samples_of(*google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(type))) {
    const auto bytes = bytes_of(*sample);
    if (!known.contains(bytes)) file << "= " << hex(bytes) << "\n" << text_of(*sample);
  }
}

std::set<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::set<std::string> out;
  for (std::string line; std::getline(file, line);) out.insert(line);
  return out;
}

// Whether a line of fields.txt that is no field any more has its number and its name reserved.
bool reserved(const std::string& line) {
  const auto dot = line.rfind('.', line.find(" = "));
  const auto name = line.substr(dot + 1, line.find(" = ") - dot - 1);
  const int number = std::atoi(line.c_str() + line.find(" = ") + 3);
  const auto& pool = *google::protobuf::DescriptorPool::generated_pool();
  if (auto* type = pool.FindMessageTypeByName(line.substr(0, dot)))
    return type->IsReservedNumber(number) && type->IsReservedName(name);
  if (auto* type = pool.FindEnumTypeByName(line.substr(0, dot)))
    return type->IsReservedNumber(number) && type->IsReservedName(name);
  return false;
}

TEST(Golden, EveryKeptRecordIsReadToTheSameText) {
  std::size_t read = 0;
  for (auto& entry : std::filesystem::directory_iterator(kRecords)) {
    const auto name = entry.path().stem().string();
    auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
    ASSERT_NE(type, nullptr) << name << " is gone, but records of it are kept";
    for (auto& [bytes, text] : stored(name)) {
      auto message = empty(*type);
      ASSERT_TRUE(message->ParseFromString(bytes)) << name;
      EXPECT_EQ(text_of(*message), text) << name << ": a field that it holds is gone, or means something else";
      ++read;
    }
  }
  EXPECT_GT(read, 0u);
}

TEST(Golden, EachFieldAndAlternativeOfTodayIsKept) {
  for (auto* type : kept_messages()) {
    auto known = stored(type->full_name());
    if (recording()) {
      add_new(type->full_name(), known);
      known = stored(type->full_name());
    }
    for (auto& sample : samples_of(*type))
      EXPECT_TRUE(known.contains(bytes_of(*sample)))
          << type->full_name() << " has changed: record it, see tests/golden/README.md";
  }
}

TEST(Golden, TheEmbeddedLogReadsAKeptRecord) {
  const auto kept = stored("leakproof.journal.v1.StoredRecord");
  ASSERT_FALSE(kept.empty());
  const auto record = embedded::unpack(stream::Offset(7), kept.begin()->first);
  ASSERT_TRUE(record.has_value());
  EXPECT_EQ(record->offset, stream::Offset(7));
  EXPECT_EQ(to_micros(record->appended), 1'700'000'000'000'001);
  EXPECT_EQ(record->key, "key é");
  EXPECT_EQ(record->value, "value é");
  ASSERT_EQ(record->headers.size(), 1u);
  EXPECT_EQ(record->headers[0].name, "name é");
}

TEST(Golden, NoSchemaIsLeftOut) {
  std::set<std::string> on_disk, looked_at;
  const auto root = kFields.parent_path();
  for (auto& entry : std::filesystem::recursive_directory_iterator(root / "leakproof")) {
    if (entry.path().extension() == ".proto") on_disk.insert(std::filesystem::relative(entry.path(), root).string());
  }
  for (auto* file : schema_files()) looked_at.insert(file->name());
  EXPECT_EQ(on_disk, looked_at) << "name the file in samples.cc";
}

TEST(Golden, FieldsKeepTheirNumberAndTheirType) {
  auto known = lines_of(kFields);
  const auto today_lines = fields();
  const std::set<std::string> today(today_lines.begin(), today_lines.end());
  if (recording()) {
    known.insert(today.begin(), today.end());
    std::ofstream file(kFields);
    for (auto& line : known) file << line << "\n";
  }
  for (auto& line : today)
    EXPECT_TRUE(known.contains(line)) << "not in proto/fields.txt: " << line << "; see tests/golden/README.md";
  for (auto& line : known)
    EXPECT_TRUE(today.contains(line) || reserved(line))
        << "removed fields must be `reserved`, number and name: " << line;
}

TEST(Golden, AFieldThatIsGoneWithoutBeingReservedIsFound) {
  EXPECT_FALSE(reserved("leakproof.journal.v1.Effect.gone = 99 string"));
  EXPECT_FALSE(reserved("leakproof.journal.v1.Gone.field = 1 string"));
}

}  // namespace
}  // namespace leakproof::golden
