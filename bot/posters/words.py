"""Text -> the pieces of which lines are made: what stays together, and where it may be divided."""

import re
from dataclasses import dataclass
from typing import Final

from bot.posters.hyphens import Hyphenator

NO_BREAK: Final = "\u00a0"
MAX_BOUND: Final = 24
"""Words that belong together are not held together beyond this length: lines would become too uneven."""

_NUMBER_AND_UNIT: Final = re.compile(r"(?<=\d) (?=[^\W\d_])")
_BEFORE_DIGIT: Final = re.compile(
    r"(?<!\w)(№|§|No\.|Articles?|art\.|стать[ьяеюи]+|част[ьяией]+|пункт[а-я]*) (?=\d)", re.IGNORECASE
)
_DIGITS_IN_GROUPS: Final = re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))")
_SHORT_WORD: Final = re.compile(
    r"(?<![\w-])(в|во|к|ко|с|со|о|об|у|и|а|на|не|ни|по|за|до|от|из) (?=\w)", re.IGNORECASE
)
"""Russian leaves no word of one or two letters at the end of a line."""
_BEFORE_DASH: Final = re.compile(r" (?=[—–] )")

_ADDRESS: Final = re.compile(r"(?:https?://|t\.me/|\?start=)\S+")
_ADDRESS_BREAK: Final = re.compile(r"(?<=/)(?=[^/])|(?=\?)|(?<==)|(?<=[-_])(?=\w)")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_AFTER_HYPHEN: Final = re.compile(r"(?<=[^\W\d_]{2}-)(?=[^\W\d_]{2})|(?<=[^\W\d_]{3}/)(?=[^\W\d_]{3})")


@dataclass(frozen=True, slots=True)
class Chunk:
    """What stands between two places where a line may end; `divisions` are places inside it for need."""

    text: str
    divisions: tuple["Division", ...]


@dataclass(frozen=True, slots=True)
class Division:
    """A place inside a chunk; `hyphen` is what the line then ends with."""

    place: int
    hyphen: str


def chunks(text: str, places: Hyphenator) -> tuple[Chunk, ...]:
    """The chunks of a paragraph, in order; joined with spaces they are its text."""
    return tuple(Chunk(part, _divisions(part, places)) for part in _bound(text) if part)


def spaced(text: str) -> str:
    """The text with ordinary spaces only, as it is drawn and compared."""
    return " ".join(text.split())


def _bound(text: str) -> list[str]:
    """The words of a text; those that belong together in one part, with no-break spaces between them."""
    bound = _DIGITS_IN_GROUPS.sub(NO_BREAK, text)
    for pattern in (_NUMBER_AND_UNIT, _BEFORE_DASH):
        bound = pattern.sub(NO_BREAK, bound)
    for pattern in (_BEFORE_DIGIT, _SHORT_WORD):
        bound = pattern.sub(rf"\1{NO_BREAK}", bound)
    parts: list[str] = []
    for part in re.split(r"[ \n\t]+", bound):
        parts += [part] if len(part) <= MAX_BOUND or _ADDRESS.match(part) else _loosened(part)
    return parts


def _loosened(part: str) -> list[str]:
    """A part that is too long to be held together, as its words; numbers keep their groups and units."""
    words = part.split(NO_BREAK)
    kept = [words[0]]
    for word in words[1:]:
        if kept[-1][-1:].isdigit() and len(kept[-1]) + len(word) < MAX_BOUND:
            kept[-1] += NO_BREAK + word
        else:
            kept.append(word)
    return kept


def _divisions(part: str, places: Hyphenator) -> tuple[Division, ...]:
    if _ADDRESS.match(part):
        return tuple(Division(match.start(), "") for match in _ADDRESS_BREAK.finditer(part) if match.start())
    found = [Division(match.start(), "") for match in _AFTER_HYPHEN.finditer(part)]
    if not any(character.isdigit() for character in part):
        for match in _LETTERS.finditer(part):
            found += [Division(match.start() + place, "-") for place in places(match[0])]
    return tuple(sorted(found, key=lambda division: division.place))
