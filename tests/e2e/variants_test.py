"""What platforms vary: the order of fields, ids as numbers, fields more or fewer, other alphabets, several leads in one
body, labels for names. Each body is signed and sent through the real door; the lead it makes is looked up by the
address in it."""
import json
import unittest
from urllib.parse import urlencode

from harness import DOORS, Standalone, wait_until
from payloads_test import FORM, SETTINGS
from signing import KEY, path, put_secrets, sign
from wire import exchange, request

MULTIPART = "Multipart/Form-Data; boundary=XyZ"


def email(name):
    return f"{name}@variant.example"


def google(columns, **more):
    return {"user_column_data": columns, "google_key": KEY, **more}


def tiktok(*entries):
    return {"entry": list(entries), "object": 1}


def part(name, value):
    return f"--XyZ\r\ncontent-disposition: form-data; name=\"{name}\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{value}\r\n"


# (what, kind, body, by which addresses its leads are found, what each contact must hold). A body that is no text is
# sent as JSON.
ROWS = [
    ("google: id as a number, columns by label", "google", google([{"string_value": email("g1"), "column_name": "Work Email"},
     {"column_id": "PHONE_NUMBER", "string_value": "0987300001"}], lead_id=9007199254740993),
     ["g1"], {"phone": "+84987300001"}),
    ("google: first and last name, null values", "google", google([{"column_id": "EMAIL", "string_value": email("g2")},
     {"column_id": "FIRST_NAME", "string_value": "An"}, {"column_id": "LAST_NAME", "string_value": "Trần"},
     {"column_id": "CITY", "string_value": None}], lead_id="g2", is_test=False, new_field=[{"deep": {"er": [1]}}]), ["g2"],
      {"full_name": "Trần An"}),
    ("tiktok: two leads, numbers and texts, one organic", "tiktok", tiktok(
        {"id": 7400000000000000011, "create_time": "1760000000", "changes": [{"value": email("t1"), "field": "email"},
         {"field": "Họ và tên", "value": "Lê Ví Dụ"}]},
        {"changes": [{"field": "Email", "value": email("t2")}, {"field": "name", "value": "Lê Ví Dụ"}], "id": "7400000000000000012",
         "campaign_id": 18}),
     ["t1", "t2"], {"full_name": "Lê Ví Dụ"}),
    ("zalo: numbers for texts, the other form of the address", "zalo", {"timestamp": 1760000000456, "event_name": "user_submit_info",
     "sender": {"id": 2468000000000000009}, "app_id": 1234567890123456789,
     "info": {"phone": 84987300002, "name": "Phạm Ví Dụ", "email": email("z1"), "user_dob": None, "full_address": {"user_city": "Huế",
     "user_ward": "Phú Hội"}}}, ["z1"], {"phone": "+84987300002", "full_name": "Phạm Ví Dụ"}),
    ("typeform: no definition, no event type", "typeform", {"form_response": {"token": "tf-1", "answers": [
        {"field": {"type": "email", "ref": "0a1b", "id": "x"}, "email": email("f1"), "type": "email"}, {"type": "phone_number",
         "phone_number": "+84987300003", "field": {"type": "phone_number"}}]}}, ["f1"], {"phone": "+84987300003"}),
    ("typeform: names only in the titles", "typeform", {"event_type": "form_response", "event_id": 7, "form_response": {"token": "tf-2",
     "definition": {"fields": [{"title": "Số điện thoại", "id": "p"}, {"id": "e", "title": "E-mail"}]}, "answers": [
        {"type": "text", "text": "0987 300 004", "field": {"id": "p"}}, {"type": "text", "text": email("f2"), "field": {"id": "e"}}]}},
         ["f2"], {"phone": "+84987300004"}),
    ("tally: no label, choices", "tally", {"eventType": "FORM_RESPONSE", "data": {"submissionId": "ta-1", "fields": [{"key": "q1",
     "label": None, "type": "INPUT_EMAIL", "value": email("a1")},
        {"label": "Tên", "key": "q2", "type": "INPUT_TEXT", "value": "Vũ Ví Dụ"}, {"label": "City", "type": "DROPDOWN", "value": ["o"],
         "options": [{"text": "Hue", "id": "o"}]}]}}, ["a1"], {"given_name": "Vũ Ví Dụ"}),
    ("webflow: no id, labels with spaces", "webflow", {"payload": {"data": {"Your Email ": email("w1"), "PHONE NUMBER": 987300005,
     "Checkbox": True, "List": ["a", "b"]}, "formId": "x"}}, ["w1"], {"phone": "+84987300005"}),
    ("hubspot: fields as a list", "hubspot", {"fields": [{"name": "email", "value": email("h1")}, {"value": "0987300006",
     "name": "mobilephone"}], "submittedAt": 1760000000123}, ["h1"], {"phone": "+84987300006"}),
    ("partner: several leads", "webhook", [{"email": email("p1"), "mobile": "0987300007"}, {"contact": {"email": email("p2")},
     "mobile": "0987300007"}], ["p1", "p2"], {"phone": "+84987300007"}),
    ("partner: a cloud event with other names", "webhook", {"specversion": "1.0", "type": "lead", "id": "c1", "source": "/x",
     "data": {"ho_ten": "Ngô Ví Dụ", "sdt": "84987300008", "mail": email("p3")}}, ["p3"], {"phone": "+84987300008",
     "full_name": "Ngô Ví Dụ"}),
    ("ladipage: flat, with a byte-order mark", "ladipage", "\ufeff" + json.dumps({"email": email("l1"), "phone": "0987.300.009",
     "name": "Đỗ Ví Dụ", "utm_source": None}), ["l1"], {"phone": "+84987300009", "full_name": "Đỗ Ví Dụ"}),
    ("ladipage: as a form", "ladipage", urlencode({"email": email("l2"), "phone": "(+84) 987-300-010"}), ["l2"], {"phone": "+84987300010"}),
    ("elementor: values only", "elementor", urlencode({"fields[a][value]": email("e1"), "fields[phone][value]": "0987300011",
     "form_fields[x]": ""}), ["e1"], {"phone": "+84987300011"}),
    ("elementor: labels in Vietnamese", "elementor", urlencode({"Họ tên": "Bùi Ví Dụ", "Email của bạn": email("e2"),
     "Số Zalo của bạn": "84987300012", "Chiến dịch": "84987300099", "Remote IP": "192.0.2.1"}), ["e2"], {"phone": "+84987300012", "full_name": "Bùi Ví Dụ"}),
    ("form: nested names, repeated empty phone", "form", "phone=&phone=0987300013&lead[email]=" + email("s1"), ["s1"],
     {"phone": "+84987300013"}),
    ("form: multipart", "form", part("Email", email("s2")) + part("telephone", "０９８７\u2013300\u2013014") + "--XyZ--\r\n", ["s2"],
     {"phone": "+84987300014"}),
]


