"""Decision + language -> the short card for a place where others read along: a group, or a chat of others.

One message, and never an essay: whoever wants more reads on in private.
"""

from bot.answers import REFUSALS
from bot.cards import Block, Button, Card, Links, OpenLink, Row, ShowBrief, brief_card, contacts_block, plain
from bot.knowledge import AsideRef, Language
from bot.library import Library
from bot.locale import N_, Voice
from bot.search import Answer, Decision, Refuse, Suggest

IN_PRIVATE = N_("/%(command)s: %(what)s. This is for our private chat, where nobody else reads along.")
HOW_TO_ASK_HERE = N_("Write your question after my name: @%(username)s can I protest without permission?")


def short_answer(library: Library, decision: Decision, language: Language, links: Links) -> Card:
    """The short card for a decision."""
    cards = library.cards
    match decision:
        case Answer(candidate=candidate):
            return brief_card(cards, candidate.ref, language, links)
        case Suggest(alternatives=candidates):
            text = cards.voices[language].say("I am not sure that I understood you. Perhaps it is one of these:")
            refs = [candidate.ref for candidate in candidates]
            rows = tuple((Button(cards.title(ref, language), ShowBrief(ref, language)),) for ref in refs)
            return Card(language, (Block((plain(text),)),), rows=(*rows, _in_private(library, language, links)))
        case Refuse(aside=AsideRef() as ref):
            aside = library.base.asides[ref]
            blocks = [Block((plain(aside.reply[language]),))]
            if aside.urgent:  # where somebody may be in danger, what can help stands where they wrote
                contacts = [library.base.contacts[id_] for id_ in aside.contacts]
                blocks += [contacts_block(contacts, cards.voices[language])] if contacts else []
            return Card(language, tuple(blocks), rows=(_in_private(library, language, links),))
        case Refuse(reason=reason):
            return _line(library, REFUSALS[reason], language, links)


def how_to_ask(library: Library, language: Language, links: Links) -> Card:
    """For whoever calls the bot and asks nothing: one line."""
    return _line(library, HOW_TO_ASK_HERE, language, links)


def in_private_card(command: str, what: str, voice: Voice, links: Links) -> Card:
    """For a command that is answered in private only: what it is for, and a button that opens it there."""
    text = voice.say(IN_PRIVATE, command=command, what=what)
    button = Button(voice.say("Read on privately"), OpenLink(links.to_page(command)))
    return Card(voice.language, (Block((plain(text),)),), rows=((button,),))


def _line(library: Library, message: str, language: Language, links: Links) -> Card:
    text = library.cards.voices[language].say(message, username=links.username)
    return Card(language, (Block((plain(text),)),), rows=(_in_private(library, language, links),))


def _in_private(library: Library, language: Language, links: Links) -> Row:
    return (Button(library.cards.voices[language].say("Ask in private"), OpenLink(links.to_ask)),)
