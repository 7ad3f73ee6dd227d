"""The ways to share an entry: into a chat, as a link, a citation or a poster. A caution comes before all of them."""

import re
from typing import Final

from bot.cards.brief import spans
from bot.cards.build import CardMaker
from bot.cards.card import Block, Button, Card, CopyText, MakePoster, PickChat, Row, Share, ShowEntry, bold, plain
from bot.cards.caution import caution_blocks
from bot.cards.links import Links
from bot.cards.render import visible_length
from bot.knowledge import Language, Ref, is_language

MAX_COPIED: Final = 256
"""Telegram's limit for what a button copies."""

_ENDS: Final = (".", "?", "!", "…")

_EXACT: Final = re.compile(r"\s*(?P<payload>[tqru]_[a-z0-9-]+)(?:\s+(?P<language>\w\w))?\s*")


def share_card(maker: CardMaker, ref: Ref, language: Language, links: Links, *, warned: bool = False) -> Card:
    """The ways to share an entry; if it has a caution and nobody was `warned` yet, that first.

    KeyError if the base does not have the entry.
    """
    voice = maker.voices[language]
    title = Block((bold(maker.title(ref, language)),))
    back: Row = (Button(voice.say("‹ Back"), ShowEntry(ref, language)),)
    caution = caution_blocks(maker.base, ref, voice)
    if caution and not warned:
        on: Row = (Button(voice.say("Share anyway"), Share(ref, language, warned=True)),)
        return Card(language, (title, *caution), ref, rows=(on, back))
    how = plain(voice.say("Send it to a chat, get a poster, or copy the link or the citation:"))
    cited = citation(maker, ref, language, links)
    rows: tuple[Row, ...] = (
        (Button(voice.say("Send to a chat"), PickChat(exact_query(ref, language))),),
        (
            Button(voice.say("Copy the link"), CopyText(links.to(ref))),
            Button(voice.say("Copy the citation"), CopyText(cited)),
        ),
        (
            Button(voice.say("Poster: photo"), MakePoster(ref, language, "photo", warned)),
            Button(voice.say("Poster: A4, PDF"), MakePoster(ref, language, "pdf", warned)),
        ),
        back,
    )
    return Card(language, (title, Block((how, plain(cited)))), ref, rows=rows)


def citation(maker: CardMaker, ref: Ref, language: Language, links: Links) -> str:
    """Title, report with its paragraphs, and link, in at most `MAX_COPIED` units; a long title is cut short."""
    title = maker.title(ref, language)
    paragraphs = spans(maker.base.paragraphs_of(ref))
    rest = f" {maker.base.report.title[language]}, § {paragraphs}. Quqyq: {links.to(ref)}"
    short = cut(title, MAX_COPIED - visible_length(rest) - 1)
    return (short if short.endswith(_ENDS) else f"{short}.") + rest


def cut(text: str, room: int) -> str:
    """The text, or as many of its words as there is room for, in UTF-16 units, with an ellipsis."""
    if visible_length(text) <= room:
        return text
    words = text.split()
    while words and visible_length(" ".join(words)) > room - 1:
        words.pop()
    return " ".join(words).rstrip(".,:;") + "…"


def exact_query(ref: Ref, language: Language) -> str:
    """The inline query that finds exactly this entry in this language."""
    return f"{ref.payload} {language}"


def read_exact_query(text: str) -> tuple[Ref, Language | None] | None:
    """The entry that an inline query names by its payload, and the language if it says one; else None."""
    match = _EXACT.fullmatch(text)
    ref = Ref.from_payload(match["payload"]) if match else None
    if match is None or ref is None:
        return None
    language = match["language"]
    if language is not None and not is_language(language):
        return None
    return ref, language
