"""Members are told of their leads by webhook, e-mail and bot: each channel on its own, across failures and a kill, and
a failure of all is told."""
import http.server
import json
import re
import threading
import unittest
from email.header import decode_header, make_header

from harness import MailServer, Receiver, Standalone, wait_until

TOKEN = "123456:ABC-DEF1234"
WORKSPACE = """
workspace: demo
region: VN
zone: Asia/Ho_Chi_Minh
sources: [{id: crm, kind: json}]
members:
  - id: lan
    name: Lan
    email: lan@example.vn
    language: vi
    starts_online: true
    notify:
      - email: {}
      - bot: {chat: -1001, token: our_bot, url: "BOT"}
      - webhook: {url: "HOOK", secret: lan_hook}
        only: [lead.sla_warning]
  - {id: minh, name: Minh, starts_online: true, webhook: {url: "BOT/gone", secret: lan_hook}}
  - {id: chi, name: Chi, starts_online: true, notify: [{bot: {chat: "@leaders", token: our_bot, url: "BOT"}}]}
pools:
  - {id: lans, members: [lan], escalate_to: chi, sla: {respond_within: 10m}}
  - {id: minhs, members: [minh], escalate_to: chi}
rules:
  - {id: south, when: 'lead.city == "Huế"', to: {pool: minhs}}
fallback: {pool: lans}
messaging: {from: leads@example.com}
"""


class Bot:
    """Speaks sendMessage of the Bot API; refuses as it is told, first of all. Everything but a bot's path is gone."""

    def __init__(self, port=0):
        sent, refusals = self.sent, self.refusals = [], []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path != f"/bot{TOKEN}/sendMessage":
                    return self.say(410, {"ok": False})
                if refusals:
                    return self.say(*refusals.pop(0))
                sent.append(json.loads(body))
                self.say(200, {"ok": True, "result": {"message_id": len(sent)}})

            def say(self, status, answer):
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.port = self.server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def to(self, chat):
        return [message["text"] for message in self.sent if message["chat_id"] == chat]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class NotifyTest(unittest.TestCase):
    def setUp(self):
        self.bot, self.mail, self.hook = Bot(), MailServer(), Receiver()
        self.addCleanup(lambda: self.bot.close())
        self.addCleanup(self.mail.close)
        self.addCleanup(self.hook.close)
        self.world = Standalone(self.mail.settings)
        self.addCleanup(self.world.close)
        self.world.put_secret("our_bot", TOKEN)
        self.world.put_secret("lan_hook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        self.world.start()
        self.world.apply_text(WORKSPACE.replace("BOT", self.bot.url).replace("HOOK", self.hook.url))

    def submit(self, number, city="Hà Nội"):
        status, _ = self.world.submit(f"s{number}", {"full_name": f"Nguyễn Văn {number}", "phone": f"09870000{number:02}", "city": city})
        self.assertEqual(status, 202)

    def deliveries(self, lead):
        """What the timeline says became of each call, by channel."""
        return [event["delivery"] for event in self.world.leadctl("lead", "timeline", lead)["events"] if "delivery" in event]

    def test_each_channel_tells_with_full_context(self):
        self.bot.refusals.append((429, {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 1}}))
        self.submit(1)
        wait_until(lambda: self.bot.to("-1001") and self.mail.to("lan@example.vn"), "both channels")
        text = self.bot.to("-1001")[0]
        self.assertRegex(text, r"^Khách hàng mới: Nguyễn Văn 1\nĐiện thoại: \+84987000001\n")
        self.assertRegex(text, r"\nNhận trước: 20\d\d-\d\d-\d\d \d\d:\d\d \(Asia/Ho_Chi_Minh\)\nMã: ld_")
        mail, = self.mail.to("lan@example.vn")
        self.assertEqual(str(make_header(decode_header(mail["Subject"]))), "Khách hàng mới: Nguyễn Văn 1")
        self.assertEqual(mail["From"], "leads@example.com")
        self.assertIsNone(mail["List-Unsubscribe"], "a member does not opt out of his leads")
        lead = re.search(r"Mã: (ld_\S+)", text)[1]
        wait_until(lambda: len(self.deliveries(lead)) == 2, "both outcomes")
        self.assertEqual({(d["channel"], d["state"]) for d in self.deliveries(lead)}, {("email", "DELIVERED"), ("bot", "DELIVERED")})
        self.assertEqual(self.hook.calls, [], "that webhook is for warnings only")

    def test_who_cannot_be_told_is_reported(self):
        self.submit(2, city="Huế")
        wait_until(lambda: self.bot.to("@leaders"), "the leader")
        self.assertIn("minh could not be told of the lead (webhook: HTTP 410: the receiver is gone).", self.bot.to("@leaders")[0])

    def test_a_kill_loses_no_notification(self):
        self.bot.close()
        self.submit(3)
        wait_until(lambda: self.mail.to("lan@example.vn"), "the mail, whatever the bot does")
        self.world.kill()
        self.bot = Bot(self.bot.port)
        self.world.start()
        wait_until(lambda: self.bot.to("-1001"), "the bot's message after the kill")
        self.assertRegex(self.bot.to("-1001")[0], "Nguyễn Văn 3")


if __name__ == "__main__":
    unittest.main(verbosity=2)
