"""Decision + language -> the card that a person gets: the answer, a choice of questions, or an honest refusal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.cards import Block, Button, Card, Row, ShowTopics, contacts_block, italic, plain
from bot.knowledge import AsideRef, Language, Ref, Topic
from bot.library import Library
from bot.locale import N_, Voice
from bot.search import Answer, Decision, Reason, Refuse, Suggest

REFUSALS: Final[dict[Reason, str]] = {
    "outside": N_("I have no answer to this: what I know does not cover it. I do not guess."),
    "unclear": N_("I did not understand that. Please ask in a few words, as you would ask a person."),
}
"""What is said where there is no answer."""


def answer_card(library: Library, decision: Decision, language: Language) -> Card:
    """The card for a decision, in the reader's language."""
    match decision:
        case Answer(candidate=candidate):
            return library.cards.card(candidate.ref, language)
        case Suggest(alternatives=candidates):
            return _suggestions(library, [candidate.ref for candidate in candidates], language)
        case Refuse(aside=AsideRef() as aside, nearest=nearest):
            return _aside(library, aside, [candidate.ref for candidate in nearest], language)
        case Refuse(reason=reason, nearest=nearest):
            return _refusal(library, reason, [candidate.ref for candidate in nearest], language)


def linked_card(library: Library, named: Ref, language: Language) -> Card | None:
    """The card to which a permanent link or an old button leads, which says so if its entry was replaced.

    None if it leads nowhere.
    """
    ref = library.base.resolve(named)
    if ref is None:
        return None
    card = library.cards.card(ref, language)
    if not library.base.was_replaced(named):
        return card
    note = library.cards.voices[language].say("What this link led to is no longer here. This has replaced it:")
    return replace(card, blocks=(Block((italic(note),)), *card.blocks))


def _suggestions(library: Library, refs: Sequence[Ref], language: Language) -> Card:
    voice = library.cards.voices[language]
    rows = tuple((library.cards.entry_button(ref, language),) for ref in refs)
    text = voice.say("I am not sure that I understood you. Perhaps it is one of these:")
    titles = tuple(plain(f"• {library.cards.title(ref, language)}") for ref in refs)
    return Card(language, (Block((plain(text),)), Block(titles, tight=True)), rows=(*rows, (topics_button(voice),)))


def _aside(library: Library, ref: AsideRef, nearest: Sequence[Ref], language: Language) -> Card:
    """The fixed reply to small talk, or the sentence that says that a subject is not covered, and what is near."""
    voice = library.cards.voices[language]
    aside = library.base.asides[ref]
    blocks = [Block((plain(aside.reply[language]),))]
    if aside.contacts:
        blocks.append(contacts_block([library.base.contacts[id_] for id_ in aside.contacts], voice))
    rows = tuple((library.cards.entry_button(entry, language),) for entry in nearest)
    if rows:
        blocks.append(Block((plain(voice.say("Or did you mean this?")),)))
    return Card(language, tuple(blocks), rows=(*rows, (topics_button(voice),)))


def _refusal(library: Library, reason: Reason, nearest: Sequence[Ref], language: Language) -> Card:
    voice = library.cards.voices[language]
    base = library.base
    blocks = [Block((plain(voice.say(REFUSALS[reason])),))]
    if reason == "outside":
        blocks.append(contacts_block([base.contacts[id_] for id_ in base.report.contacts], voice))
    rows: tuple[Row, ...] = ()
    if topics := _topics_of(library, nearest):
        blocks.append(Block((plain(voice.say("The topics nearest to your words:")),)))
        rows = library.cards.topic_rows(language, topics)
    return Card(language, tuple(blocks), rows=(*rows, (topics_button(voice),)))


def topics_button(voice: Voice) -> Button:
    """The button that opens the list of topics."""
    return Button(voice.say("All topics"), ShowTopics(voice.language))


def _topics_of(library: Library, refs: Sequence[Ref]) -> list[Topic]:
    """The topics to which entries belong, each once, in the order of the entries."""
    topics: list[Topic] = []
    for ref in refs:
        topic = library.base.topic_of(ref)
        if topic not in topics:
            topics.append(topic)
    return topics
