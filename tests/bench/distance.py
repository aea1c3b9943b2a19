"""A relay on loopback that holds every byte back for half a round trip and lets no more through than a line of some bandwidth would."""

import asyncio
import threading


class Distance:
    """Stands in front of a server on 127.0.0.1. Each direction of each connection has its own delay; all share the bandwidth of
    their direction, as on a real line."""

    def __init__(self, target_port, round_trip, bytes_per_second):
        self.target_port = target_port
        self.delay = round_trip / 2
        self.rate = bytes_per_second
        self.free_at = [0.0, 0.0]
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        self.server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self.accept, "127.0.0.1", 0, limit=1 << 20), self.loop).result()
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def accept(self, reader, writer):
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port, limit=1 << 20)
        await asyncio.gather(self.carry(reader, far_writer, 0), self.carry(far_reader, writer, 1), return_exceptions=True)

    async def carry(self, reader, writer, direction):
        line = asyncio.Queue(maxsize=4096)

        async def deliver():
            while True:
                due, block = await line.get()
                await asyncio.sleep(max(0.0, due - self.loop.time()))
                if not block:
                    writer.close()
                    return
                writer.write(block)
                await writer.drain()

        delivery = asyncio.ensure_future(deliver())
        while True:
            block = await reader.read(32768)
            now = self.loop.time()
            sent = max(now, self.free_at[direction]) + len(block) / self.rate
            self.free_at[direction] = sent
            await line.put((sent + self.delay, block))
            if not block:
                break
            if sent - now > 0.01:  # what is on the line is no more than what fits into the delay
                await asyncio.sleep(sent - now - 0.005)
        await delivery
