#include "ingest/sources/decode.h"

#include <gtest/gtest.h>

#include <set>

#include "ingest/sources/fakes/payloads_fake.h"
#include "ingest/sources/json.h"
#include "ingest/sources/json_lead.h"
#include "ingest/sources/source_kinds.h"
#include "net/urlencoded.h"

namespace leakproof::ingest {
namespace {

// One line a lead: "id kind name|name=value;value ... @attribution=value".
std::string shown(const DecodedLead& lead) {
  static constexpr const char* kKinds[] = {"lead", "fetch", "nothing", "unsupported", "unreadable"};
  std::string out = lead.provider_id + " " + kKinds[static_cast<int>(lead.kind)];
  if (!lead.touch.empty()) out += " touch " + lead.touch;
  if (lead.is_test) out += " test";
  if (!lead.person_id.empty()) out += " person " + lead.person_id;
  if (lead.consent) out += *lead.consent ? " consent" : " no consent";
  if (lead.submitted_at) out += " at " + std::to_string(to_micros(*lead.submitted_at) / 1000000);
  for (const auto& field : lead.fields) {
    out += " ";
    for (const auto& name : field.names) out += (&name == &field.names.front() ? "" : "|") + name;
    for (const auto& value : field.values) out += (&value == &field.values.front() ? "=" : ";") + value;
  }
  for (const auto& [name, value] : lead.attribution) out += " @" + name + "=" + value;
  return out;
}
std::string decoded(const std::string& kind, const std::string& body,
                    const std::string& content_type = "application/json") {
  auto items = find_source_kind(kind)->decoder({content_type, body});
  if (!items.ok()) return "refused";
  std::string out;
  for (const auto& lead : *items) out += (out.empty() ? "" : "\n") + shown(lead);
  return out;
}

struct Case {
  const char *kind, *body, *out;
};

TEST(Decode, AdPlatforms) {
  const Case cases[] = {
      {"meta",
       R"({"entry":[{"changes":[{"field":"leadgen","value":{"leadgen_id":123123123123123,"form_id":"2","created_time":1760000000}},{"field":"feed"}]},{"changes":[{"field":"leadgen","value":{"leadgen_id":"7"}}]}]})",
       "123123123123123 fetch at 1760000000 @form=2\n7 fetch"},
      {"meta", R"({"object":"page","entry":[]})", " nothing"},
      {"meta",
       R"({"object":"page","entry":[{"changes":[{"field":"leadgen","value":{}},{"field":"leadgen","value":{"leadgen_id":7}}]}]})",
       " unsupported\n7 fetch"},
      {"meta", R"({"entry":{"changes":[{"field":"leadgen","value":{"leadgen_id":"7"}}]}})", "refused"},
      {"meta", "\xEF\xBB\xBF{\"entry\":[{\"changes\":[{\"value\":{\"leadgen_id\":\"7\"},\"field\":\"leadgen\"}]}]}",
       "7 fetch"},
      {"meta", "[]", "refused"},
      {"meta_lead",
       R"({"id":"1","created_time":"2026-01-05T03:10:22+0000","campaign_id":"5","field_data":[{"name":"full_name","values":["A"]},{"name":"i","values":["a","b"]}],"custom_disclaimer_responses":[{"checkbox_key":"o","is_checked":""}]})",
       "1 lead at 1767582622 full_name=A i=a;b o=false @campaign=5"},
      {"meta_lead",
       R"({"id":1,"custom_disclaimer_responses":[{"is_checked":true,"checkbox_key":"o"},{"checkbox_key":"p","is_checked":1}]})",
       "1 lead o=true p=true"},
      {"meta_lead", R"({"error":{"code":80005}})", "refused"},
      {"google",
       R"({"lead_id":"L","campaign_id":9007199254740993,"gcl_id":"G","is_test":true,"user_column_data":[{"column_id":"EMAIL","string_value":"a@b.c","column_name":"User Email"}]})",
       "L lead test EMAIL|User Email=a@b.c @campaign=9007199254740993 @gclid=G"},
      {"google", R"({"user_column_data":[]})", "refused"},
      {"tiktok",
       R"({"entry":[{"id":7400000000000000002,"campaign_id":18,"create_time":1760000000,"changes":[{"field":"Which city?","value":"Hue"}]}]})",
       "7400000000000000002 lead at 1760000000 Which city?=Hue @campaign=18"},
      {"tiktok", R"({"entry":[{"id":"1","campaign_id":0}]})", "1 lead test @campaign=0"},
      {"tiktok", R"({"entry":[{"id":"1"},{"id":2,"campaign_id":null},{"id":"3","campaign_id":""}]})",
       "1 lead\n2 lead\n3 lead test"},
      {"tiktok", R"({"entry":[{"id":"1","ad_name":"Test Lead June"},{"id":"2","ad_name":"Fastest leads"}]})",
       "1 lead test\n2 lead"},
      {"tiktok",
       R"({"entry":[{"id":"1","create_time":"1760000000"},{"id":"2","create_time":1760000000123},{"id":"3","create_time":"now"}]})",
       "1 lead at 1760000000\n2 lead at 1760000000\n3 lead"},
      {"tiktok", R"({"entry":[{"id":"1","changes":[{"field":null,"value":["a","b"]},{"value":null,"field":"x"}]}]})",
       "1 lead =a;b x"},
      {"google", R"({"lead_id":1,"user_column_data":[{"column_name":"E-mail","string_value":["a@b.c"]}]})",
       "1 lead |E-mail=a@b.c"},
      {"tiktok", R"({"entry":{"id":"1"}})", "refused"},
      {"tiktok", R"({"client_key":"k","event":"authorization.removed"})", " nothing"},
      {"linkedin", R"({"leadGenFormResponse":"urn:1","leadGenForm":"urn:f","leadAction":"CREATED"})",
       "urn:1 fetch @form=urn:f"},
      {"linkedin", R"({"leadGenFormResponse":"urn:1","leadAction":"DELETED"})", "urn:1#deleted unsupported"},
  };
  for (const auto& [kind, body, out] : cases) EXPECT_EQ(decoded(kind, body), out) << body;
}

TEST(Decode, Chat) {
  const Case cases[] = {
      {"zalo", "{}", " nothing"},
      {"zalo",
       R"({"event_name":"user_send_text","sender":{"id":"2"},"message":{"text":"hi","msg_id":"m"},"timestamp":"1760000000123"})",
       "m lead touch zalo_message person 2 at 1760000000 message=hi @form=user_send_text"},
      {"zalo",
       R"({"event_name":"user_submit_info","sender":{"id":"2"},"info":{"phone":"84901234567","full_address":{"user_city":"Hue"}},"timestamp":"1760000000456"})",
       "2:user_submit_info:1760000000456 lead person 2 at 1760000000 phone=+84901234567 user_city=Hue "
       "@form=user_submit_info"},
      {"zalo", R"({"event_name":"follow","follower":{"id":"2"},"timestamp":"1"})",
       "2:follow:1 nothing touch zalo_follow person 2 at 0 @form=follow"},
      {"zalo", R"({"event_name":"user_click_chatnow","user_id":2,"oa_id":"3","timestamp":1760000000123})",
       "2:user_click_chatnow:1760000000123 nothing touch zalo_click person 2 at 1760000000 @form=user_click_chatnow"},
      {"zalo", R"({"event_name":"oa_send_text"})", " nothing"},
      {"zalo", R"({"event":"user.revoke.consent","userId":"2","timestamp":"3"})", "2:revoke:3 unsupported"},
      {"zalo", R"({"a":1})", "refused"},
  };
  for (const auto& [kind, body, out] : cases) EXPECT_EQ(decoded(kind, body), out) << body;
}

TEST(Decode, Builders) {
  const Case cases[] = {
      {"typeform",
       R"({"form_response":{"token":"t","form_id":"f","hidden":{"gclid":"G"},"definition":{"fields":[{"id":"1","title":"Your name?"}]},"answers":[{"type":"text","text":"An","field":{"id":"1","type":"short_text","ref":"name"}},{"type":"choice","choice":{"label":"Hue"},"field":{"id":"2","type":"multiple_choice","ref":"city"}},{"type":"choices","choices":{"labels":["a","b"]},"field":{"id":"3","type":"multiple_choice","ref":"i"}},{"type":"boolean","boolean":true,"field":{"id":"4","type":"yes_no","ref":"ok"}}]}})",
       "t lead name|Your name?|short_text=An city|multiple_choice=Hue i|multiple_choice=a;b ok|yes_no=true gclid=G "
       "@form=f"},
      {"typeform", R"({"event_type":"form_response_partial","form_response":{"token":"t","answers":[]}})", " nothing"},
      {"typeform",
       R"({"form_response":{"token":"t","form_id":"f","answers":[{"type":"choices","choices":{"labels":["a"],"other":"b"},"field":{"ref":"i"}},{"type":"choice","choice":{"other":"c"},"field":{"ref":"j"}}]}})",
       "t lead i|=a;b j|=c @form=f"},
      {"typeform", R"({"event_type":"other"})", "refused"},
      {"tally",
       R"({"data":{"responseId":"r","formId":"f","fields":[{"key":"q1","label":"City","type":"MULTIPLE_CHOICE","value":["o1"],"options":[{"id":"o1","text":"Hue"}]},{"key":"q2","label":"utm","type":"HIDDEN_FIELDS","value":null}]}})",
       "r lead City|q1|MULTIPLE_CHOICE=Hue utm|q2|HIDDEN_FIELDS @form=f"},
      {"tally",
       R"({"data":{"submissionId":7,"fields":[{"label":"","key":"q1","type":"INPUT_EMAIL","value":"a@b.c"}]}})",
       "7 lead |q1|INPUT_EMAIL=a@b.c @form="},
      {"tally", R"({"data":{"responseId":"r"}})", "refused"},
      {"webflow",
       R"({"payload":{"name":"Contact","id":"w","submittedAt":"2022-09-14T12:35:16.117Z","data":{"First Name":"An"}}})",
       "w lead at 1663158916 First Name=An @form=Contact"},
      {"webhook",
       R"({"type":"lead.created","id":"1","data":{"id":"2","name":"An","tags":["a","b"],"contact":{"phone":"+84901234567"}}})",
       "2 lead id=2 name=An tags=a;b phone=+84901234567"},
      {"ladipage", R"({"form_data":[{"name":"phone","value":"0901234567"}],"utm_source":"fb"})",
       " lead phone=0901234567 utm_source=fb"},
      {"hubspot", R"([{"eventId":1}])", " nothing"},
      {"webhook", R"([{"phone":"1","id":7},{"email":"x","data":{"phone":"2"}}])", "7 lead phone=1 id=7\n lead phone=2"},
      {"webhook", R"({"id":"e","data":[{"lead_id":1,"phone":"1"},{"lead_id":2,"phone":"2"}]})",
       "1 lead lead_id=1 phone=1\n2 lead lead_id=2 phone=2"},
      {"webhook", R"({"leads":[{"phone":"1"},{"phone":"2"}]})", " lead phone=1\n lead phone=2"},
      {"webhook", R"({"data":[{"name":"phone","value":1}]})", " lead phone=1"},
      {"webhook", R"([1])", "refused"},
      {"webhook", "[]", " nothing"},
      {"webhook", R"({"products":["erp","wms"],"budget":2.125})", " lead products=erp;wms budget=2.125"},
      {"webhook", R"("text")", "refused"},
      // What is said of somebody or something else keeps its path.
      {"webhook", R"({"data":{"owner":{"name":"Rep","email":"rep@ours"},"contact":{"name":"Lan","email":"lan@h1"}}})",
       " lead owner/name=Rep owner/email=rep@ours name=Lan email=lan@h1"},
      {"webhook", R"({"course":{"name":"Excel"},"name":"Lan"})", " lead course/name=Excel name=Lan"},
      {"form", R"({"company":{"name":"Acme"},"form":{"name":"Contact form","title":"T"},"event":{"name":"E"}})",
       " lead company/name=Acme form/name=Contact form form/title=T event/name=E"},
      {"webhook",
       R"({"phone":"1","user":{"email":"rep@ours"},"location":{"name":"Agency","city":"Hue"},"address":{"city":"Da Nang"}})",
       " lead phone=1 body/user/email=rep@ours location/name=Agency location/city=Hue city=Da Nang"},
      {"webhook", R"({"user":{"email":"an@h1","name":"An"}})", " lead email=an@h1 name=An"},
      {"webhook", R"({"registration":{"phone":"1"},"shop":{"city":"Hue"}})", " lead phone=1 shop/city=Hue"},
      {"webhook", R"({"sales_rep":{"email":"rep@ours"}})", " lead sales_rep/email=rep@ours"},
      {"webhook", R"({"contacts":[{"email":"a"},{"email":"b"}],"items":[{"name":"ERP"}]})",
       " lead email=a contacts/1/email=b items/0/name=ERP"},
      {"webhook", R"({"page":{"utm_source":"fb"},"country":{"name":"Vietnam"},"name":{"first":"An"}})",
       " lead utm_source=fb country/name|country=Vietnam name/first|first name=An"},
      // {"value": …} is the field of its key.
      {"hubspot",
       R"({"properties":{"firstname":{"value":"Bo","versions":[{"value":"B"}]},"company":{"value":"Acme"}}})",
       " lead firstname=Bo company=Acme"},
      {"webhook", R"({"fields":{"name":{"value":"An"},"2":{"name":"Email","value":"an@h1","type":"email"}}})",
       " lead name=An 2|Email=an@h1"},
      {"webhook",
       R"({"current":{"name":"Lan","email":[{"label":"work","value":"lan@h1"}],"owner_id":{"name":"Rep","email":"rep@ours","value":7},"org_id":null}})",
       " lead name=Lan email=lan@h1 owner_id=7 owner_id/email=rep@ours"},
      {"webhook", R"({"budget":{"value":500,"currency":"EUR"},"questions":[{"label":"Your city?","answer":"Hue"}]})",
       " lead budget=500 budget/currency=EUR Your city?=Hue"},
  };
  for (const auto& [kind, body, out] : cases) EXPECT_EQ(decoded(kind, body), out) << body;
}

TEST(Decode, Forms) {
  const std::string urlencoded = "application/x-www-form-urlencoded";
  EXPECT_EQ(decoded("form", "name=V%C3%AD+D%E1%BB%A5&i=a&i=b&tags%5B%5D=c&website=", urlencoded),
            " lead name=Ví Dụ i=a;b tags=c website=");
  EXPECT_EQ(decoded("elementor",
                    "form[id]=3b&form[name]=New&fields[f2][id]=f2&fields[f2][type]=tel&fields[f2][title]=Phone&fields["
                    "f2][value]=090"
                    "&fields[f2][required]=1&meta[page_url][title]=URL&meta[page_url][value]=https://"
                    "x&meta[remote_ip][value]=192.0.2.1",
                    urlencoded),
            " lead f2|Phone|tel=090 @form=3b @page_url=https://x");
  EXPECT_EQ(decoded("form", "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.c\r\n--b--\r\n",
                    "multipart/form-data; boundary=b"),
            " lead email=a@b.c");
  EXPECT_EQ(decoded("form", "--B\r\ncontent-disposition: Form-Data; name=email\r\n\r\na@b.c\r\n--B--\r\n",
                    "Multipart/Form-Data; Boundary=B"),
            " lead email=a@b.c");
  EXPECT_EQ(decoded("form", R"({"email":"a@b.c"})", "Application/JSON;charset=UTF-8"), " lead email=a@b.c");
  EXPECT_EQ(decoded("form", "lead%5Bemail%5D=a%40b.c&form_fields[phone]=090", urlencoded),
            " lead lead[email]|email=a@b.c form_fields[phone]|phone=090");
  EXPECT_EQ(decoded("form", "i[]=a&i[]=b&k[0]=c&k[1]=d", urlencoded), " lead i=a;b k=c;d");
  EXPECT_EQ(decoded("elementor", "fields[i][title]=I&fields[i][value]=a&fields[i][value]=b", urlencoded),
            " lead i|I|=a, b");
  EXPECT_EQ(decoded("form", "note=50% off&n=Nguy%u1EC5n", urlencoded), " lead note=50% off n=Nguyễn");
  EXPECT_EQ(decoded("form", "fields[=x&a]=1&[b]=2", urlencoded), " lead fields=x a]=1 [b]|b=2");
}

TEST(Decode, FormsInOtherCharacterSets) {
  const std::string urlencoded = "application/x-www-form-urlencoded";
  const std::string part = "--b\r\nContent-Disposition: form-data; name=";
  EXPECT_EQ(decoded("form", "name=M%FCller", urlencoded), " lead name=Müller");
  EXPECT_EQ(decoded("form", "name=H%E9l%E8ne", urlencoded + "; charset=ISO-8859-1"), " lead name=Hélène");
  EXPECT_EQ(decoded("form", "_charset_=windows-1250&name=Dvo%F8%E1k", urlencoded), " lead name=Dvořák");
  EXPECT_EQ(decoded("form", "_charset_=windows-1252&name=Nguy%26%237877%3Bn", urlencoded), " lead name=Nguyễn");
  EXPECT_EQ(decoded("form", "_charset_=UTF-8&name=%26%237877%3B", urlencoded), " lead name=&#7877;");
  EXPECT_EQ(decoded("form", "name=Nguy%EA%DEn", urlencoded), " lead name=Nguyê\u0303n");
  EXPECT_EQ(decoded("form", "name=%C8%E2%E0%ED", urlencoded), " unreadable");
  EXPECT_EQ(decoded("form", part + "name\r\n\r\nM\xFCller\r\n--b--", "multipart/form-data; boundary=b"),
            " lead name=Müller");
  EXPECT_EQ(decoded("form", "%EF%BB%BFname=An", urlencoded), " lead name=An") << "a byte-order mark";
  EXPECT_EQ(decoded("form", "\xEF\xBB\xBFname=An", urlencoded), " lead name=An");
  EXPECT_EQ(decoded("form", "name=%00", urlencoded), "refused");
  // UTF-8 under the name of a Latin set, which is what some libraries say unasked.
  for (const char* set : {"ISO-8859-1", "windows-1252", "us-ascii", "iso-8859-15"})
    EXPECT_EQ(decoded("form", "name=M%C3%BCller", urlencoded + "; charset=" + set), " lead name=Müller") << set;
  EXPECT_EQ(decoded("form", "_charset_=latin1&name=Nguy%E1%BB%85n", urlencoded), " lead name=Nguyễn");
  EXPECT_EQ(decoded("form", "name=M%C3%BCller&city=K%F6ln", urlencoded + "; charset=ISO-8859-1"),
            " lead name=MÃ¼ller city=Köln")
      << "not all of it is UTF-8";
  EXPECT_EQ(decoded("form", "_charset_=GBK&name=%C1%AA%CD%A8", urlencoded), " lead name=联通")
      << "bytes that are UTF-8 by accident, as those of large sets may be";
  // Sets with shifts are ASCII to look at.
  EXPECT_EQ(decoded("form", "_charset_=ISO-2022-JP&name=%1B%24B%3B3ED%1B%28B", urlencoded), " unreadable");
  EXPECT_EQ(decoded("form", "name=%1B%24B%3B3ED%1B%28B", urlencoded), " unreadable");
  EXPECT_EQ(decoded("form", "_charset_=UTF-7&name=Nguy%2BHsU-n", urlencoded), " unreadable");
  EXPECT_EQ(decoded("form", "_charset_=HZ-GB-2312&name=~%7B%3BS~%7D", urlencoded), " unreadable");
  EXPECT_EQ(decoded("form", "_charset_=UTF-7&name=An", urlencoded), " lead name=An");
}

TEST(Decode, APlatformsTimeWithoutAZoneIsLeftToTheWorkspace) {
  EXPECT_EQ(decoded("webflow", R"({"payload":{"id":"w","submittedAt":"2026-01-05 10:00:00","data":{}}})"),
            "w lead submitted_at=2026-01-05 10:00:00 @form=");
}

TEST(Decode, CsvRow) {
  EXPECT_EQ(decoded("csv", "\xef\xbb\xbfname,\"ci\"\"ty\"\r\n\"Tran, An\",\"a\nb\"\r\n"),
            " lead name=Tran, An ci\"ty=a\nb");
  EXPECT_EQ(decoded("csv", "a,b\n1\n"), "refused");
  EXPECT_EQ(decoded("csv", "a\n\"1"), "refused");
}

TEST(JsonLead, MalformedIsRefused) {
  for (const char* body :
       {"", "{", "{} {}", R"({"fields":{"a":1,"a":2}})", R"({"fields":{"e":1,"\u0065":2}})", R"({"fields":{"a":NaN}})",
        R"({"fields":{"a":1e400}})", R"({"fields":{"a":01}})", R"({"fields":{"a":+1}})", R"({"fields":{"a":0x10}})",
        R"({"fields":{"a":99999999999999999999}})", "{\"fields\":{\"a\":\"\x01\"}}", "{\"fields\":{\"a\":\"\xff\"}}",
        R"({"fields":{},})", "{'fields':{}}", "{} // x"}) {
    EXPECT_FALSE(read_json_lead(body).ok()) << body;
  }
}

TEST(JsonLead, FaultsNameTheMember) {
  const std::pair<const char*, const char*> cases[] = {
      {R"([])", ""},
      {R"({})", "/fields"},
      {R"({"fields":null})", "/fields"},
      {R"({"fields":{"a/b":"\u0000"}})", "/fields/a~1b"},
      {R"({"fields":{},"attribution":{"a":"\u0000"}})", "/attribution/a"},
      {R"({"fields":{},"attribution":{"a":["b","\u0000"]}})", "/attribution/a"},
      {R"({"fields":{},"submitted_at":"\u0000"})", "/submitted_at"},
      {R"({"fields":{},"marketing_consent":"\u0000"})", "/marketing_consent"},
      {R"({"fields":{},"owner":"x"})", "/owner"},
      {R"({"fields":{"a":"\u0000"}})", "/fields/a"},
      {R"({"fields":{},"source":1})", "/source"},
      {R"({"fields":{"a":["b","\u0000"]}})", "/fields/a"},
      {R"({"fields":{"a":{"b":"\u0000"}}})", "/fields/a~1b"},
  };
  for (const auto& [body, pointer] : cases) {
    auto lead = read_json_lead(body);
    ASSERT_TRUE(lead.ok()) << body;
    ASSERT_EQ(lead->faults.size(), 1u) << body;
    EXPECT_EQ(lead->faults[0].pointer, pointer);
  }
}

TEST(JsonLead, NothingIsNoValueAndAnObjectIsFields) {
  const auto lead = read_json_lead(
      R"({"source":null,"fields":{"a":null,"b":[1,null],"c":{"d":1,"e":[{"f":2},null]},"g":[]},"attribution":{"x":null},"marketing_consent":null})");
  EXPECT_TRUE(lead->faults.empty());
  EXPECT_EQ(shown(lead->decoded), " lead b=1 c/d=1 c/e/0/f=2");
  ASSERT_EQ(lead->notes.size(), 1u);
  EXPECT_EQ(lead->notes[0].pointer, "/fields/c");
}

// What is not as we ask for it costs nothing but itself.
TEST(JsonLead, TheGoodPartOfAFrameIsTaken) {
  struct Frame {
    const char *body, *out, *note;
  };
  const Frame cases[] = {
      {R"({"fields":{"a":1},"marketing_consent":"yes"})", " lead consent a=1", ""},
      {R"({"fields":{"a":1},"marketing_consent":"true"})", " lead consent a=1", ""},
      {R"({"fields":{"a":1},"marketing_consent":1})", " lead consent a=1", ""},
      {R"({"fields":{"a":1},"marketing_consent":"no"})", " lead no consent a=1", ""},
      {R"({"fields":{"a":1},"marketing_consent":""})", " lead a=1", ""},
      {R"({"fields":{"a":1},"marketing_consent":"perhaps"})", " lead a=1 /marketing_consent=perhaps", ""},
      {R"({"fields":{"a":1},"marketing_consent":{"sms":true}})", R"( lead a=1 /marketing_consent={"sms":true})", ""},
      {R"({"fields":{"a":1},"submitted_at":""})", " lead a=1", ""},
      {R"({"fields":{"a":1},"submitted_at":"2026-01-05 10:10:22"})", " lead a=1 /submitted_at=2026-01-05 10:10:22", ""},
      {R"({"fields":{"a":1},"submitted_at":"2026-01-05T03:10:60Z"})", " lead a=1 /submitted_at=2026-01-05T03:10:60Z",
       ""},
      {R"({"fields":{"a":1},"submitted_at":1767582622})", " lead at 1767582622 a=1", ""},
      {R"({"fields":{"a":1},"submitted_at":"1767582622123"})", " lead at 1767582622 a=1", ""},
      {R"({"fields":{"a":1},"submitted_at":7})", " lead a=1 /submitted_at=7", ""},
      {R"({"fields":{"a":1},"attribution":{"utm_source":["fb","ig"],"x":{"y":1},"z":[]}})",
       " lead a=1 @utm_source=fb, ig @x/y=1", ""},
      {R"({"fields":{"a":1},"attribution":["fb"]})", " lead a=1 attribution/0=fb", "/attribution"},
      {R"({"fields":{"a":1},"attribution":"fb"})", " lead a=1 attribution=fb", "/attribution"},
      {R"({"fields":{"a":1,"":"x"},"attribution":{"":"y"}})", " lead a=1 =x @unnamed=y", ""},
      {R"({"fields":{"a":1,"":{"b":2},"c":{}}})", " lead a=1 /b=2", "/fields/"},
  };
  for (const auto& c : cases) {
    const auto lead = read_json_lead(c.body);
    ASSERT_TRUE(lead.ok() && lead->faults.empty()) << c.body;
    EXPECT_EQ(shown(lead->decoded), c.out) << c.body;
    EXPECT_EQ(lead->notes.empty() ? "" : lead->notes[0].pointer, c.note) << c.body;
  }
}

TEST(JsonLead, BoundsOfFields) {
  const auto fault_of = [](const std::string& fields) {
    const auto lead = read_json_lead("{\"fields\":{" + fields + "}}");
    return lead->faults.empty() ? "" : lead->faults[0].pointer + " " + lead->faults[0].detail;
  };
  std::string many = "\"f\":1";
  for (int i = 0; i < 256; ++i) many += ",\"f" + std::to_string(i) + "\":1";
  EXPECT_EQ(fault_of("\"a\":\"" + std::string(65537, 'x') + "\""), "/fields/a must be 64 KiB at most");
  EXPECT_EQ(fault_of("\"a\":\"" + std::string(65536, 'x') + "\""), "");
  EXPECT_EQ(fault_of("\"" + std::string(256, 'x') + "\":1"), "/fields a name must be 255 bytes at most");
  EXPECT_EQ(fault_of(many), "/fields must be 256 fields at most");
  std::string list = "1";
  for (int i = 0; i < 256; ++i) list += ",1";
  EXPECT_EQ(fault_of("\"a\":[" + list + "]"), "/fields/a must be 256 values at most");
}

TEST(JsonLead, NumbersKeepTheirDigits) {
  auto lead = read_json_lead(
      R"({"source":"api","fields":{"id":9007199254740993,"x":[1,"b",true]},"attribution":{"utm_source":"a"},"marketing_consent":false,"submitted_at":"2026-01-05T03:10:22Z"})");
  ASSERT_TRUE(lead.ok());
  EXPECT_TRUE(lead->faults.empty());
  EXPECT_EQ(lead->source, "api");
  EXPECT_EQ(lead->decoded.consent, false);
  EXPECT_EQ(shown(lead->decoded), " lead no consent at 1767582622 id=9007199254740993 x=1;b;true @utm_source=a");
}

// Keys that begin with _ are notes; _decoded_keys stands for a urlencoded body.
RawBody as_sent(const std::string& file, std::string& body) {
  auto root = parse_json(body);
  if (auto keys = at(*root, "/_decoded_keys")) {
    std::string form;
    for (auto [name, value] : members_of(*keys))
      form +=
          (form.empty() ? "" : "&") + net::percent_encode(name) + "=" + net::percent_encode(scalar(value).value_or(""));
    body = form;
    return {"application/x-www-form-urlencoded", body};
  }
  if (auto inner = at(*root, "/body"))
    body = inner->is_string() ? scalar(*inner).value() : std::string(simdjson::minify(*inner));
  return {file.starts_with("html_form") ? "application/x-www-form-urlencoded" : "application/json", body};
}

std::string kind_of(const std::string& file) {
  if (file.starts_with("meta_lead_retrieval") || file.starts_with("meta_testing") || file.starts_with("meta_graph"))
    return "meta_lead";
  for (const char* kind : {"meta", "google", "tiktok", "zalo", "typeform", "tally", "webflow", "ladipage"}) {
    if (file.starts_with(kind)) return kind;
  }
  if (file.starts_with("linkedin_lead")) return "linkedin";
  return file.starts_with("html_form") ? "form" : "webhook";
}

TEST(Decode, EverySharedPayload) {
  if (!std::filesystem::exists(PAYLOADS)) GTEST_SKIP() << "no shared payloads beside the source tree";
  const std::set<std::string> foreign = {"meta_graph_error_rate.json", "tiktok_subscribe_request.json",
                                         "zalo_zns_send.json", "zalo_oa_cs_send.json"};
  int leads = 0;
  for (const auto& entry : std::filesystem::directory_iterator(PAYLOADS)) {
    const auto file = entry.path().filename().string();
    if (!file.ends_with(".json")) continue;
    auto body = read_bytes(entry.path());
    const auto raw = as_sent(file, body);
    auto items = find_source_kind(kind_of(file))->decoder(raw);
    EXPECT_EQ(items.ok(), !foreign.contains(file)) << file;
    if (!items.ok()) continue;
    for (const auto& item : *items)
      leads += item.kind == DecodedLead::Kind::kLead || item.kind == DecodedLead::Kind::kFetch;
  }
  EXPECT_GE(leads, 20);
}

}  // namespace
}  // namespace leakproof::ingest
