"""A poster's words -> what is written beside it, so that nobody has to read a picture to read them."""

from collections.abc import Sequence
from typing import Final

from bot.cards import Block, Card, bold, html_pages, plain
from bot.posters.text import PosterText

MAX_CAPTION: Final = 1024
"""Telegram's limit for the caption of a photo or a document, in UTF-16 units without the markup."""

_JOINED: Final = 3
"""So many parts of at most 1,024 fit into one message of 4,096."""


def fitted(variants: Sequence[PosterText]) -> PosterText:
    """The fullest of the variants whose words fit into one caption; the fullest of all if none does."""
    return next((text for text in variants if len(captions(text)) == 1), variants[0])


def captions(text: PosterText) -> tuple[str, ...]:
    """Every word of the poster in Telegram's HTML: the caption, and the messages that follow if it has no room.

    The caption has at most 1,024 visible characters. Most posters fit into it; the others are divided between
    paragraphs (or words, where one is too long), and what remains comes as messages of at most 4,096: no word stands
    only in the picture.
    """
    first, *rest = html_pages(Card(text.language, tuple(_blocks(text))), MAX_CAPTION)
    joined = ("\n\n".join(rest[start : start + _JOINED]) for start in range(0, len(rest), _JOINED))
    return (first, *joined)


def _blocks(text: PosterText) -> list[Block]:
    head = [plain(text.kicker)] if text.kicker else []
    blocks = [
        Block((*head, bold(text.title)), tight=True),
        Block(tuple(plain(paragraph) for paragraph in text.paragraphs), tight=True),
    ]
    if text.items:
        blocks.append(Block(tuple(plain(f"• {item}") for item in text.items), heading=text.heading, tight=True))
    if text.law:
        blocks.append(Block((plain(text.law),), heading=text.law_heading))
    foot = [text.invitation, text.shown_link, text.source]
    blocks.append(Block(tuple(plain(line) for line in foot if line), tight=True))
    return blocks
