// The names of the topics, each written here and nowhere else in the product. proto/topics.textproto says what each
// holds; a test of libs/kafka holds the two lists together.
#pragma once
#include <string>
#include <string_view>

namespace leakproof::stream::topics {

// Inputs: many writers append to them.
inline constexpr char kLeadSubmissions[] = "lead.submissions";
inline constexpr char kSalesActivities[] = "sales.activities";
inline constexpr char kWorkspaceConfig[] = "workspace.config";
inline constexpr const char* kInputs[] = {kLeadSubmissions, kSalesActivities, kWorkspaceConfig};

// Published topics: what the world reads.
inline constexpr char kLeadEvents[] = "lead.events";
inline constexpr char kLeadScores[] = "lead.scores";
inline constexpr char kRoutingDecisions[] = "routing.decisions";
inline constexpr char kNurtureTouches[] = "nurture.touches";
inline constexpr char kDeadLetters[] = "dead.letters";
inline constexpr const char* kPublished[] = {kLeadEvents, kLeadScores, kRoutingDecisions, kNurtureTouches,
                                             kDeadLetters};

// The directory of who serves which partition of which stage.
inline constexpr char kStageOwners[] = "stage.owners";

// Each stage has a journal and, on a log that publishes, a changelog of its store.
inline constexpr const char* kStages[] = {"ingest", "scoring", "router", "nurture"};
inline constexpr std::string_view kJournalSuffix = ".journal";
inline std::string journal_of(std::string_view stage) { return std::string(stage).append(kJournalSuffix); }
inline std::string changelog_of(std::string_view stage) { return std::string(stage).append(".changelog"); }
inline bool is_journal(std::string_view topic) { return topic.ends_with(kJournalSuffix); }

}  // namespace leakproof::stream::topics
