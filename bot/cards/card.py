"""What a card is, before anybody draws it: blocks of text and buttons with a meaning."""

from dataclasses import dataclass
from typing import Literal

from bot.knowledge import Language, Ref


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; with a `url` it is a link."""

    text: str
    style: Literal["plain", "bold", "italic"] = "plain"
    url: str | None = None


Paragraph = tuple[Span, ...]
"""Spans that belong together; a line break inside is kept."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, if it has one, over paragraphs.

    `folded` is for the foundations of an answer: shown as a quotation that opens when it is tapped.
    `tight` sets one paragraph a line, as in a list.
    """

    paragraphs: tuple[Paragraph, ...]
    heading: str | None = None
    folded: bool = False
    tight: bool = False


@dataclass(frozen=True, slots=True)
class ShowEntry:
    """Show the card of an entry."""

    ref: Ref
    language: Language
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """Show the list of topics."""

    language: Language


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Speak this language from now on."""

    language: Language


@dataclass(frozen=True, slots=True)
class MakePoster:
    """Send the poster of an entry: as a photo for chats, or as a PDF for printing."""

    ref: Ref
    language: Language
    form: Literal["photo", "pdf"] = "photo"


Action = ShowEntry | ShowTopics | ChooseLanguage | MakePoster


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed below a card: a label in the card's language, and what it does."""

    label: str
    action: Action


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An entry, or something the bot says, in one language.

    `rows` are buttons that belong to every page; `lists` are pages of buttons of which one is shown above them.
    """

    language: Language
    blocks: tuple[Block, ...]
    ref: Ref | None = None
    rows: tuple[Row, ...] = ()
    lists: tuple[tuple[Row, ...], ...] = ()


def plain(text: str) -> Paragraph:
    """A paragraph without any style."""
    return (Span(text),)


def bold(text: str) -> Paragraph:
    """A paragraph in bold."""
    return (Span(text, "bold"),)


def italic(text: str) -> Paragraph:
    """A paragraph in italics."""
    return (Span(text, "italic"),)
