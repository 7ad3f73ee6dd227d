"""Updates that Telegram brings: 200 only once an update is dealt with, so that what was not comes again.

Telegram gives a request up after a minute without an answer and sends it again, at first at once, then after growing
pauses, for a day; it brings a chat's next update only after a 200 for the one before. So a request is answered with
503 before that minute is over although the update is still being dealt with, and when it comes again it waits for
the same work. See docs/decisions/webhook.md.
"""

import asyncio
import hmac
import json
import math
from collections import OrderedDict
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update

from bot.handlers.context import App
from bot.lines import Dropped
from bot.ordering import Ordering
from bot.polling import GRACE
from bot.reading import Unreadable, read_update
from bot.store import RENEWAL, Claim, Claims

_LOG: Final = structlog.stdlib.get_logger(__name__)

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - its name

MAX_BODY: Final = 1_048_576
"""Bytes; the longest updates are some tens of thousands."""

HOLD: Final = 50.0
"""Seconds after which a request is answered with "come again"; Telegram waits for 60."""

BODY_SECONDS: Final = 10.0
"""Seconds in which the body must have come."""

REPORTED: Final = 60.0
"""Seconds for which a wrong secret is not logged again."""

REMEMBERED: Final = 20_000
"""So many updates that were dealt with are known by their numbers, should they come again."""

AGAIN: Final = 1
"""Seconds after which Telegram is asked to bring an update again that another replica holds, or that came at the end.
Without this its pauses would grow to two minutes."""


_OURS: Final = 500
"""From this status on it is not the sender's fault."""


class Webhook:
    """Takes updates for an application that is initialised; refuses them with 503 until it is `open`.

    `secret` is what Telegram sends in a header with each, `hint` why another one may come. `claims` are there where
    several replicas share the work.
    """

    def __init__(
        self,
        application: App,
        secret: str,
        claims: Claims | None = None,
        *,
        hint: str = "do all replicas have the same WEBHOOK_SECRET?",
        hold: float = HOLD,
        grace: float = GRACE,
    ) -> None:
        self.open = False
        self._application = application
        self._metrics = application.bot_data.services.metrics
        self._ordering: Ordering[bool] = Ordering(application, self._process)
        self.secret = secret
        self._hint = hint
        self._reported = -math.inf
        self._claims = claims
        self._hold = hold
        self._grace = grace
        self._dealing: dict[int, asyncio.Future[bool | Dropped | None]] = {}
        self._done: OrderedDict[int, None] = OrderedDict()

    def route(self, url: str) -> Route:
        """What is served at the path that stands in `WEBHOOK_URL`."""
        return Route(path_of(url), self._receive, methods=["POST"])

    async def run(self, stop: asyncio.Event) -> None:
        """Take updates until `stop` is set; then refuse new ones and finish what is in flight."""
        self.open = True
        renewing = asyncio.create_task(self._renew())
        try:
            await stop.wait()
        finally:
            self.open = False
            await self._finish()
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "").encode("latin-1")
        if not hmac.compare_digest(given, self.secret.encode()):
            self._report_wrong_secret()
            return self._refuse(403, "secret")
        if self.open:
            content = await self._read(request)
            if isinstance(content, Response):
                return content
            if self.open:  # still, after the body has come
                return await self._answer(content)
        return self._refuse(503, "closed", again=AGAIN)

    async def _read(self, request: Request) -> dict[str, Any] | Response:
        """What was brought, or a refusal of it."""
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(request)
        except (TimeoutError, ClientDisconnect):
            return self._refuse(408, "slow")
        if body is None:
            return self._refuse(413, "size")
        content = _content(body)
        return self._refuse(400, "form") if content is None else content

    async def _answer(self, content: dict[str, Any]) -> Response:
        number: int = content["update_id"]
        if number in self._done:
            self._metrics.repeated()
            return Response()
        dealing = self._dealing.get(number)
        if dealing is None:
            update = read_update(content, self._application.bot) or Unreadable(number)
            dealing = self._dealing[number] = self._ordering.begin(update)
            dealing.add_done_callback(partial(self._finished, number))
        await asyncio.wait({dealing}, timeout=self._hold)  # whoever hangs up stops nothing
        if not dealing.done():
            return self._refuse(503, "unfinished")
        if dealing.cancelled():
            return self._refuse(503, "closed", again=AGAIN)
        if _is_elsewhere(dealing):
            return self._refuse(503, "elsewhere", again=AGAIN)
        return Response()

    async def _process(self, update: Update) -> bool:
        """Deal with an update; False if another replica is doing so."""
        number, claims = update.update_id, self._claims
        if claims is None:
            await self._application.process_update(update)
            return True
        claim = await claims.claim(number)
        if claim is not Claim.MINE:
            if claim is Claim.DONE:
                self._metrics.repeated()
            return claim is Claim.DONE
        stopped = False
        try:
            await self._application.process_update(update)
        except asyncio.CancelledError:
            stopped = not self.open
            raise
        finally:
            # what was stopped may be begun by another replica at once; what was given up is over
            await (claims.release(number) if stopped else claims.done(number))
        return True

    def _finished(self, number: int, dealing: asyncio.Future[bool | Dropped | None]) -> None:
        del self._dealing[number]
        if dealing.cancelled() or _is_elsewhere(dealing):
            return
        self._done[number] = None
        if len(self._done) > REMEMBERED:
            self._done.popitem(last=False)

    async def _renew(self) -> None:
        while self._claims is not None:
            await asyncio.sleep(RENEWAL)
            await self._claims.renew()

    async def _finish(self) -> None:
        self._ordering.hurry()
        late: set[asyncio.Future[bool | Dropped | None]] = set()
        if self._dealing:
            _, late = await asyncio.wait(self._dealing.values(), timeout=self._grace)
        await self._ordering.close()
        if late:
            _LOG.warning("stopped before all was done; Telegram will bring it again", updates=len(late))

    def _report_wrong_secret(self) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._reported >= REPORTED:
            self._reported = now
            _LOG.warning("requests with another secret are refused", hint=self._hint)

    def _refuse(self, status: int, reason: str, again: int | None = None) -> Response:
        """An answer without words. Whoever sends what does not belong here is hung up on, body or not."""
        self._metrics.refused(reason)
        headers = {} if again is None else {"Retry-After": str(again)}
        if status < _OURS:
            headers["Connection"] = "close"
        return Response(status_code=status, headers=headers)


def _is_elsewhere(dealing: asyncio.Future[bool | Dropped | None]) -> bool:
    """Whether what has ended did so because another replica deals with the update; dropped or given up is done."""
    return dealing.exception() is None and dealing.result() is False


def path_of(url: str) -> str:
    """The path that stands in an address."""
    return urlsplit(url).path or "/"


async def _body(request: Request) -> bytes | None:
    """The body; None if it is too long, of which no more is read than that."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _content(body: bytes) -> dict[str, Any] | None:
    """What a body says; None unless it is a JSON object with a number of an update."""
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or type(content.get("update_id")) is not int:
        return None
    return content
