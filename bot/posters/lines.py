"""Chunks -> lines that are no wider than the column."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.posters.words import Chunk, Division, spaced

Measure = Callable[[str], float]
"""The width of a text in the type in which it will be set."""

LOOSE: Final = 0.76
"""A word is divided only if its line would otherwise be filled less than this."""

_STEPS: Final = 12


def broken(chunks: Sequence[Chunk], width: float, measure: Measure, *, divide: bool = True) -> tuple[str, ...]:
    """The lines of a paragraph. A word is divided where its line would be too short, or is too wide by itself.

    `divide=False` divides only what is wider than the column. Nothing is lost: without the hyphens that were added,
    the lines are the chunks.
    """
    lines: list[str] = []
    line = ""
    for chunk in chunks:
        rest = Chunk(spaced(chunk.text), chunk.divisions)
        while True:
            joined = f"{line} {rest.text}" if line else rest.text
            if measure(joined) <= width:
                line = joined
                break
            alone = measure(rest.text) > width
            loose = divide and measure(line) < LOOSE * width
            cut = _cut(line, rest, width, measure) if alone or loose else None
            if cut is not None:
                head, rest = cut
                lines.append(f"{line} {head}" if line else head)
            elif line:
                lines.append(line)
            else:
                head, rest = _forced(rest, width, measure)
                lines.append(head)
            line = ""
    return tuple([*lines, line] if line else lines)


def balanced(chunks: Sequence[Chunk], width: float, measure: Measure) -> tuple[str, ...]:
    """The lines of a title: as few as fit, and about equally long."""
    best = broken(chunks, width, measure, divide=False)
    low, high = width / 2, width
    for _ in range(_STEPS):
        middle = (low + high) / 2
        lines = broken(chunks, middle, measure, divide=False)
        whole = sum(map(len, lines)) <= sum(map(len, best))  # a narrower column must not divide a word
        if len(lines) <= len(best) and whole:
            best, high = lines, middle
        else:
            low = middle
    return best


def _cut(line: str, chunk: Chunk, width: float, measure: Measure) -> tuple[str, Chunk] | None:
    """The longest part of a chunk that the line has room for, and what is left of it."""
    for division in reversed(chunk.divisions):
        head = chunk.text[: division.place] + division.hyphen
        if measure(f"{line} {head}" if line else head) <= width:
            return head, _after(chunk, division.place)
    return None


def _forced(chunk: Chunk, width: float, measure: Measure) -> tuple[str, Chunk]:
    """As many letters of a chunk as the column has room for: only for what no rule can divide."""
    place = 1
    while place < len(chunk.text) - 1 and measure(chunk.text[: place + 1]) <= width:
        place += 1
    return chunk.text[:place], _after(chunk, place)


def _after(chunk: Chunk, place: int) -> Chunk:
    return Chunk(chunk.text[place:], tuple(_moved(chunk.divisions, place)))


def _moved(divisions: Sequence[Division], place: int) -> Iterator[Division]:
    return (Division(each.place - place, each.hyphen) for each in divisions if each.place > place)
