"""In which language to speak to a person."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from telegram import Update

from bot.handlers.context import Services
from bot.knowledge import Language, is_language

LANGUAGE_HINTS: Final[Mapping[str, Language]] = MappingProxyType(
    {"kk": "kk", "ru": "ru", "uk": "ru", "be": "ru", "ky": "ru", "uz": "ru", "tg": "ru", "en": "en"}
)
"""Telegram's language code of a person -> the language in which they are likely to read best."""

FALLBACK: Final[Language] = "ru"
"""Where nothing tells the language and only one can be used: the one that most people in the country read."""


def hinted(update: Update) -> Language | None:
    """The language that Telegram's setting suggests, if any."""
    user = update.effective_user
    code = (user.language_code or "") if user else ""
    return LANGUAGE_HINTS.get(code.partition("-")[0].lower())


def _place(update: Update) -> int | None:
    """The chat whose language counts: of who writes inline or to a guest, the one that they have with the bot."""
    if update.effective_chat is not None and update.guest_message is None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user else None  # a private chat has the number of its person


async def chosen(update: Update, services: Services) -> Language | None:
    """The language that the person chose in this chat, if any."""
    place = _place(update)
    language = None if place is None else await services.languages.get(place)
    return language if is_language(language) else None


async def known(update: Update, services: Services) -> Language | None:
    """What the person chose, else the language they last wrote in, else Telegram's hint; None if nothing tells."""
    place = _place(update)
    written = None if place is None else services.memory.written.get(place)
    return await chosen(update, services) or written or hinted(update)


async def spoken(update: Update, services: Services) -> Language:
    """`known`, or the fallback."""
    return await known(update, services) or FALLBACK
