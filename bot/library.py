"""What answers come from: the base, its search and its cards, as one value that is swapped as a whole."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Final

from bot.cards import CardMaker
from bot.collecting import nothing_collected
from bot.knowledge import Base, load_base
from bot.locale import Voices
from bot.search import Learning, Search

KAZAKHSTAN: Final = timezone(timedelta(hours=5), "UTC+5")
"""The time of the whole country since 1 March 2024."""


@dataclass(frozen=True, slots=True)
class Library:
    """One base with everything that is made from it."""

    base: Base
    search: Search
    cards: CardMaker


def today() -> date:
    """The running day in Kazakhstan."""
    return datetime.now(KAZAKHSTAN).date()


def library_of(base: Base, voices: Voices, learning: Learning, today: Callable[[], date] = today) -> Library:
    """A base with its search (by words alone, which takes seconds at most) and its cards."""
    return Library(base, learning.words(base), CardMaker(base, voices, today))


def open_library(folder: Path, voices: Voices, learning: Learning, today: Callable[[], date] = today) -> Library:
    """Load the base in `folder` and make what belongs to it. Raises `KnowledgeError`."""
    with nothing_collected():
        return library_of(load_base(folder), voices, learning, today)
