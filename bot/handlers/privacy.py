"""What is kept, how to have it deleted, and how to ask safely.

/privacy is made of what the code keeps: every table and everything in memory says its own sentence.
"""

from collections.abc import Sequence
from typing import Final

from telegram import Update

from bot.answers import topics_button
from bot.cards import Block, Card, bold, plain
from bot.handlers import speech
from bot.handlers.context import Context, Services
from bot.handlers.memory import Memory
from bot.handlers.screen import reply
from bot.knowledge import Language
from bot.locale import N_, Voice
from bot.store import About, sentences

TELEGRAM_SEES: Final = N_(
    "Telegram itself sees our conversation: chats with bots are not end-to-end encrypted. Delete this chat if"
    " somebody else may look at your phone."
)
NOT_KEPT: Final = N_("Your questions are not stored and not logged. Nobody reads them, unless you send one yourself.")
NOTHING_ON_DISK: Final = N_("Nothing about you.")
LANGUAGE_IN_MEMORY: Final = N_("The language that you chose.")
PACE: Final = N_("How many messages you sent within the last half minute, so that nobody crowds out the others.")
HOW_TO_DELETE: Final = N_(
    "/forget deletes all of this that belongs to you. Numbers stay, and so does a question that you sent: nobody can"
    " tell which are yours. /safety says how to ask safely."
)
FORGOTTEN: Final = N_(
    "Deleted: the language that you chose, and everything that I remembered of this chat. Nothing about you is left"
    " with me."
)
STILL_THERE: Final = N_(
    "Our messages are still in this chat, on your phone and at Telegram: delete the chat if nobody should see them."
    " I cannot find a question that you sent to the moderators: it has no name. It is deleted after 30 days at most."
)
SAFE_LINES: Final = (
    N_("Delete this chat once you have read the answer: the chat's menu, then “Delete chat”."),
    N_("Let messages disappear by themselves: the chat's menu, then “Auto-delete”."),
    N_("Lock Telegram with a passcode (Settings, Privacy and Security) and turn on two-step verification."),
    N_("Hide notifications on the locked screen. Check in Settings, Devices that no unknown device is signed in."),
    N_("Do not write names, addresses or where you are. The genuine bot is @%(username)s."),
)


def privacy_card(services: Services, language: Language) -> Card:
    """What is kept on disk, what in memory, what Telegram sees, and how to delete it."""
    voice, on_disk = services.voices[language], services.languages.on_disk
    written: dict[About, bool] = {
        "chats": on_disk,
        "updates": services.updates_on_disk,
        "nobody": services.listening is not None,
    }
    stored = [voice.say(each) for each in sentences([about for about, is_so in written.items() if is_so])]
    if not on_disk:
        stored.insert(0, voice.say(NOTHING_ON_DISK))
    chosen = () if on_disk else (LANGUAGE_IN_MEMORY,)
    remembered = [voice.say(each) for each in (*chosen, *Memory.KEEPS.values(), PACE)]
    return Card(
        language,
        (
            Block((bold(voice.say("What I know about you")), plain(voice.say(NOT_KEPT)))),
            _list(voice.say("On disk"), stored),
            _list(voice.say("In memory, until the next restart at the latest"), remembered),
            Block((plain(voice.say(TELEGRAM_SEES)), plain(voice.say(HOW_TO_DELETE)))),
        ),
    )


def safety_card(services: Services, language: Language) -> Card:
    """Five lines on asking safely."""
    voice = services.voices[language]
    lines = [voice.say(line, username=services.username) if "%(" in line else voice.say(line) for line in SAFE_LINES]
    numbered = tuple(plain(f"{number}. {line}") for number, line in enumerate(lines, 1))
    return Card(
        language, (Block(numbered, heading=voice.say("Your safety"), tight=True),), rows=((topics_button(voice),),)
    )


def forgotten_card(voice: Voice) -> Card:
    """That everything is deleted, and what is not ours to delete."""
    return Card(voice.language, (Block((plain(voice.say(FORGOTTEN)), plain(voice.say(STILL_THERE)))),))


async def privacy(update: Update, context: Context) -> None:
    """/privacy: what is kept."""
    if update.effective_message is not None:
        language = await speech.spoken(update, context.services)
        await reply(update.effective_message, privacy_card(context.services, language))


async def safety(update: Update, context: Context) -> None:
    """/safety: how to ask safely."""
    if update.effective_message is not None:
        language = await speech.spoken(update, context.services)
        await reply(update.effective_message, safety_card(context.services, language))


async def forget(update: Update, context: Context) -> None:
    """/forget: delete all that is kept of this chat, and say so; an error if the store cannot be written."""
    message, services = update.effective_message, context.services
    if message is None:
        return
    voice = services.voices[await speech.spoken(update, services)]
    services.memory.forget(message.chat.id, services.library.base.entries)
    services.forget_pace(message.chat.id)
    await services.languages.forget(message.chat.id)
    await reply(message, forgotten_card(voice))


def _list(heading: str, sentences: Sequence[str]) -> Block:
    return Block(tuple(plain(f"• {sentence}") for sentence in sentences), heading=heading, tight=True)
