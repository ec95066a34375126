"""Bad input at the gRPC API: every refusal has its code, a reason a program can use and the names of the fields that
are wrong."""
import unittest

import grpc

import bad_grpc
from grpc_client import Client
from harness import DOORS, PATIENCE, Standalone
from signing import put_secrets, sign
from wire import exchange, request


class BadGrpcTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = Standalone().start()
        put_secrets(cls.world)
        cls.world.apply_text(DOORS.read_text().replace("GRAPH", "https://graph.example.com"))
        cls.client = Client(cls.world.ports["grpc"], token=cls.world.token)

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.world.close()

    def test_every_field_that_is_wrong_is_named(self):
        for what, method, fields, code, wrong in bad_grpc.ROWS:
            with self.subTest(what):
                given, message, named, reasons = self.client.refusal(method, **fields)
                self.assertEqual((given.name, named), (code, wrong), message)
                self.assertTrue(message)
                self.assertEqual(len(reasons), 1, "one ErrorInfo")

    def test_every_method_says_alike_that_a_workspace_has_no_configuration(self):
        known = sorted([*bad_grpc.WITHOUT_CONFIGURATION, *bad_grpc.NEEDS_NO_CONFIGURATION])
        self.assertEqual(self.client.methods(), known)
        client = Client(self.world.ports["grpc"], workspace="other", token=self.world.token)
        self.addCleanup(client.close)
        for method, fields in bad_grpc.WITHOUT_CONFIGURATION.items():
            with self.subTest(method):
                code, message, _, _ = client.refusal(method, **fields)
                self.assertEqual((code.name, message), ("NOT_FOUND", "workspace other has no configuration: apply one first"))

    def refused(self, path, data):
        with self.assertRaises(grpc.RpcError) as caught:
            self.client.send(path, data)
        return caught.exception.code().name

    def test_bytes_that_are_no_message(self):
        path = "/leakproof.api.v1.LeadService/SubmitLead"
        self.assertEqual(self.refused(path, b"\xff" * 64), "INTERNAL")
        self.assertEqual(self.refused(path, b"\x0a\xff\xff\xff\xff\x0f"), "INTERNAL")
        self.assertEqual(self.refused(path, b"\x0a\x02\xff\xfe"), "INTERNAL")
        self.assertEqual(self.refused(path, b"\x0a" + b"\x80\x80\x50" + bytes(1_310_720)), "RESOURCE_EXHAUSTED")
        self.assertEqual(self.refused("/leakproof.api.v1.LeadService/Nothing", b""), "UNIMPLEMENTED")
        self.assertEqual(self.refused("/nobody.Service/Nothing", b""), "UNIMPLEMENTED")

    def test_metadata_without_end(self):
        client = Client(self.world.ports["grpc"], token=self.world.token)  # its connection may end with the call
        path, message, answer = client.method("LeadService/GetLead")
        call = client.channel.unary_unary(path, request_serializer=lambda one: one.SerializeToString(),
                                          response_deserializer=answer.FromString)
        with self.assertRaises(grpc.RpcError) as caught:
            call(message(workspace_id="demo", lead_id="ld_none"), metadata=[*client.metadata, ("x-long", "a" * 20_000)],
                 timeout=PATIENCE)
        client.close()
        self.assertEqual(caught.exception.code().name, "RESOURCE_EXHAUSTED")

    def test_without_the_workspaces_token_nothing_is_told(self):
        for token in (None, "token-of-nobody", self.world.token[:-1], ""):
            stranger = Client(self.world.ports["grpc"], token=token)
            for method in ("LeadService/SubmitLead", "LeadService/LookupLeads", "RosterService/ListMembers", "ConfigService/Get"):
                code, message, _, _ = stranger.refusal(method)
                self.assertEqual(code.name, "UNAUTHENTICATED", (method, token, message))
            stranger.close()

    def test_another_workspaces_lead_is_not_there(self):
        """Two workspaces of one configuration and one phone: neither sees the other's lead, and no secret of one opens
        the other."""
        yaml = DOORS.read_text().replace("GRAPH", "https://graph.example.com").replace("workspace: demo", "workspace: second")
        self.client.call("ConfigService/Apply", workspace_id="second", request_id="c1", expected_version=-1, yaml=yaml)
        fields = {"request_id": "shared", "source_id": "api", "fields": {"phone": "0987100008"}, "wait_for": "DECIDED"}
        other = self.client.call("LeadService/SubmitLead", workspace_id="second", **fields)
        self.assertEqual(self.client.refusal("LeadService/GetLead", lead_id=other.lead_id)[0].name, "NOT_FOUND")
        self.assertEqual(self.client.refusal("RoutingService/GetDecision", decision_id=other.decision_id)[0].name, "NOT_FOUND")
        self.assertEqual(self.client.refusal("RoutingService/Explain", lead_id=other.lead_id)[0].name, "NOT_FOUND")
        self.assertEqual(len(self.client.call("LeadService/LookupLeads", phone="0987100008").leads), 0)
        self.world.put_secret("api_token", "token-of-the-other", workspace="second")
        self.world.put_secret("app_secret", "secret-of-the-other", workspace="second")
        body = b'{"entry":[]}'
        for sent, status in ((request("/v1/workspaces/second/leads", body="{}"), 401), (request("/hooks/meta/second/facebook", body,
        sign("meta", body)), 403)):
            self.assertEqual(exchange(self.world.ports["http"], sent).status, status)

    def test_a_token_of_another_list_is_refused(self):
        for number in range(2):
            self.client.call("LeadService/SubmitLead", request_id=f"p{number}", source_id="api", fields={"phone": f"098710001{number}"},
            wait_for="DECIDED")
        token = self.client.call("RoutingService/ListDecisions", page_size=1).next_page_token
        self.assertTrue(token)
        for method, more in (("RoutingService/ListDecisions", {"lead_id": "ld_none"}), ("LeadService/ListQuarantined", {})):
            code, message, named, _ = self.client.refusal(method, page_token=token, **more)
            self.assertEqual((code.name, named), ("INVALID_ARGUMENT", ["page_token"]), message)
        self.assertTrue(self.client.call("RoutingService/ListDecisions", page_size=1, page_token=token).records)

    def test_the_good_part_makes_the_lead_and_the_bad_part_is_named(self):
        fields = {"phone": "0987100020", "email": "a@@b.example"}
        answer = self.client.call("LeadService/SubmitLead", request_id="kept", source_id="api", fields=fields, wait_for="SETTLED")
        self.assertEqual((answer.outcome, [note.field for note in answer.notes]), ("created_lead", ["fields/email"]))
        answer = self.client.call("LeadService/SubmitLead", request_id="mended", source_id="api", fields={"phone": "call me"},
        wait_for="SETTLED")
        self.assertEqual((answer.outcome, answer.reason), ("quarantined", "invalid_phone"))
        answer = self.client.call("LeadService/SubmitLead", request_id="mended", source_id="api", fields={"phone": "0987100021"},
        wait_for="SETTLED")
        self.assertEqual(answer.outcome, "created_lead", "corrected under the same id")

    def test_a_request_id_stands_for_one_lead(self):
        first = self.client.call("LeadService/SubmitLead", request_id="one", source_id="api", fields={"phone": "0987100001"},
        wait_for="DECIDED")
        again = self.client.call("LeadService/SubmitLead", request_id="one", source_id="api", fields={"phone": "0987100001"},
        wait_for="DECIDED")
        self.assertEqual((first.duplicate, again.duplicate, first.lead_id), (False, True, again.lead_id))
        code, message, _, reasons = self.client.refusal("LeadService/SubmitLead", request_id="one", source_id="api",
        fields={"phone": "0987100002"}, wait_for="DECIDED")
        self.assertEqual((code.name, reasons), ("INVALID_ARGUMENT", ["REQUEST_ID_REUSED"]), message)

    def test_a_bad_item_does_not_end_the_stream(self):
        path, message, answer = self.client.method("LeadService/SubmitLeads")
        stream = self.client.channel.stream_stream(path, request_serializer=lambda one: one.SerializeToString(),
                                                   response_deserializer=answer.FromString)
        phones = ("0987100003", "call\0me", "0987100004")
        items = (message(workspace_id="demo", source_id="list", request_id=f"s{number}", fields={"phone": phone})
                 for number, phone in enumerate(phones))
        answers = list(stream(items, metadata=self.client.metadata))
        self.assertEqual([(one.request_id, one.code) for one in answers], [("s0", 0), ("s1", 3), ("s2", 0)])
        self.assertIn("fields/phone", answers[1].error)

    def test_z_nothing_that_was_refused_was_stored(self):
        answer = self.client.call("LeadService/SubmitLead", request_id="end", source_id="api", fields={"phone": "0987100009"},
        wait_for="DECIDED")
        self.assertEqual(answer.outcome, "assigned")
        # one, its retry, its other body, two of the stream, two for pages, two with a bad part, the end
        books = self.world.balanced_at(10)
        self.assertEqual((books["accepted"], books["quarantined"]), (10, 0), books)


if __name__ == "__main__":
    unittest.main(verbosity=2)
