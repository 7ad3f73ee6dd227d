"""Text with entities: how it is measured, trimmed and limited."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

Entity = dict[str, Any]

MAX_ENTITIES: Final = 100

_FOUND: Final = re.compile(
    r"(?P<url>https?://[^\s<>\"«»]*[^\s<>\"«».,;:!?)'])"
    r"|(?P<email>(?<![\w.])[\w.+-]+@[\w-]+\.[a-z]{2,})"
    r"|(?P<bot_command>(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@\w{4,32})"
    r"|(?P<hashtag>(?<![\w#])#\w*[^\W\d]\w*)"
)
_NOTHING_IS_FOUND_IN: Final = frozenset({"pre", "code", "text_link", "text_mention"})


@dataclass(frozen=True)
class FormattedText:
    """A text, its entities in order, and how many of them were dropped because there were too many."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    dropped_entities: int = 0

    def mentions(self, name: str) -> bool:
        """Whether somebody is mentioned by this @name."""
        encoded = self.text.encode("utf-16-le")
        places = [(e["offset"], e["offset"] + e["length"]) for e in self.entities if e["type"] == "mention"]
        said = [encoded[2 * begin : 2 * end].decode("utf-16-le") for begin, end in places]
        return name.lower() in [each.lower() for each in said]


def units(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def finished(text: str, entities: Iterable[Entity] = ()) -> FormattedText:
    """The text as a chat shows it: trimmed, with links, commands and mentions found, at most 100 entities."""
    trimmed, kept = _trimmed(text, list(entities))
    kept += _found(trimmed, kept)
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return FormattedText(trimmed, tuple(kept[:MAX_ENTITIES]), max(0, len(kept) - MAX_ENTITIES))


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    text = text.rstrip()
    first = min((entity["offset"] for entity in entities), default=units(text))
    indent = min(len(text) - len(text.lstrip(" \n")), first)
    text = text[indent:]
    end = units(text)
    kept = []
    for entity in entities:
        offset = entity["offset"] - indent
        length = min(entity["length"], end - offset)
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return text, kept


def _found(text: str, taken: Iterable[Entity]) -> list[Entity]:
    closed = [(e["offset"], e["offset"] + e["length"]) for e in taken if e["type"] in _NOTHING_IS_FOUND_IN]
    found: list[Entity] = []
    for match in _FOUND.finditer(text):
        offset, length = units(text[: match.start()]), units(match.group())
        if not any(offset < end and begin < offset + length for begin, end in closed):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return found
