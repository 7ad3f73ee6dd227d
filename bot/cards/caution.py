"""What to know before an entry is passed on, where passing it on can itself be punished."""

from bot.cards.card import Block, plain
from bot.knowledge import Base, Language, Question, Ref
from bot.locale import Voice


def caution_of(base: Base, ref: Ref, language: Language) -> str | None:
    """The caution of an entry; None if it has none. KeyError if the base does not have the entry."""
    entry = base.entries[ref]
    return entry.caution[language] if isinstance(entry, Question) and entry.caution else None


def caution_blocks(base: Base, ref: Ref, voice: Voice) -> tuple[Block, ...]:
    """The caution of an entry as a part of a card; nothing if it has none."""
    caution = caution_of(base, ref, voice.language)
    return (Block((plain(caution),), heading=voice.say("⚠️ Before you share this")),) if caution else ()
