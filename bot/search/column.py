"""Many texts in little memory, found by their number or by what they are."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

_END: Final = b"\0"


class Column:
    """Texts, numbered from 0, in one array of bytes: a fifth of what strings of their own take. Immutable."""

    def __init__(self, packed: NDArray[np.uint8]) -> None:
        """`packed` is what another column has under that name."""
        self.packed = packed
        self._ends = np.flatnonzero(packed == ord(_END)).astype(np.int64)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Column":
        """A column of texts, none of which may have the character NUL, which YAML does not allow."""
        joined = "".join(f"{text}{_END.decode()}" for text in texts)
        return cls(np.frombuffer(joined.encode("utf-8", "surrogatepass"), np.uint8))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> str:
        begin = int(self._ends[number - 1]) + 1 if number else 0
        return self.packed[begin : self._ends[number]].tobytes().decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        return (text.decode("utf-8", "surrogatepass") for text in self.packed.tobytes().split(_END)[:-1])


class Lookup:
    """Which texts of a column are the same as a given one. Immutable."""

    def __init__(self, column: Column) -> None:
        self._column = column
        hashes = np.fromiter(map(hash, column), np.int64, len(column))
        self._order = np.argsort(hashes, kind="stable").astype(np.int32)
        self._hashes = hashes[self._order]

    def numbers(self, text: str) -> list[int]:
        """The numbers of the texts that are the same as this one, in order."""
        first, last = (int(np.searchsorted(self._hashes, hash(text), side)) for side in ("left", "right"))
        return [number for number in self._order[first:last].tolist() if self._column[number] == text]
