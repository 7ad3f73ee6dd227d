"""A poster before it is drawn: its words, what goes beside it, and the name under which it is remembered."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Final

from bot.cards import CardMaker
from bot.knowledge import Language, Ref
from bot.posters.caption import captions, fitted
from bot.posters.text import PosterText, variants

LAYOUT: Final = 1
"""The version of the layout: one more whenever the same words are drawn differently."""


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of a poster. `caution` is to be shown to whoever wants it before they have it."""

    ref: Ref
    text: PosterText

    @property
    def key(self) -> str:
        """A fingerprint of all that it shows and of how: the same key, the same files."""
        shown = json.dumps([LAYOUT, asdict(self.text)], ensure_ascii=False)
        return hashlib.sha256(shown.encode()).hexdigest()

    @property
    def captions(self) -> tuple[str, ...]:
        """Every word of it in Telegram's HTML: the caption, and the messages that must follow, if any."""
        return captions(self.text)

    @property
    def caution(self) -> str | None:
        """What to know before it is passed on, where passing it on can itself be punished."""
        return self.text.caution

    @property
    def filename(self) -> str:
        """What its PDF is called, without an ending: `q_just-detained-kk`."""
        return f"{self.ref.payload}-{self.text.language}"


def poster_of(cards: CardMaker, ref: Ref, language: Language, link: str) -> Poster:
    """The poster of an entry, whose permanent link is `link`. KeyError if the base does not have the entry."""
    return Poster(ref, fitted(variants(cards, ref, language, link)))
