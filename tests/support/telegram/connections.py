"""The server's connections, to be cut on purpose and watched for a bot that has hung up."""

import asyncio
import socket
import struct
from typing import Final

from starlette.requests import Request
from uvicorn.protocols.http.h11_impl import H11Protocol

_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class Connection:
    """One connection with the bot; `closed` is set when it has ended."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self.closed = asyncio.Event()
        self._transport = transport

    async def reset(self) -> None:
        """Cut the connection so that the bot sees a reset; what was not sent yet is lost."""
        if not self.closed.is_set():
            peer: socket.socket = self._transport.get_extra_info("socket")
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
            self._transport.abort()
            await self.closed.wait()


class Connections:
    """All connections by the bot's address, also those that have ended."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, int], Connection] = {}

    def of(self, request: Request) -> Connection:
        """The connection on which a request came."""
        assert request.client is not None
        return self._all[request.client.host, request.client.port]

    async def ended(self, seconds: float) -> None:
        """Wait until all have ended, and cut those that have not after so many seconds."""
        left = [connection.closed.wait() for connection in self._all.values()]
        try:
            async with asyncio.timeout(seconds):
                await asyncio.gather(*left)
        except TimeoutError:
            for connection in self._all.values():
                await connection.reset()

    def protocol(self) -> type[H11Protocol]:
        """The HTTP protocol for uvicorn that keeps this list."""
        connections = self._all

        class TrackedProtocol(H11Protocol):
            """HTTP that enters its connection in the list."""

            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
                super().connection_made(transport)
                assert self.client is not None
                connections[self.client] = Connection(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                assert self.client is not None
                connections[self.client].closed.set()

        return TrackedProtocol
