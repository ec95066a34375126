#include "ingest/sources/email.h"

#include <gtest/gtest.h>

namespace leakproof::ingest {
namespace {

using Pair = std::pair<std::string, std::string>;

TEST(ParseEmail, OneAddressAndNothingElse) {
  const Pair cases[] = {
      {"An.Tran@Example.COM", "An.Tran@example.com example.com of example.com"},
      {"a@mail.acme.co.uk", "a@mail.acme.co.uk mail.acme.co.uk of acme.co.uk"},
      {"a@co.uk", "a@co.uk co.uk"},
      {"a+b@gmail.com", "a+b@gmail.com gmail.com free"},
      {"a@yahoo.com.vn", "a@yahoo.com.vn yahoo.com.vn free"},

      // beyond ASCII
      {"info@müller-bau.example",
       "info@xn--mller-bau-q9a.example xn--mller-bau-q9a.example of xn--mller-bau-q9a.example"},
      {"info@MU\u0308LLER-bau.example",
       "info@xn--mller-bau-q9a.example xn--mller-bau-q9a.example of xn--mller-bau-q9a.example"},
      {"info@straße.example", "info@xn--strae-oqa.example xn--strae-oqa.example of xn--strae-oqa.example"},
      {"jürgen@example.com", "jürgen@example.com example.com of example.com"},
      {"ju\u0308rgen@example.com", "jürgen@example.com example.com of example.com"},
      {"伊昭傑@例え.テスト", "伊昭傑@xn--r8jz45g.xn--zckzah xn--r8jz45g.xn--zckzah of xn--r8jz45g.xn--zckzah"},
      {"\uff41\uff42\uff20\uff45\uff58.example", "ab@ex.example ex.example of ex.example"},

      {"a@b", ""},
      {"a@@b.c", ""},
      {"a@b@c.d", ""},
      {"\"a b\"@c.d", ""},
      {"a\r\n@b.c", ""},
      {".a@b.c", ""},
      {"a..b@c.d", ""},
      {"@b.c", ""},
      {"a@-b.c", ""},
      {"a@b..c", ""},
      {"a@b.c ", ""},
      {"a\u200b@b.c", ""},
      {"a\u2026@b.c", ""},
      {std::string(310, 'a') + "@example.com", ""},
  };
  for (const auto& [in, out] : cases) {
    const auto email = parse_email(in);
    EXPECT_EQ(email ? email->address + " " + email->domain + (email->free_mail ? " free" : "") +
                          (email->company_domain.empty() ? "" : " of " + email->company_domain)
                    : "",
              out)
        << in;
  }
}

TEST(ReadEmails, WithSomethingBesideThem) {
  const Pair cases[] = {
      {"b@x.example.", "b@x.example"},
      {"mailto:b@x.example", "b@x.example"},
      {"MailTo:b@x.example?subject=hi", "b@x.example"},
      {"Binh <b@x.example>", "b@x.example"},
      {"\"Binh, Tran\" <b@x.example>", "b@x.example"},
      {"Binh (b@x.example)", "b@x.example"},
      {"email: b@x.example", "b@x.example"},
      {"email:b@x.example", "b@x.example"},
      {"'b@x.example'", "b@x.example"},
      {"\u201cb@x.example\u201d", "b@x.example"},
      {"a@x.example; b@x.example", "a@x.example b@x.example"},
      {"a@x.example, b@x.example", "a@x.example b@x.example"},
      {"a@x.example / b@x.example", "a@x.example b@x.example"},
      {"a@x.example/b@x.example", "a@x.example b@x.example"},
      {"a@x.example hoặc b@x.example", "a@x.example b@x.example"},
      {"a@x.example a@x.example", "a@x.example"},
      {"Jürgen <jürgen@müller-bau.example>", "jürgen@xn--mller-bau-q9a.example"},

      // junk of sheets, pages and programs
      {"'b@x.example", "b@x.example"},
      {"=b@x.example", "b@x.example"},
      {"*b@x.example", "b@x.example"},
      {"/b@x.example", "b@x.example"},
      {"b@x.example/", "b@x.example"},
      {"b@x.example#", "b@x.example"},
      {"b@x.example*", "b@x.example"},
      {"b@x.example?subject=hi", "b@x.example"},
      {"email=b@x.example", "b@x.example"},
      {"E-Mail=b@x.example", "b@x.example"},
      {"https://x.example/?email=b@x.example", "b@x.example"},
      {"https://x.example/?id=7&email=b@x.example", "b@x.example"},
      {"Lan|b@x.example", "b@x.example"},
      {"Lan|0901001107|b@x.example", "b@x.example"},
      {"Nguyễn Văn Bình - b@x.example", "b@x.example"},
      {"Nguyễn Văn Bình \u2013 b@x.example", "b@x.example"},

      // parts of an address all the same
      {"o'brien@x.example", "o'brien@x.example"},
      {"a+b@x.example", "a+b@x.example"},
      {"a&b@x.example", "a&b@x.example"},
      {"a/b@x.example", "a/b@x.example"},
      {"a=b@x.example", "a=b@x.example"},
      {"_a@x.example", "_a@x.example"},
      {"a-@x.example", "a-@x.example"},

      {"84901047107@c.us", ""},
      {"84901047107@s.whatsapp.net", ""},
      {"a@b@c.example", ""},
      {"\"a b\"@c.example", ""},
      {"an tran@x.example", ""},  // with the blank in it, it is nobody's
      {"none", ""},
      {"a @ x.example", ""},
      {"", ""},
  };
  for (const auto& [in, out] : cases) {
    std::string read;
    for (const auto& email : read_emails(in)) read += (read.empty() ? "" : " ") + email.address;
    EXPECT_EQ(read, out) << in;
  }
}

}  // namespace
}  // namespace leakproof::ingest
