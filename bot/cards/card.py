"""What a card is, before anybody draws it: blocks of text and buttons with a meaning."""

from dataclasses import dataclass, field
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
    """Send the poster of an entry: as a photo for chats, or as a PDF for printing.

    `warned`: its caution, if it has one, was shown before.
    """

    ref: Ref
    language: Language
    form: Literal["photo", "pdf"] = "photo"
    warned: bool = False


@dataclass(frozen=True, slots=True)
class ShowBrief:
    """Show the short card of an entry, where others read along."""

    ref: Ref
    language: Language


@dataclass(frozen=True, slots=True)
class Share:
    """Show the ways to share an entry; `warned`: its caution, if it has one, was shown before."""

    ref: Ref
    language: Language
    warned: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """Say whether an entry helped."""

    ref: Ref
    language: Language
    helped: bool


HandOverStep = Literal["preview", "words", "strike", "again", "send", "leave"]


@dataclass(frozen=True, slots=True)
class HandOver:
    """A step on the way of a refused question to the moderators.

    See what would be sent, choose from its words, strike one, begin again, send it, or leave it. `page` is that of
    the words, `word` the number of the one that is struck.
    """

    step: HandOverStep
    language: Language
    page: int = 0
    word: int = 0


ReviewStep = Literal["look", "done", "not-ours"]


@dataclass(frozen=True, slots=True)
class Review:
    """A moderator's look at the unanswered questions, at the one with the number `page`, or what became of one."""

    step: ReviewStep
    language: Language
    page: int = 0
    id: str = ""


Action = ShowEntry | ShowTopics | ChooseLanguage | ShowBrief | Share | MakePoster | Rate | HandOver | Review
"""What the bot does when a button is pressed."""


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Open an address."""

    url: str


@dataclass(frozen=True, slots=True)
class CopyText:
    """Copy a text of at most `MAX_COPIED` characters."""

    text: str


@dataclass(frozen=True, slots=True)
class PickChat:
    """Choose a chat, with the bot's name and this inline query filled in there."""

    query: str


Unasked = OpenLink | CopyText | PickChat
"""What the messenger does by itself when a button is pressed: the bot does not hear of it."""


@dataclass(frozen=True, slots=True)
class Button:
    """What can be pressed below a card: a label in the card's language, and what it does."""

    label: str
    action: Action | Unasked


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Blocks and the pages of Telegram's HTML that they make."""

    blocks: tuple[Block, ...]
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """An entry, or something the bot says, in one language.

    `rows` are buttons that belong to every page; `lists` are pages of buttons of which one is shown above them.
    `drawn` may hold what was drawn of the blocks before.
    """

    language: Language
    blocks: tuple[Block, ...]
    ref: Ref | None = None
    rows: tuple[Row, ...] = ()
    lists: tuple[tuple[Row, ...], ...] = ()
    drawn: Drawn | None = field(default=None, repr=False, compare=False)


def plain(text: str) -> Paragraph:
    """A paragraph without any style."""
    return (Span(text),)


def bold(text: str) -> Paragraph:
    """A paragraph in bold."""
    return (Span(text, "bold"),)


def italic(text: str) -> Paragraph:
    """A paragraph in italics."""
    return (Span(text, "italic"),)
