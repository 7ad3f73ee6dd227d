"""Updates brought to the bot's webhook, as Telegram brings them.

A queue for each chat: its next update is sent only after a 2xx for the one before. What fails is sent again at once,
then after growing pauses, or when `Retry-After` says. At most `max_connections` at a time.
"""

import asyncio
import json
import time
from collections.abc import Hashable
from typing import Any

import httpx

from .bell import Bell
from .profile import Profile
from .updates import Update, UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

ONE = httpx.Limits(max_connections=1)
"""Clients have one connection each: one with a hundred looks at all of them for each update, which takes so long that
what is measured is the delivery."""

LOOPBACK = frozenset({"127.0.0.1", "localhost"})
"""Where updates are brought; a webhook anywhere else is as one that cannot be reached."""


class Deliveries:
    """The side of Telegram that sends; `statuses` holds what each delivery was answered (None: not at all).

    `patience` is how long an answer is waited for, `pause` the first pause that grows, `longest` the longest; all in
    seconds, Telegram's being 60, 2 and about 90.
    """

    def __init__(self, profile: Profile, updates: UpdateQueue, bell: Bell) -> None:
        self.patience = 60.0
        self.pause = 0.05
        self.longest = 1.0
        self.statuses: list[tuple[int, int | None]] = []
        self.under_way = 0
        self.most_under_way = 0
        self._profile = profile
        self._updates = updates
        self._bell = bell
        self._busy: set[Hashable] = set()
        self._pauses: dict[int, float] = {}
        self._idle: list[httpx.AsyncClient] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Send from now on whatever waits while a webhook is set."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Send no more."""
        tasks = [*self._tasks, *([self._running] if self._running else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for client in self._idle:
            await client.aclose()

    def statuses_of(self, update_id: int) -> list[int | None]:
        """What the deliveries of one update were answered, in order."""
        return [status for number, status in self.statuses if number == update_id]

    def _next(self) -> Update | None:
        """The oldest update of which no other of its chat is under way, waits before it or rests after a failure."""
        if not self._profile.webhook.url or self.under_way >= self._profile.webhook.max_connections:
            return None
        return next((update for update in self._updates.pending if chat_of(update) not in self._busy), None)

    async def _run(self) -> None:
        """Begin with the oldest whenever there is room: who came first is not left behind who comes now."""
        while True:
            await self._bell.until(lambda: self._next() is not None, 3600)
            update = self._next()
            if update is not None:
                self._busy.add(chat_of(update))
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                task = asyncio.create_task(self._bring(update))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _bring(self, update: Update) -> None:
        """Send one update; if it is not taken, let its chat rest."""
        number = update["update_id"]
        try:
            status, asked = await self._send(update)
        finally:
            self.under_way -= 1
        self.statuses.append((number, status))
        if status is not None and 200 <= status < 300:
            self._pauses.pop(number, None)
            self._updates.confirm(update)
            await self._bell.ring()
        else:
            webhook = self._profile.webhook
            webhook.last_error_date = int(time.time())
            webhook.last_error_message = f"Wrong response from the webhook: {status}"
            await self._bell.ring()
            await asyncio.sleep(self._rest(number) if asked is None else asked)
        self._busy.discard(chat_of(update))
        await self._bell.ring()

    def _rest(self, number: int) -> float:
        """The pause after one more failure of an update: first none, then growing ones."""
        pause = self._pauses.get(number)
        self._pauses[number] = self.pause if not pause else min(pause * 2, self.longest)
        return 0 if pause is None else self._pauses[number]

    async def _send(self, update: Update) -> tuple[int | None, float | None]:
        """The status, and the seconds that were asked for; None if there was no answer."""
        webhook = self._profile.webhook
        headers = {"content-type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        self._updates.deliveries[update["update_id"]] += 1
        client = self._idle.pop() if self._idle else httpx.AsyncClient(verify=False, limits=ONE)
        try:
            answer = await client.post(
                webhook.url, content=json.dumps(update), headers=headers, timeout=self.patience
            )
        except httpx.HTTPError:
            return None, None
        finally:
            self._idle.append(client)
        asked = answer.headers.get("retry-after")
        return answer.status_code, float(asked) if asked else None


def chat_of(update: Update) -> Hashable:
    """In whose queue an update stands: that of its chat, or of its user where there is none."""
    content: dict[str, Any] = next(value for key, value in update.items() if key != "update_id")
    chat = content.get("chat") or (content.get("message") or {}).get("chat") or content["from"]
    return int(chat["id"])
