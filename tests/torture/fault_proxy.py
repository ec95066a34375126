"""A TCP proxy that does what networks do: delays, cuts, takes everything in and gives nothing on, trickles. One asyncio
loop in a thread; the mode is set from any thread and holds for old and new connections alike."""
import asyncio
import threading

CHUNK = 64 << 10


class FaultProxy:
    def __init__(self, target_port):
        self.target_port, self.port = target_port, None
        self.delay = 0.0  # seconds before each piece goes on
        self.rate = None  # bytes a second and direction; None = as fast as it goes
        self.refusing = False  # new connections are closed at once
        self.silent = False  # half-open: connections stand, nothing passes
        self.writers, self.passed = set(), 0
        self.loop = asyncio.new_event_loop()
        self.open = None  # set while pieces may pass
        started = threading.Event()
        threading.Thread(target=self._run, args=(started,), daemon=True).start()
        started.wait()

    def _run(self, started):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._listen())
        started.set()
        self.loop.run_forever()

    async def _listen(self):
        self.open = asyncio.Event()
        self.open.set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]

    async def _accept(self, reader, writer):
        if self.refusing:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        self.writers |= {writer, far_writer}
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        self.writers -= {writer, far_writer}

    async def _pump(self, reader, writer):
        try:
            while data := await reader.read(CHUNK if self.rate is None else max(1, int(self.rate / 20))):
                await self.open.wait()
                if self.delay or self.rate:
                    await asyncio.sleep(self.delay + (len(data) / self.rate if self.rate else 0))
                self.passed += len(data)
                writer.write(data)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    # ---- from any thread
    def cut(self):
        """Resets every connection."""
        self._there(lambda: [writer.transport.abort() for writer in list(self.writers)])

    def be_silent(self, silent):
        self.silent = silent
        self._there(self.open.clear if silent else self.open.set)

    def heal(self):
        self.delay, self.rate, self.refusing = 0.0, None, False
        self.be_silent(False)

    def _there(self, act):
        self.loop.call_soon_threadsafe(act)

    def close(self):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop)

    async def _end(self):
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for one in rest:
            one.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        self.loop.stop()