def content_type(body):
    if not isinstance(body, str) or body.lstrip("\ufeff").startswith("{"):
        return "Application/JSON; charset=UTF8"
    return MULTIPART if body.startswith("--") else FORM


class VariantsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone(SETTINGS).start()
        put_secrets(cls.world)
        cls.world.apply_text(DOORS.read_text().replace("GRAPH", "https://graph.example.com"))

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def found(self, address):
        leads = wait_until(lambda: self.world.leadctl("lead", "lookup", "--email", address).get("leads"), address)
        return leads[0]["lead"]["contact"]

    def test_every_variant_becomes_its_leads(self):
        for number, (what, kind, body, addresses, contact) in enumerate(ROWS):
            with self.subTest(what):
                data = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=1)).encode()
                headers = {**sign(kind, data, message=f"msg_{number}"), "Content-Type": content_type(body)}
                reply = exchange(self.world.ports["http"], request(path(kind), data, headers))
                self.assertIn(reply.status, (200, 202), reply)
                for address in addresses:
                    self.assertEqual({name: self.found(email(address)).get(name) for name in contact}, contact)
        books = self.world.balanced_at(len(ROWS))
        self.assertEqual(books["quarantined"], 0, books)


if __name__ == "__main__":
    unittest.main(verbosity=2)
