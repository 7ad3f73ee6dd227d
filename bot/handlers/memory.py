"""What a chat needs for a while: bounded, in memory only, and harmless to lose."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Final, Generic, TypeVar

from bot.knowledge import Language, Ref
from bot.listening import Marks
from bot.locale import N_

K = TypeVar("K")
V = TypeVar("V")

MAX_ANSWERS: Final = 10_000
MAX_LANGUAGES: Final = 10_000
MAX_MISSES: Final = 10_000
MAX_POSTERS: Final = 5_000
MAX_SENT: Final = 10_000


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

    def count(self, which: Callable[[K, V], bool]) -> int:
        """Of how many of the keys and values this is true."""
        return sum(which(key, value) for key, value in self._items.items())

    def forget(self, which: Callable[[K], bool]) -> None:
        """Forget the keys of which this is true."""
        for key in [key for key in self._items if which(key)]:
            del self._items[key]

    def __len__(self) -> int:
        return len(self._items)


@dataclass(frozen=True, slots=True)
class Misses:
    """How often in a row a chat was not understood, and what was last offered to it."""

    count: int = 0
    offered: tuple[Ref, ...] = ()


class Memory:
    """What is remembered of chats between two messages. `KEEPS` says it in plain sentences, for /privacy."""

    KEEPS: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            "answers": N_(
                "Which of my answers belongs to which of your messages, so that I can correct it if you edit your"
                " question."
            ),
            "written": N_("The language in which you last wrote."),
            "misses": N_("How often in a row I did not understand you, and what I then offered."),
            "uploaded": N_("Telegram's numbers of the posters that I have drawn; not who asked for them."),
            "rated": N_("A code for each answer of which you said whether it helped, so that nobody counts twice."),
            "sent": N_("A code for each question that you sent to the moderators, so that none is sent twice."),
        }
    )

    def __init__(self) -> None:
        self.answers: Recent[tuple[int, int], int] = Recent(MAX_ANSWERS)
        """(chat, question's message) -> answer's message: an edited question gets its answer edited."""
        self.written: Recent[int, Language] = Recent(MAX_LANGUAGES)
        """chat -> the language in which the person last asked."""
        self.misses: Recent[int, Misses] = Recent(MAX_MISSES)
        """chat -> how often in a row it was not understood, and what it was offered last."""
        self.uploaded: Recent[tuple[str, str], tuple[str, ...]] = Recent(MAX_POSTERS)
        """(poster's key, form) -> Telegram's ids of its files: the same poster is uploaded once."""
        self.rated = Marks()
        """(chat, entry's payload): said whether it helped."""
        self.sent: Recent[tuple[int, int], date] = Recent(MAX_SENT)
        """(chat, the sent question's hash in this process) -> the day on which it was sent."""

    def forget(self, chat_id: int, refs: Iterable[Ref]) -> None:
        """Forget all of this of one chat; `refs` are the entries that it can have rated."""
        self.answers.forget(lambda key: key[0] == chat_id)
        self.written.pop(chat_id)
        self.misses.pop(chat_id)
        self.sent.forget(lambda key: key[0] == chat_id)
        for ref in refs:
            self.rated.discard(chat_id, ref.payload)
