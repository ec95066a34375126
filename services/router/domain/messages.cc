#include "router/domain/messages.h"

#include <array>

#include "base/check.h"

namespace leakproof::router {
namespace {

// In the order of the enumerators.
constexpr std::array<Phrase, static_cast<std::size_t>(kLastTrigger) + 1> kTriggers = {{
    {"", ""},
    {"A new lead came in.", "Có khách hàng tiềm năng mới."},
    {"The lead inquired again.", "Khách hàng hỏi lại lần nữa."},
    {"Somebody in the pool the lead waited for may be free.",
     "Trong nhóm mà khách hàng đang chờ có thể đã có người rảnh."},
    {"{0} did not answer in time.", "{0} không trả lời kịp thời hạn."},
    {"{0} declined the lead.", "{0} từ chối khách hàng."},
    {"Nurture handed the lead back.", "Bộ phận chăm sóc trả khách hàng lại cho bán hàng."},
    {"{1} claimed the lead.", "{1} tự nhận khách hàng."},
    {"{0} went away before working on the lead.", "{0} vắng mặt trước khi chăm sóc khách hàng."},
    {"The lead was returned to nurture.", "Khách hàng được chuyển về chăm sóc thêm."},
    {"The lead waited as long as its pool allows.", "Khách hàng đã chờ hết thời gian mà nhóm cho phép."},
    {"{1} was the first to accept the lead.", "{1} là người đầu tiên nhận lời."},
    {"{0} accepted the lead and took no next step in time.", "{0} đã nhận nhưng không có bước tiếp theo kịp thời hạn."},
    {"{0} gave the lead to somebody else: {1}.", "{0} chuyển khách hàng cho người khác: {1}."},
    {"A sweep found the lead: {0}.", "Đợt rà soát tìm thấy khách hàng: {0}."},
}};

constexpr std::array<Phrase, static_cast<std::size_t>(kLastReason) + 1> kReasons = {{
    {"could take it", "có thể nhận"},
    {"is inactive", "đã ngừng hoạt động"},
    {"is on leave", "đang nghỉ phép"},
    {"is offline", "đang ngoại tuyến"},
    {"is outside working hours", "đang ngoài giờ làm việc"},
    {"is at the cap of open work ({0} open)", "đã đủ số khách hàng đang mở ({0} đang mở)"},
    {"is at the hourly cap ({0} this hour)", "đã đủ số lượng trong giờ ({0} trong giờ này)"},
    {"is at the daily cap ({0} today)", "đã đủ số lượng trong ngày ({0} hôm nay)"},
    {"had the lead already", "đã từng được giao khách hàng này"},
    {"no rule matched and there is no fallback", "không quy tắc nào phù hợp và không có nơi dự phòng"},
    {"nobody in pool {0} can take it now", "lúc này trong nhóm {0} không ai nhận được"},
    {"as many members had it as its SLA allows", "số người đã được giao bằng mức tối đa của cam kết phản hồi"},
    {"no journey takes recycled leads", "không có hành trình nào nhận khách hàng được trả lại"},
    {"the owner is available", "người phụ trách vẫn sẵn sàng"},
    {"a person's claim beats the machine", "người tự nhận được ưu tiên hơn máy"},
    {"is at the weekly cap ({0} this week)", "đã đủ số lượng trong tuần ({0} tuần này)"},
    {"is at the monthly cap ({0} this month)", "đã đủ số lượng trong tháng ({0} tháng này)"},
    {"lacks a skill that the lead needs ({0})", "thiếu kỹ năng mà khách hàng cần ({0})"},
    {"stands in tier {0}, and a tier before it has somebody", "thuộc bậc {0}, và bậc trước vẫn còn người"},
    {"has more open work than others ({0} open)", "có nhiều việc đang mở hơn người khác ({0} đang mở)"},
    {"knows less of what the lead needs than others (level {0})", "kém người khác về kỹ năng khách hàng cần (mức {0})"},
    {"could take it, but who had the lead last goes first", "có thể nhận, nhưng người phụ trách trước được ưu tiên"},
    {"had the lead last", "là người phụ trách trước"},
    {"was the first to accept", "là người nhận lời đầu tiên"},
    {"pool {0} is at its cap of open work ({1} open)", "nhóm {0} đã đủ số khách hàng đang mở ({1} đang mở)"},
    {"pool {0} is at its hourly cap ({1} this hour)", "nhóm {0} đã đủ số lượng trong giờ ({1} trong giờ này)"},
    {"pool {0} is at its daily cap ({1} today)", "nhóm {0} đã đủ số lượng trong ngày ({1} hôm nay)"},
    {"pool {0} is at its weekly cap ({1} this week)", "nhóm {0} đã đủ số lượng trong tuần ({1} tuần này)"},
    {"pool {0} is at its monthly cap ({1} this month)", "nhóm {0} đã đủ số lượng trong tháng ({1} tháng này)"},
    {"it waited as long as its pool allows", "đã chờ hết thời gian mà nhóm cho phép"},
    {"has the lead's account", "phụ trách công ty của khách hàng này"},
    {"could take it, but who has the lead's account goes first",
     "có thể nhận, nhưng người phụ trách công ty của khách hàng được ưu tiên"},
    {"its owner gave it away", "người phụ trách đã chuyển giao"},
    {"who leads the pool decided so", "trưởng nhóm đã quyết định"},
    {"it stayed as it was for too long", "đã không thay đổi quá lâu"},
}};

template <class Phrases, class Word>
Phrase look_up(const Phrases& phrases, Word word) {
  const auto at = static_cast<std::size_t>(word);
  LEAKPROOF_CHECK(at < phrases.size());
  return phrases[at];
}

}  // namespace

std::optional<Language> language_of(std::string_view code) {
  if (code == "en") return Language::kEnglish;
  return code == "vi" ? std::optional(Language::kVietnamese) : std::nullopt;
}

Phrase phrase_of(Trigger trigger) { return look_up(kTriggers, trigger); }
Phrase phrase_of(Reason reason) { return look_up(kReasons, reason); }

std::string say(const Phrase& phrase, Language language, const std::vector<std::string>& about) {
  const std::string_view text = phrase.in(language);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool place = text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}';
    const auto which = place ? static_cast<std::size_t>(text[i + 1] - '0') : 0;
    if (!place || which >= about.size()) {
      out += text[i];
      continue;
    }
    out += about[which];
    i += 2;
  }
  return out;
}

}  // namespace leakproof::router
