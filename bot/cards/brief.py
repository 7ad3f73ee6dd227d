"""The short card of an entry, for places where others read along: one message that can stand alone.

It says what the full card says first, names the report, its paragraphs and its year, and leads to the rest.
"""

from collections.abc import Sequence
from typing import Final

from bot.cards.amounts import with_tenge
from bot.cards.build import CardMaker
from bot.cards.card import Block, Button, Card, OpenLink, Paragraph, Row, ShowBrief, bold, italic, plain
from bot.cards.caution import caution_blocks
from bot.cards.links import Links
from bot.knowledge import LANGUAGES, Base, Language, Question, Recommendation, Ref, Topic, Update
from bot.locale import LANGUAGE_NAMES, Voice

LISTED: Final = 5
"""So many of a topic's questions are named in its short card."""


def brief_card(maker: CardMaker, ref: Ref, language: Language, links: Links) -> Card:
    """The short card of an entry; KeyError if the base does not have it. Always one page."""
    voice = maker.voices[language]
    blocks = (
        Block((bold(maker.title(ref, language)),)),
        *_body(maker, ref, voice),
        *caution_blocks(maker.base, ref, voice),
        Block((italic(source_line(maker.base, ref, voice)),)),
    )
    return Card(language, blocks, ref, rows=_rows(maker.base, ref, voice, links))


def source_line(base: Base, ref: Ref, voice: Voice) -> str:
    """The report, its paragraphs and its year, and what the text is not."""
    return voice.say(
        "Source: %(report)s, § %(paragraphs)s. This is information, not legal advice.",
        report=base.report.title[voice.language],
        paragraphs=spans(base.paragraphs_of(ref)),
    )


def spans(numbers: Sequence[int]) -> str:
    """Numbers as they are cited: `35–37, 39`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _body(maker: CardMaker, ref: Ref, voice: Voice) -> tuple[Block, ...]:
    entry, language, year = maker.base.entries[ref], voice.language, maker.base.report.year
    match entry:
        case Question():
            answer = with_tenge(entry.answer[language], voice, maker.base.amounts, maker.today().year)
            return (Block((plain(answer),)), Block(_how_sure(maker, entry, voice), tight=True))
        case Recommendation():
            heading = voice.say("What the report recommended in %(year)s", year=year)
            status = plain(maker.status(entry, voice))
            return (
                Block((plain(entry.text[language]),), heading=heading),
                Block((status,), heading=voice.say("What became of it")),
            )
        case Update():
            return (Block((*maker.update_paragraphs(entry, voice), maker.checked(entry, voice)), tight=True),)
        case Topic():
            listed = tuple(plain(f"• {question.title[language]}") for question in entry.questions[:LISTED])
            asked = (Block(listed, heading=voice.say("What people ask"), tight=True),) if listed else ()
            return (Block((plain(maker.extent(entry, voice)),)), *asked)


def _how_sure(maker: CardMaker, question: Question, voice: Voice) -> tuple[Paragraph, ...]:
    """When what the answer says of today was checked, or that nothing was."""
    updates = [maker.base.update(id_) for id_ in question.updates]
    if not updates:
        year = maker.base.report.year
        return (italic(voice.say("Nothing newer than the report of %(year)s was checked on this.", year=year)),)
    checked = maker.checked(min(updates, key=lambda update: update.checked), voice)
    if all(update.confidence == "high" for update in updates):
        return (checked,)
    return (checked, italic(voice.say("Part of this is not confirmed by an official text.")))


def _rows(base: Base, ref: Ref, voice: Voice, links: Links) -> tuple[Row, ...]:
    source = _source(base, ref)
    opening = (Button(voice.say("Read on privately"), OpenLink(links.to(ref))),)
    sources = ((Button(voice.say("Source"), OpenLink(source)),),) if source else ()
    others = tuple(
        Button(LANGUAGE_NAMES[other], ShowBrief(ref, other)) for other in LANGUAGES if other != voice.language
    )
    return (opening, *sources, others)


def _source(base: Base, ref: Ref) -> str | None:
    """Where today's law is written: the page of the first update that the entry names, on which it rests most."""
    entry = base.entries[ref]
    match entry:
        case Question():
            updates = [base.update(id_) for id_ in entry.updates]
        case Recommendation():
            updates = [base.update(id_) for id_ in entry.because]
        case Update():
            updates = [entry]
        case Topic():
            updates = []  # it says nothing of the law itself
    return updates[0].source.url if updates else None
