"""Updates are read one by one where they cannot be read together, so that a poisoned one takes no others with it."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import BaseRateLimiter, Defaults, ExtBot
from telegram.request import BaseRequest, HTTPXRequest

from bot.counters import Counters

_LOG: Final = structlog.stdlib.get_logger(__name__)


class UpdatesRequest(HTTPXRequest):
    """The way to getUpdates, which keeps what came last as it came until the next call."""

    last: bytes = b""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """See `BaseRequest.do_request`."""
        self.last = b""
        code, self.last = await super().do_request(*args, **kwargs)
        return code, self.last


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
        counters: Counters,
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
        self._counters = counters

    async def get_updates(self, *args: Any, **kwargs: Any) -> tuple[Update, ...]:
        """See `Bot.get_updates`; an update that cannot be read is empty, which nobody handles."""
        try:
            return await super().get_updates(*args, **kwargs)
        except TelegramError:
            raise
        except Exception:
            if self._updates is None:
                raise
            came = self._updates.parse_json_payload(self._updates.last)["result"]
            read = (read_update(each, self, self._counters) for each in came)
            return tuple(update for update in read if update is not None)


def read_update(data: Any, bot: Bot, counters: Counters) -> Update | None:
    """An update as it came from Telegram. One that cannot be read is counted: empty, or None if not even numbered."""
    try:
        return Update.de_json(data, bot)
    except Exception as error:  # whatever the library stumbles over
        counters.unreadable += 1
        _LOG.error("an update cannot be read", error=type(error).__name__, unreadable=counters.unreadable)
        number = data.get("update_id") if isinstance(data, Mapping) else None
        return Update(number) if isinstance(number, int) else None
