"""Permanent links: addresses that open the bot, and there an entry, in whatever language the reader speaks."""

from dataclasses import dataclass
from typing import Final

from bot.knowledge import Ref

ASK: Final = "ask"
"""The payload that opens the bot so that one can ask; no entry's payload looks like it."""


@dataclass(frozen=True, slots=True)
class Links:
    """The links of the bot with this username."""

    username: str

    def to(self, ref: Ref) -> str:
        """The permanent link of an entry."""
        return self._start(ref.payload)

    @property
    def to_ask(self) -> str:
        """The address that opens the bot and greets."""
        return self._start(ASK)

    def to_page(self, command: str) -> str:
        """The address that opens the bot and there what a command shows."""
        return self._start(command)

    def _start(self, payload: str) -> str:
        return f"https://t.me/{self.username}?start={payload}"
