"""What a button does <-> the at most 64 bytes that a message keeps for it.

Version 1 is `1:<verb>:<language>[:<page>:<payload>]`. Buttons live for years: what is old or unknown decodes to None,
and the person gets a fresh start rather than silence.
"""

import re
from typing import Final

from bot.cards.card import Action, ChooseLanguage, ShowEntry, ShowTopics
from bot.knowledge import Ref, is_language

MAX_BYTES: Final = 64
"""No id that the models allow makes an action longer than this."""

_VERSION: Final = "1"
_PAGE: Final = re.compile(r"[0-9]{1,4}")


def encode(action: Action) -> str:
    """The data of an action, at most 64 bytes for every id that the base allows."""
    match action:
        case ShowEntry(ref, language, page):
            return f"{_VERSION}:e:{language}:{page}:{ref.payload}"
        case ShowTopics(language):
            return f"{_VERSION}:t:{language}"
        case ChooseLanguage(language):
            return f"{_VERSION}:l:{language}"


def decode(data: str) -> Action | None:
    """The action of such data; None for anything that no version of the bot has written."""
    match data.split(":"):
        case ["1", "e", language, page, payload] if is_language(language) and _PAGE.fullmatch(page):
            ref = Ref.from_payload(payload)
            return ShowEntry(ref, language, int(page)) if ref else None
        case ["1", "t", language] if is_language(language):
            return ShowTopics(language)
        case ["1", "l", language] if is_language(language):
            return ChooseLanguage(language)
        case _:
            return None
