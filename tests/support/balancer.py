"""A load balancer: one address before several replicas, to which requests go in turn.

One that cannot be reached, or breaks the connection before its answer, is passed over for the next: also with what it
may have carried out, as balancers do that are told to retry.
"""

import itertools
import socket
from collections import Counter
from types import TracebackType
from typing import Self

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.support.telegram.connections import Connections
from tests.support.telegram.serving import BackgroundServer

PASSED_ON = ("x-telegram-bot-api-secret-token", "content-type")


def free_ports(count: int) -> list[int]:
    """So many different ports on which nobody listens."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(each.getsockname()[1]) for each in sockets]
    for each in sockets:
        each.close()
    return ports


class Balancer:
    """Balances between `async with` and its end; `served` counts by port, `passed_over` failed attempts by port."""

    def __init__(self, ports: list[int]) -> None:
        self.served: Counter[int] = Counter()
        self.passed_over: Counter[int] = Counter()
        self._ports = ports
        self._turns = itertools.count()
        self._client = httpx.AsyncClient(timeout=70, limits=httpx.Limits(max_connections=None))
        route = Route("/{path:path}", self._pass_on, methods=["GET", "POST"])
        self._server = BackgroundServer(Starlette(routes=[route]), Connections())

    @property
    def url(self) -> str:
        """Where it listens."""
        return self._server.url

    async def __aenter__(self) -> Self:
        self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._server.stop()
        await self._client.aclose()

    async def _pass_on(self, request: Request) -> Response:
        body = await request.body()
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        first = next(self._turns)
        for turn in range(len(self._ports)):
            port = self._ports[(first + turn) % len(self._ports)]
            address = f"http://127.0.0.1:{port}{request.url.path}"
            try:
                answer = await self._client.request(request.method, address, content=body, headers=headers)
            except httpx.TransportError:
                self.passed_over[port] += 1
                continue
            self.served[port] += 1
            kept = {name: answer.headers[name] for name in ("retry-after",) if name in answer.headers}
            return Response(answer.content, answer.status_code, kept)
        return Response(status_code=502)
