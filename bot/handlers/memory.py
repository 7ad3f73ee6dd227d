"""What a chat needs for a while: bounded, in memory only, and harmless to lose."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from bot.knowledge import Language, Ref

K = TypeVar("K")
V = TypeVar("V")

MAX_ANSWERS: Final = 10_000
MAX_LANGUAGES: Final = 10_000
MAX_MISSES: Final = 10_000
MAX_POSTERS: Final = 5_000


class Recent(Generic[K, V]):
    """A mapping that keeps the `limit` keys that were set last."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._items: OrderedDict[K, V] = OrderedDict()

    def __setitem__(self, key: K, value: V) -> None:
        self._items[key] = value
        self._items.move_to_end(key)
        if len(self._items) > self._limit:
            self._items.popitem(last=False)

    def get(self, key: K) -> V | None:
        """The value that was set for this key, if it is still there."""
        return self._items.get(key)

    def pop(self, key: K) -> None:
        """Forget this key."""
        self._items.pop(key, None)

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True, slots=True)
class Misses:
    """How often in a row a chat was not understood, and what was last offered to it."""

    count: int = 0
    offered: tuple[Ref, ...] = ()


class Memory:
    """What is remembered of chats between two messages."""

    def __init__(self) -> None:
        self.answers: Recent[tuple[int, int], int] = Recent(MAX_ANSWERS)
        """(chat, question's message) -> answer's message: an edited question gets its answer edited."""
        self.written: Recent[int, Language] = Recent(MAX_LANGUAGES)
        """chat -> the language in which the person last asked."""
        self.misses: Recent[int, Misses] = Recent(MAX_MISSES)
        """chat -> how often in a row it was not understood, and what it was offered last."""
        self.uploaded: Recent[tuple[str, str], tuple[str, ...]] = Recent(MAX_POSTERS)
        """(poster's key, form) -> Telegram's ids of its files: the same poster is uploaded once."""
