"""Updates are read one by one where they cannot be read together, so that a poisoned one takes no others with it."""

import json
import ssl
from collections.abc import Callable, Mapping
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import BaseRateLimiter, Defaults, ExtBot
from telegram.request import BaseRequest

from bot.connections import Connections

ASKING: Final = 2
"""Connections for getUpdates: the next call may begin while one that was broken off still ends."""


class UpdatesRequest(Connections):
    """The way to getUpdates, which keeps what came last until the next call.

    Telegram sends all that is not confirmed each time. What `is_known` by its number is left out before anything is
    made of it, which would cost as much as an answer.
    """

    last: bytes = b""

    def __init__(self, trusted: Callable[[], ssl.SSLContext]) -> None:
        super().__init__(ASKING, trusted)
        self.is_known: Callable[[int], bool] = lambda _: False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See `BaseRequest.do_request`."""
        self.last = b""
        code, came = await super().do_request(*args, **kwargs)
        self.last = self._without_known(came)
        return code, self.last

    def _without_known(self, came: bytes) -> bytes:
        try:
            content = json.loads(came)
            new = [update for update in content["result"] if not self.is_known(update["update_id"])]
        except (ValueError, LookupError, TypeError, RecursionError):  # it is for others to say what is wrong with it
            return came
        return came if len(new) == len(content["result"]) else json.dumps(content | {"result": new}).encode()


class CarefulBot(ExtBot[None]):
    """The library's bot, whose `get_updates` leaves out what an update holds if it cannot be read."""

    def __init__(
        self,
        token: str,
        base_url: str,
        *,
        request: BaseRequest,
        updates: UpdatesRequest | None,
        defaults: Defaults,
        rate_limiter: BaseRateLimiter[None],
    ) -> None:
        super().__init__(
            token,
            base_url=base_url,
            request=request,
            get_updates_request=updates or request,
            defaults=defaults,
            rate_limiter=rate_limiter,
        )
        self._updates = updates

    def leave_out(self, is_known: Callable[[int], bool]) -> None:
        """Let `get_updates` leave out what is known by its number already."""
        if self._updates is not None:
            self._updates.is_known = is_known

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """See `Bot.get_updates`; what cannot be read becomes `Unreadable`."""
        try:
            updates = await super().get_updates(*args, **kwargs)
            if all(isinstance(update.update_id, int) for update in updates):
                return updates
        except TelegramError:
            raise
        except Exception:
            if self._updates is None:
                raise
        came = self._updates.parse_json_payload(self._updates.last).get("result") if self._updates else None
        read = [read_update(each, self) for each in came] if isinstance(came, list) else []
        numbered = tuple(update for update in read if update is not None)
        if not numbered:
            raise NetworkError("what came is no list of updates")
        return numbered


class Unreadable(Update):
    """An update of which no more than its number could be read. Nobody handles it, so that it is soon confirmed."""


def read_update(data: Any, bot: Bot) -> Update | None:
    """An update as it came from Telegram; `Unreadable`, or None if it is not even numbered."""
    number = data.get("update_id") if isinstance(data, Mapping) else None
    if not isinstance(number, int):
        return None
    try:
        return Update.de_json(data, bot)
    except Exception:  # whatever the library stumbles over
        return Unreadable(number)
