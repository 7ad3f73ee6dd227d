"""HTTP inside the running loop: what is served, on which address, from when until when."""

import asyncio
import math
import os
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from bot.settings import Address, ListenError

CONNECTIONS: Final = 512
"""So many connections and requests at once; whoever comes above them is told to come again (503)."""

KEEP_ALIVE: Final = 75
"""Seconds for which an idle connection stays open: longer than Telegram and most balancers keep theirs."""

LAST_ANSWERS: Final = 1
"""Seconds for the last answers to go out once everything else has ended."""


class _Server(uvicorn.Server):
    """uvicorn that leaves the signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take no signal."""
        yield


class Serving:
    """An application that is being served."""

    def __init__(self, server: uvicorn.Server, port: int) -> None:
        self.port = port
        self._server = server

    def stop_accepting(self) -> None:
        """Take no new connection; what is under way goes on."""
        self._server.should_exit = True


@asynccontextmanager
async def serving(app: ASGIApp, address: Address, setting: str, *, grace: float = 0) -> AsyncIterator[Serving]:
    """Serve from now on, until the end; then finish what is under way, for `grace` seconds and the last answers.

    Raises `ListenError`, which names the `setting`, if the address cannot be had.
    """
    listener = _bind(address, setting)
    port: int = listener.getsockname()[1]
    server = _Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=CONNECTIONS,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=math.ceil(grace) + LAST_ANSWERS,
        )
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield Serving(server, port)
    finally:
        server.should_exit = True
        await running


def _bind(address: Address, setting: str) -> socket.socket:
    """A listening socket, so that whoever connects from now on waits until the server takes over."""
    try:
        family = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((address.host, address.port), family=family, backlog=2048)
    except OSError as error:
        known = error.errno is not None and error.errno > 0  # those of a name that is not found are not
        reason = os.strerror(error.errno or 0) if known else error.strerror or type(error).__name__
        raise ListenError(f"{setting}: cannot listen on {address}: {reason}") from error
