"""Lines that go before an answer: that it is late, and that not all of a long question was read."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from telegram import Message

from bot.cards import Block, Card, italic
from bot.locale import N_, Voice
from bot.search.steps import MAX_CHARACTERS

LATE: Final = timedelta(hours=1)
"""An answer to a question that is older than this says that it is late."""

IT_IS_LATE: Final = N_("This answer is late: you wrote more than an hour ago, and I could not answer sooner.")
NOT_ALL_WAS_READ: Final = N_("Your text is long: I have read only its beginning and its end.")


def noted(card: Card, message: Message, now: datetime, voice: Voice) -> Card:
    """The card that answers a message, with what must be said of how the message was taken, in a line each."""
    notes = []
    if now - (message.edit_date or message.date) > LATE:
        notes.append(voice.say(IT_IS_LATE))
    if len(message.text or message.caption or "") > MAX_CHARACTERS:
        notes.append(voice.say(NOT_ALL_WAS_READ))
    if not notes:
        return card
    return replace(card, blocks=(Block(tuple(italic(note) for note in notes), tight=True), *card.blocks))
