"""What a button does <-> the at most 64 bytes that a message keeps for it.

Version 1 is `1:<verb>:<language>[:<number or letter>:<payload>]`. Buttons live for years: what is old or
unknown decodes to None, and the person gets a fresh start rather than silence.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from bot.cards import listening_actions as listening
from bot.cards.card import (
    Action,
    ChooseLanguage,
    HandOver,
    MakePoster,
    Rate,
    Review,
    Share,
    ShowBrief,
    ShowEntry,
    ShowTopics,
)
from bot.knowledge import Language, Ref, is_language

MAX_BYTES: Final = 64
"""No id that the models allow makes an action longer than this."""

_VERSION: Final = "1"
Form = Literal["photo", "pdf"]
_FORM_LETTERS: Final[Mapping[tuple[Form, bool], str]] = MappingProxyType(
    {("photo", False): "i", ("photo", True): "I", ("pdf", False): "d", ("pdf", True): "D"}
)
"""The form of a poster, and whether its caution was shown before."""
_FORMS: Final[Mapping[str, tuple[Form, bool]]] = MappingProxyType(
    {letter: form for form, letter in _FORM_LETTERS.items()}
)
_PAGE: Final = re.compile(r"[0-9]{1,4}")


def encode(action: Action) -> str:
    """The data of an action, at most 64 bytes for every id that the base allows."""
    return f"{_VERSION}:{_unversioned(action)}"


def _unversioned(action: Action) -> str:
    match action:
        case Rate() | HandOver() | Review():
            return listening.encode(action)
        case ShowTopics(language):
            return f"t:{language}"
        case ChooseLanguage(language):
            return f"l:{language}"
        case _:
            return _about_entry(action)


def _about_entry(action: ShowEntry | MakePoster | ShowBrief | Share) -> str:
    match action:
        case ShowEntry(ref, language, page):
            return f"e:{language}:{page}:{ref.payload}"
        case MakePoster(ref, language, form, warned):
            return f"p:{language}:{_FORM_LETTERS[form, warned]}:{ref.payload}"
        case ShowBrief(ref, language):
            return f"b:{language}:0:{ref.payload}"
        case Share(ref, language, warned):
            return f"s:{language}:{int(warned)}:{ref.payload}"


def decode(data: str) -> Action | None:
    """The action of such data; None for anything that no version of the bot has written."""
    match data.split(":"):
        case ["1", "t", language] if is_language(language):
            return ShowTopics(language)
        case ["1", "l", language] if is_language(language):
            return ChooseLanguage(language)
        case ["1", "f" | "u" | "m" as verb, *rest]:
            return listening.decode(verb, rest)
        case ["1", verb, language, detail, payload] if is_language(language):
            ref = Ref.from_payload(payload)
            return _of_entry(verb, ref, language, detail) if ref else None
        case _:
            return None


def _of_entry(verb: str, ref: Ref, language: Language, detail: str) -> Action | None:
    match verb, detail:
        case "e", page if _PAGE.fullmatch(page):
            return ShowEntry(ref, language, int(page))
        case "p", letter if letter in _FORMS:
            return MakePoster(ref, language, *_FORMS[letter])
        case "b", "0":
            return ShowBrief(ref, language)
        case "s", "0" | "1" as warned:
            return Share(ref, language, warned == "1")
        case _:
            return None
