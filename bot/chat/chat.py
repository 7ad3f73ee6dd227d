"""The chat in the terminal: one person, the real application, and nothing that leaves the machine."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from prompt_toolkit import PromptSession
from prompt_toolkit.history import InMemoryHistory
from rich.console import Console
from rich.text import Text
from telegram import Update

from bot.application import build_application
from bot.chat.drawing import draw
from bot.chat.transport import PERSON, LocalRequest, Shown
from bot.handlers.context import App, Services
from bot.logs import correlated

QUIT: Final = "/quit"
TOKEN: Final = "2:local"  # noqa: S105 - the library wants one; it opens nothing
WIDTH: Final = 100
HOW_TO_GO_ON: Final = (
    "This chat stays on this machine. To go on Telegram, put BOT_TOKEN=… (from @BotFather) into the file .env"
    " and start again. A number presses a button, /quit ends."
)
NOT_HERE: Final = "That button is pressed on Telegram only."


class Chat:
    """A conversation with the application in a terminal, or with whatever is at standard input and output."""

    def __init__(
        self,
        services: Services,
        console: Console,
        *,
        language_code: str | None = None,
        status: Callable[[], str] = lambda: "",
    ) -> None:
        """Chat as a person whose Telegram is set to `language_code`; what `status` says is shown below."""
        self._status = status
        self._console = console
        self._language_code = language_code
        self._request = LocalRequest(services.username, self._show)
        self._application: App = build_application(TOKEN, "http://local", services, request=self._request)
        self._pressable: Shown | None = None
        self._update_ids = iter(range(1, sys.maxsize))

    async def run(self) -> None:
        """Greet, then answer line after line until `/quit` or the end of the input."""
        async with self._application:
            self._console.print(HOW_TO_GO_ON, style="dim")
            await self._say("/start")
            async for line in self._lines():
                if line == QUIT:
                    break
                if line:
                    await self._take(line)

    async def _take(self, line: str) -> None:
        buttons = self._pressable.buttons if self._pressable else ()
        if self._pressable and line.isdecimal() and 1 <= int(line) <= len(buttons):
            data = buttons[int(line) - 1][1]
            if data:
                await self._press(self._pressable, data)
            else:
                self._console.print(NOT_HERE, style="dim")
        else:
            await self._say(line)

    async def _say(self, text: str) -> None:
        message = self._message(self._request.next_message_id(), text)
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        await self._process({"message": {**message, "from": self._person()}})

    async def _press(self, shown: Shown, data: str) -> None:
        query = {
            "id": str(time.monotonic_ns()),
            "from": self._person(),
            "chat_instance": "local",
            "message": self._message(shown.message_id, shown.text),
            "data": data,
        }
        await self._process({"callback_query": query})

    async def _process(self, content: dict[str, object]) -> None:
        update = Update.de_json({"update_id": next(self._update_ids), **content}, self._application.bot)
        with correlated():
            await self._application.process_update(update)

    def _person(self) -> dict[str, object]:
        person: dict[str, object] = {"id": PERSON, "is_bot": False, "first_name": "·"}
        return {**person, "language_code": self._language_code} if self._language_code else person

    def _message(self, message_id: int, text: str) -> dict[str, object]:
        return {
            "message_id": message_id,
            "date": int(time.time()),
            "chat": {"id": PERSON, "type": "private"},
            "text": text,
        }

    def _show(self, shown: Shown) -> None:
        self._console.print()
        self._console.print(draw(shown.text, write_links_out=not self._console.is_terminal))
        for number, (label, _) in enumerate(shown.buttons, 1):
            self._console.print(Text.assemble((f"{number:>3}", "bold"), f"  {label}"))
        self._pressable = shown if shown.buttons else self._pressable  # still to be seen further up

    async def _lines(self) -> AsyncIterator[str]:
        if sys.stdin.isatty():
            # kept in memory: what somebody asks does not belong on the disk
            session: PromptSession[str] = PromptSession(
                history=InMemoryHistory(), bottom_toolbar=lambda: self._status() or None, refresh_interval=1
            )
            while True:
                self._console.print()
                try:
                    yield (await session.prompt_async("› ")).strip()
                except (EOFError, KeyboardInterrupt):
                    return
        while raw := await asyncio.to_thread(sys.stdin.buffer.readline):
            line = raw.decode("utf-8", errors="replace").strip()
            printable = "".join(filter(str.isprintable, line))  # an escape sequence must not reach the terminal
            self._console.print(Text(f"\n› {printable}", "bold"))
            yield line


def terminal() -> Console:
    """Standard output as rich sees it; as wide as a page where it is no terminal."""
    console = Console(highlight=False, soft_wrap=False)
    return console if console.is_terminal else Console(highlight=False, width=WIDTH)
