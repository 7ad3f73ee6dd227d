"""What is shown when a question was not understood: not the same choice twice in a row, and in the end all topics."""

from dataclasses import replace
from typing import Final

from bot.answers import answer_card
from bot.cards import Block, Card, plain
from bot.handlers.context import Services
from bot.handlers.memory import Misses
from bot.knowledge import Language, Ref
from bot.search import Answer, Decision, Refuse, Suggest

ENOUGH: Final = 2
"""After so many misses in a row the menu of topics comes in place of a further guess."""


def card_after_misses(services: Services, chat_id: int, decision: Decision, language: Language) -> Card:
    """The card for a decision, in the light of what the chat was shown before."""
    earlier = services.memory.misses.get(chat_id) or Misses()
    if isinstance(decision, Answer) or (isinstance(decision, Refuse) and decision.aside is not None):
        services.memory.misses.pop(chat_id)
        return answer_card(services.library, decision, language)
    if isinstance(decision, Suggest):
        fresh = tuple(each for each in decision.alternatives if each.ref not in earlier.offered)
        decision = replace(decision, alternatives=fresh)
    offered = tuple(each.ref for each in decision.alternatives) if isinstance(decision, Suggest) else ()
    if earlier.count + 1 < ENOUGH and (offered or isinstance(decision, Refuse)):
        services.memory.misses[chat_id] = Misses(earlier.count + 1, offered)
        return answer_card(services.library, decision, language)
    services.memory.misses[chat_id] = Misses(0, offered or earlier.offered)
    return _with_all_topics(services, decision, offered, language)


def _with_all_topics(services: Services, decision: Decision, offered: tuple[Ref, ...], language: Language) -> Card:
    """The card for a decision, with the menu of topics below what is left of its own offers."""
    cards = services.library.cards
    said = answer_card(services.library, decision, language).blocks if offered or isinstance(decision, Refuse) else ()
    line = cards.voices[language].say("This is all that I know about. Choose a topic, or ask in other words.")
    rows = (*((cards.entry_button(ref, language),) for ref in offered), *cards.topic_rows(language))
    return Card(language, (*said, Block((plain(line),))), rows=rows)
