"""Remembers in memory that something was done once, without a list of who did what."""

import hashlib
import secrets
from collections import OrderedDict
from typing import Final

MAX_MARKS: Final = 50_000
"""So many marks are held (about eight megabytes); the oldest go first."""

_SIZE: Final = 16


class Marks:
    """A bounded set of keyed hashes. The key is random and is nowhere but here: without it no mark means anything."""

    def __init__(self, limit: int = MAX_MARKS) -> None:
        self._limit = limit
        self._key = secrets.token_bytes(32)
        self._marks: OrderedDict[bytes, None] = OrderedDict()

    def add(self, *what: object) -> bool:
        """Mark it; False if it is marked already."""
        mark = self._mark(what)
        if mark in self._marks:
            return False
        self._marks[mark] = None
        if len(self._marks) > self._limit:
            self._marks.popitem(last=False)
        return True

    def discard(self, *what: object) -> None:
        """Take a mark away; that it is not there is no error."""
        self._marks.pop(self._mark(what), None)

    def __contains__(self, what: tuple[object, ...]) -> bool:
        return self._mark(what) in self._marks

    def __len__(self) -> int:
        return len(self._marks)

    def _mark(self, what: tuple[object, ...]) -> bytes:
        return hashlib.blake2b(repr(what).encode(), digest_size=_SIZE, key=self._key).digest()
