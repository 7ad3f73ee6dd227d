"""One line about an entry, for a list in which it stands below its title."""

from typing import Final

from bot.cards.build import CardMaker
from bot.cards.caution import caution_of
from bot.cards.sharing import cut
from bot.knowledge import Language, Question, Recommendation, Ref, Topic, Update

ROOM: Final = 160
"""So many characters of a line are worth sending; lists show fewer."""


def one_line(maker: CardMaker, ref: Ref, language: Language) -> str:
    """What an entry says, in a line; its caution instead, and whole, where it has one.

    KeyError if the base does not have the entry.
    """
    entry, voice = maker.base.entries[ref], maker.voices[language]
    if caution := caution_of(maker.base, ref, language):
        return f"⚠️ {caution}"
    match entry:
        case Question():
            return cut(entry.answer[language], ROOM)
        case Recommendation():
            heading = voice.say("What the report recommended in %(year)s", year=maker.base.report.year)
            return cut(f"{heading}: {entry.text[language]}", ROOM)
        case Update():
            return cut(entry.text[language], ROOM)
        case Topic():
            return maker.extent(entry, voice)
