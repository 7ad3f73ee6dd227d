"""Cards that would not go through Telegram as they were meant."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from bot.cards import Button, Card, CardMaker, Links, ShowEntry, brief_card, html_pages
from bot.check.codes import CARD_TOO_LONG, LABEL_TOO_LONG, TOO_MUCH_MARKUP
from bot.knowledge import LANGUAGES, Kind, Language, Place, Problem, Ref, ref_of
from bot.knowledge.files import Files
from bot.knowledge.yaml_source import Location, Source
from bot.locale import load_voices

MAX_LABEL: Final = 64
"""How many characters of a button's label people can be expected to see."""

MAX_ENTITIES: Final = 100
"""How many links and styled runs Telegram shows in a message."""

_MARKUP: Final = re.compile(r"<(?:a|b|i|blockquote)\b")

_TEXTS: Final[dict[Kind, str]] = {"question": "answer", "topic": "title"}
"""The field that makes a card long, where it is not `text`."""

_LINKS: Final = Links("u" * 32)
"""Links as long as they can be."""

Where = dict[Ref, tuple[Source, Location]]
"""Where each entry stands."""


def card_problems(files: Files, today: date) -> Iterator[Problem]:
    """Everything that Telegram would cut off or refuse, entry by entry and language by language."""
    where = entry_places(files)
    maker = CardMaker(files.base(), load_voices(), lambda: today)
    for ref in where:
        for language in LANGUAGES:
            card = maker.card(ref, language)
            found = list(page_problems(card, ref, where))
            yield from found or brief_problems(brief_card(maker, ref, language, _LINKS), ref, where)
            for row in (*card.rows, *(row for rows in card.lists for row in rows)):
                for button in row:
                    yield from button_problems(button, where)


def entry_places(files: Files) -> Where:
    """Where each entry stands."""
    where: Where = {}
    for topic in files.topics:
        where[ref_of(topic.value)] = (topic.source, ())
        for index, recommendation in enumerate(topic.value.recommendations):
            where[ref_of(recommendation)] = (topic.source, ("recommendations", index))
        for index, update in enumerate(topic.value.updates):
            where[ref_of(update)] = (topic.source, ("updates", index))
        for question in topic.questions:
            where[ref_of(question.value)] = (question.source, ())
    return where


def page_problems(card: Card, ref: Ref, where: Where) -> Iterator[Problem]:
    """A first page that ends before the answer does, and pages with more markup than Telegram shows."""
    text = _TEXTS.get(ref.kind, "text")
    beginning = replace(card, blocks=card.blocks[: 1 if ref.kind == "topic" else 2])
    pages = html_pages(card)
    if len(pages) > 1 and len(html_pages(beginning)) > 1:
        message = f"{ref.id}: in {card.language} the first page of the card ends before the text does"
        yield CARD_TOO_LONG.at(_place(where, ref, text, card.language), message)
    most = max(len(_MARKUP.findall(page)) for page in pages)
    if most > MAX_ENTITIES:
        message = f"{ref.id}: a page in {card.language} has {most} links and styled runs, more than {MAX_ENTITIES}"
        yield TOO_MUCH_MARKUP.at(_place(where, ref, text, card.language), message)


def brief_problems(card: Card, ref: Ref, where: Where) -> Iterator[Problem]:
    """A short card that is more than one message: it is sent where there are no pages."""
    if len(html_pages(card)) > 1:
        message = f"{ref.id}: in {card.language} the short card is longer than one message"
        yield CARD_TOO_LONG.at(_place(where, ref, _TEXTS.get(ref.kind, "text"), card.language), message)


def button_problems(button: Button, where: Where) -> Iterator[Problem]:
    """A label that nobody can read to its end."""
    action = button.action
    if not isinstance(action, ShowEntry):
        return
    if len(button.label) > MAX_LABEL:
        message = f"'{button.label}' has {len(button.label)} characters as a button, more than {MAX_LABEL}"
        yield LABEL_TOO_LONG.at(_place(where, action.ref, "title", action.language), message)


def _place(where: Where, ref: Ref, field: str, language: Language) -> Place:
    source, location = where[ref]
    return source.place((*location, field, language))
