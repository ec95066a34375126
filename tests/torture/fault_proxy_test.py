"""The proxy passes everything on, and does each of its faults."""
import socket
import threading
import time
import unittest

from fault_proxy import FaultProxy


class FaultProxyTest(unittest.TestCase):
    def setUp(self):
        self.echo = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()
        self.proxy = FaultProxy(self.echo.getsockname()[1])
        self.addCleanup(self.proxy.close)
        self.addCleanup(self.echo.close)

    def _serve(self):
        while True:
            try:
                peer, _ = self.echo.accept()
            except OSError:
                return
            threading.Thread(target=self._echo, args=(peer,), daemon=True).start()

    @staticmethod
    def _echo(peer):
        try:
            while data := peer.recv(65536):
                peer.sendall(data)
        except OSError:
            pass
        peer.close()

    def connect(self):
        client = socket.create_connection(("127.0.0.1", self.proxy.port), timeout=10)
        self.addCleanup(client.close)
        return client

    def echoed(self, client, data):
        client.sendall(data)
        got = b""
        while len(got) < len(data):
            piece = client.recv(65536)
            if not piece:
                return got
            got += piece
        return got

    def test_it_passes_everything_on(self):
        data = bytes(range(256)) * 4000
        self.assertEqual(self.echoed(self.connect(), data), data)

    def test_it_delays(self):
        self.proxy.delay = 0.1
        began = time.monotonic()
        self.assertEqual(self.echoed(self.connect(), b"x"), b"x")
        self.assertGreaterEqual(time.monotonic() - began, 0.2)

    def test_it_trickles(self):
        self.proxy.rate = 100_000
        began = time.monotonic()
        self.assertEqual(len(self.echoed(self.connect(), b"x" * 20_000)), 20_000)
        self.assertGreaterEqual(time.monotonic() - began, 0.2)

    def test_it_cuts_what_stands(self):
        client = self.connect()
        self.echoed(client, b"x")
        self.proxy.cut()
        with self.assertRaises(OSError):
            if client.recv(1) == b"":
                raise ConnectionResetError

    def test_it_refuses_and_heals(self):
        self.proxy.refusing = True
        try:
            self.assertEqual(self.connect().recv(1), b"")
        except ConnectionError:
            pass
        self.proxy.heal()
        self.assertEqual(self.echoed(self.connect(), b"x"), b"x")

    def test_it_stands_half_open_and_gives_on_later(self):
        client = self.connect()
        self.echoed(client, b"x")
        self.proxy.be_silent(True)
        client.sendall(b"held")
        client.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            client.recv(1)
        client.settimeout(10)
        self.proxy.heal()
        self.assertEqual(client.recv(4), b"held")


if __name__ == "__main__":
    unittest.main()
