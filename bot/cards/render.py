"""Card -> Telegram's HTML in pages, and card -> plain text. The only place where text is escaped for Telegram."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import Final

from bot.cards.card import Block, Card, Paragraph, Span

MAX_LENGTH: Final = 4096
"""Telegram's limit for a message, in UTF-16 units of the text without its markup."""

_BETWEEN_BLOCKS: Final = "\n\n"


def html_pages(card: Card, limit: int = MAX_LENGTH) -> tuple[str, ...]:
    """The card's pages in Telegram's HTML; each has at most `limit` visible characters. At least one.

    A card that is too long is split between blocks and paragraphs, and only if a paragraph alone is too long, between
    words. Headings must be shorter than the limit.
    """
    if card.drawn is not None and card.drawn.blocks is card.blocks and limit == MAX_LENGTH:
        return card.drawn.pages
    pages: list[list[str]] = [[]]
    used = 0
    for block in card.blocks:
        room_for_text = limit - _heading_length(block)
        left = [part for paragraph in block.paragraphs for part in _split_paragraph(paragraph, room_for_text)]
        part = replace(block, paragraphs=())
        while left or part.heading:
            between = len(_BETWEEN_BLOCKS) if pages[-1] else 0
            fitting = _fitting(left, limit - used - between - _heading_length(part), len(_separator(block)))
            if not fitting and left and pages[-1]:
                pages.append([])
                used = 0
                continue
            part = replace(part, paragraphs=tuple(left[:fitting]))
            pages[-1].append(_html_block(part))
            used += between + _length(part)
            left = left[fitting:]
            part = replace(part, paragraphs=(), heading=None)
    return tuple(_BETWEEN_BLOCKS.join(page) for page in pages)


def plain_text(card: Card) -> str:
    """The whole card as plain text; links are written out."""
    return _BETWEEN_BLOCKS.join(_plain_block(block) for block in card.blocks)


def visible_length(text: str) -> int:
    """The length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _separator(block: Block) -> str:
    return "\n" if block.tight else "\n\n"


def _html_block(block: Block) -> str:
    body = _separator(block).join(_html_paragraph(paragraph) for paragraph in block.paragraphs)
    if block.folded and body:
        body = f"<blockquote expandable>{body}</blockquote>"
    if block.heading is None:
        return body
    heading = f"<b>{escape(block.heading, quote=False)}</b>"
    return f"{heading}\n{body}" if body else heading


def _html_paragraph(paragraph: Paragraph) -> str:
    return "".join(_html_span(span) for span in paragraph)


def _html_span(span: Span) -> str:
    text = escape(span.text, quote=False)
    if span.url is not None:
        text = f'<a href="{escape(span.url)}">{text}</a>'
    match span.style:
        case "bold":
            return f"<b>{text}</b>"
        case "italic":
            return f"<i>{text}</i>"
        case "plain":
            return text


def _paragraph_length(paragraph: Paragraph) -> int:
    return sum(visible_length(span.text) for span in paragraph)


def _heading_length(block: Block) -> int:
    return visible_length(block.heading) + 1 if block.heading is not None else 0


def _length(block: Block) -> int:
    separators = len(_separator(block)) * max(len(block.paragraphs) - 1, 0)
    return _heading_length(block) + separators + sum(_paragraph_length(each) for each in block.paragraphs)


def _fitting(paragraphs: Sequence[Paragraph], room: int, separator: int) -> int:
    """How many of the paragraphs there is room for."""
    used = 0
    for index, paragraph in enumerate(paragraphs):
        used += _paragraph_length(paragraph) + (separator if index else 0)
        if used > room:
            return index
    return len(paragraphs)


def _split_paragraph(paragraph: Paragraph, room: int) -> Iterator[Paragraph]:
    """The paragraph itself, or, if it has no room on one page, its spans one by one, cut between words."""
    if _paragraph_length(paragraph) <= room:
        yield paragraph
        return
    for span in paragraph:
        for text in _cut(span.text, room):
            yield (replace(span, text=text),)


def _cut(text: str, room: int) -> Iterator[str]:
    """Parts of a text that have at most `room` UTF-16 units each, cut between words where there are any."""
    while visible_length(text) > room:
        head = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", errors="ignore")
        between_words = head.rfind(" ")
        head = head[:between_words] if between_words > 0 else head
        yield head
        text = text[len(head) :].lstrip(" ")
    yield text


def _plain_block(block: Block) -> str:
    body = _separator(block).join(_plain_paragraph(paragraph) for paragraph in block.paragraphs)
    return f"{block.heading}\n{body}" if block.heading else body


def _plain_paragraph(paragraph: Paragraph) -> str:
    return "".join(f"{span.text} ({span.url})" if span.url else span.text for span in paragraph)
