"""A poster without Telegram: `quqyq poster` writes it into files."""

import asyncio
from pathlib import Path
from typing import Final, Literal, get_args

from bot.cards import CardMaker, Links
from bot.knowledge import Kind, Language, Ref
from bot.moderating.show import find
from bot.posters import Drawn, draw_apart, poster_of

Format = Literal["png", "pdf"]
_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


class PrintingError(Exception):
    """A poster cannot be made or written; the message says why in one line."""


def named(cards: CardMaker, name: str) -> Ref:
    """The one entry that `question:just-detained`, `q_just-detained` or `just-detained` names.

    Raises `PrintingError` if there are several, `UnknownEntryError` if there is none.
    """
    kind, separator, id_ = name.partition(":")
    for each in _KINDS:
        if separator and each == kind:
            name = Ref(each, id_).payload
    refs = find(cards.base, name)
    if len(refs) > 1:
        raise PrintingError(f"'{name}' names several entries: {', '.join(ref.payload for ref in refs)}; name one")
    return refs[0]


def draw_poster(cards: CardMaker, ref: Ref, language: Language, links: Links) -> Drawn:
    """The files of an entry's poster, with the link that the bot has for it. Raises `DrawingError`."""
    poster = poster_of(cards, ref, language, links.to(ref))
    return asyncio.run(draw_apart(poster.text))


def write_poster(drawn: Drawn, format_: Format, output: Path) -> tuple[Path, ...]:
    """Write the photos or the PDF to `output`; a second photo to `output-2` and so on. Raises `PrintingError`."""
    files = drawn.photos if format_ == "png" else (drawn.pdf,)
    paths = [output, *(output.with_stem(f"{output.stem}-{number}") for number in range(2, len(files) + 1))]
    for path, file in zip(paths, files, strict=True):
        try:
            path.write_bytes(file)
        except OSError as error:
            raise PrintingError(f"{path}: {error.strerror}") from error
    return tuple(paths)
