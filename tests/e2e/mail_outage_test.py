"""A mail server that takes nothing for a while costs no mail, also when the process is restarted meanwhile."""
import unittest

from harness import MailServer, Standalone, wait_until


class MailOutageTest(unittest.TestCase):
    def setUp(self):
        self.mail = MailServer()
        self.mail.refusal = "530 5.7.0 Authentication required"
        self.world = Standalone(self.mail.settings)
        self.world.put_secret("api_token", self.world.token)
        self.world.put_secret("unsubscribe_key", "k" * 32)
        self.world.start()
        self.world.apply()

    def tearDown(self):
        self.world.close()
        self.mail.close()

    def test_a_restart_loses_no_mail_that_was_refused(self):
        address = "reader@example.com"
        status, _ = self.world.submit("m1", {"email": address, "campaign": "newsletter", "consent": "yes"})
        self.assertEqual(status, 202)
        wait_until(lambda: '"event":"receiver_down"' in self.world.log_text(), "the refusal in the log")
        self.assertEqual(self.world.stop(), 0)
        self.mail.refusal = None
        self.world.start()
        wait_until(lambda: self.mail.to(address), "the mail")
        self.assertEqual(len(self.mail.to(address)), 1)


if __name__ == "__main__":
    unittest.main()
