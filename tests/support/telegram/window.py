"""A chat as the people in it see it."""

from collections.abc import Callable

from .model import Chat
from .shown import Button, ShownMessage
from .state import World

Choice = str | Callable[[Button], bool]
"""A button by its text, or by anything else about it."""


class Window:
    """The bot's messages in one chat, and how many of them have been looked at."""

    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self._chat = chat
        self._looked = 0

    @property
    def screen(self) -> list[ShownMessage]:
        """The bot's messages that are in the chat now, sent by itself or through it, the oldest first."""
        bot = self._world.bot
        return [
            message.shown() for message in self._chat.messages.values() if bot in (message.sender, message.via_bot)
        ]

    async def sees(self, n: int = 1, timeout: float = 5) -> ShownMessage:  # noqa: ASYNC109
        """Wait until the bot has sent or edited n further messages; the newest of these, as it looked then.

        What comes beyond the n is left for the next look. TimeoutError if fewer come within the time.
        """
        shown, wanted = self._chat.shown, self._looked + n
        if not await self._world.bell.until(lambda: len(shown) >= wanted, timeout):
            missing = f"the bot sent or edited {len(shown) - self._looked} further messages, not {n}"
            there = [message.text for message in self.screen]
            raise TimeoutError(f"{missing}, within {timeout} s; on the screen: {there}")
        self._looked = wanted
        return shown[wanted - 1]

    def find(self, choice: Choice, message: ShownMessage | None) -> tuple[ShownMessage, Button]:
        """The chosen button and its message: the given one, as it looked then, or the newest that has it."""
        places = [message] if message else self.screen[::-1]
        for place in places:
            for button in place.all_buttons:
                if button.text == choice if isinstance(choice, str) else choice(button):
                    return place, button
        there = [button.text for place in places for button in place.all_buttons]
        raise LookupError(f"no button {choice!r}; there are {there}")
