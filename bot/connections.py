"""The connections over which Telegram is called, each in a pool of its own.

httpx looks at every connection of a pool, and for each of them at all others, whenever a call begins or ends: with
dozens of them that costs more than everything else that is done for an answer. Here a call takes the connection that
was used last, and the client that has it knows no other. Parameters travel as those of a form, as the library sends
them, but encoded without a look at each letter.
"""

import asyncio
import ssl
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Final, TypeAlias
from urllib.parse import quote_plus

import httpx
from telegram._utils.defaultvalue import DefaultValue
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

Seconds: TypeAlias = DefaultValue[float] | float | DefaultValue[None] | None
"""None is for ever, the library's mark as usual."""

CONNECT: Final = 5.0
READ: Final = 15.0
WRITE: Final = 5.0
UPLOAD: Final = 20.0
WAIT: Final = 30.0
"""Seconds that usually may pass until there is a connection, an answer; until a call is sent, one with files; and
until it is its turn while all connections are in use."""

RESTED: Final = 60.0
"""Seconds after which a connection that nobody needed is closed, when a call ends."""

_HEADERS: Final = {"User-Agent": BaseRequest.USER_AGENT}
_FORM: Final = {**_HEADERS, "Content-Type": "application/x-www-form-urlencoded"}


class Connections(BaseRequest):
    """At most so many, made when first needed, through the proxies and with the certificates of the environment."""

    def __init__(self, most: int, trusted: Callable[[], ssl.SSLContext] = httpx.create_ssl_context) -> None:
        """`trusted` gives the certificates that are trusted, for each connection anew."""
        self._free = asyncio.Semaphore(most)
        self._trusted = trusted
        self._idle: deque[tuple[httpx.AsyncClient, float]] = deque()  # and since when; the one used last is the last
        self._busy: set[httpx.AsyncClient] = set()
        self._closed = False

    @property
    def read_timeout(self) -> float | None:
        """Seconds for which an answer is waited for where nothing else is said."""
        return READ

    async def initialize(self) -> None:
        """Take calls, perhaps again. Certificates or proxies of the environment that are no such raise here."""
        await self._made().aclose()
        self._closed = False

    async def shutdown(self) -> None:
        """Close all connections; a call that is under way fails."""
        self._closed = True
        clients = [*(client for client, _ in self._idle), *self._busy]
        self._idle.clear()
        await asyncio.gather(*(client.aclose() for client in clients), return_exceptions=True)

    async def do_request(  # noqa: PLR0917 - the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See `BaseRequest.do_request`."""
        data = request_data or RequestData()
        timeout = httpx.Timeout(
            connect=_or(CONNECT, connect_timeout),
            read=_or(READ, read_timeout),
            write=_or(UPLOAD if data.contains_files else WRITE, write_timeout),
            pool=None,  # a client is used for one call at a time
        )
        try:
            async with self._client(_or(WAIT, pool_timeout)) as client:
                if data.contains_files:
                    fields, files = data.json_parameters, data.multipart_data
                    answer = await client.request(
                        method, url, headers=_HEADERS, data=fields, files=files, timeout=timeout
                    )
                else:
                    form = _form(data.json_parameters)
                    answer = await client.request(method, url, headers=_FORM, content=form, timeout=timeout)
        except httpx.TimeoutException as error:
            raise TimedOut from error
        except httpx.HTTPError as error:
            raise NetworkError(f"httpx.{type(error).__name__}: {error}") from error
        return answer.status_code, answer.content

    @asynccontextmanager
    async def _client(self, seconds: float | None) -> AsyncIterator[httpx.AsyncClient]:
        """One that nobody else uses, for which so many seconds may be waited."""
        await self._turn(seconds)
        try:
            if self._closed:
                raise RuntimeError("the connections are closed")
            await self._close_rested()  # not after the call: what comes in between must not take its answer away
            client = self._idle.pop()[0] if self._idle else self._made()
            self._busy.add(client)
            try:
                yield client
            except BaseException:  # of a call that is broken off, httpcore may never give the connection back
                await _close(client)
                raise
            finally:
                self._busy.discard(client)
                if not client.is_closed:
                    self._idle.append((client, time.monotonic()))
        finally:
            self._free.release()

    async def _turn(self, seconds: float | None) -> None:
        """Wait until one more may call, in the order of asking."""
        try:
            async with asyncio.timeout(seconds if self._free.locked() else None):
                await self._free.acquire()
        except TimeoutError as error:
            raise httpx.PoolTimeout("all connections are in use") from error

    def _made(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(verify=self._trusted(), limits=httpx.Limits(max_connections=1))

    async def _close_rested(self) -> None:
        if self._idle and time.monotonic() - self._idle[0][1] > RESTED:
            client, _ = self._idle.popleft()
            await _close(client)


async def _close(client: httpx.AsyncClient) -> None:
    """Close a connection that nobody needs; how it ends is nobody's business."""
    with suppress(httpx.HTTPError, OSError, RuntimeError):
        await client.aclose()


def _form(parameters: Mapping[str, str]) -> bytes:
    """Parameters as application/x-www-form-urlencoded."""
    return "&".join(f"{name}={_encoded(value)}" for name, value in parameters.items()).encode()


def _encoded(value: str) -> str:
    """A value percent-encoded. Where there are letters beyond ASCII, every byte: to tell which need it costs more."""
    return quote_plus(value) if value.isascii() else "%" + value.encode("utf-8", "replace").hex("%")


def _or(usual: float, given: Seconds) -> float | None:
    return usual if isinstance(given, DefaultValue) else given
