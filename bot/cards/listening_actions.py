"""The part of an action's data that is about feedback (f), unanswered questions (u) and moderators (m)."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.cards.card import HandOver, HandOverStep, Rate, Review, ReviewStep
from bot.knowledge import Ref, is_language

_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_ID: Final = re.compile(r"[0-9a-f]{0,16}")

_HAND_OVER: Final[Mapping[str, HandOverStep]] = MappingProxyType(
    {"p": "preview", "w": "words", "x": "strike", "a": "again", "s": "send", "n": "leave"}
)
_REVIEW: Final[Mapping[str, ReviewStep]] = MappingProxyType({"l": "look", "d": "done", "n": "not-ours"})


def encode(action: Rate | HandOver | Review) -> str:
    """The data of an action without its version."""
    match action:
        case Rate(ref, language, helped):
            return f"f:{language}:{int(helped)}:{ref.payload}"
        case HandOver(step, language, page, word):
            letter = next(letter for letter, each in _HAND_OVER.items() if each == step)
            return f"u:{language}:{letter}:{page}:{word}"
        case Review(review_step, language, page, id_):
            letter = next(letter for letter, each in _REVIEW.items() if each == review_step)
            return f"m:{language}:{letter}:{page}:{id_}"


def decode(verb: str, rest: Sequence[str]) -> Rate | HandOver | Review | None:
    """The action of such data; None for anything that no version of the bot has written."""
    match [verb, *rest]:
        case ["f", language, "0" | "1" as helped, payload] if is_language(language):
            ref = Ref.from_payload(payload)
            return Rate(ref, language, helped == "1") if ref else None
        case ["u", language, letter, page, word] if is_language(language) and _are_numbers(page, word):
            step = _HAND_OVER.get(letter)
            return HandOver(step, language, int(page), int(word)) if step else None
        case ["m", language, letter, page, id_] if is_language(language) and _are_numbers(page):
            review = _REVIEW.get(letter)
            return Review(review, language, int(page), id_) if review and _ID.fullmatch(id_) else None
        case _:
            return None


def _are_numbers(*texts: str) -> bool:
    return all(_NUMBER.fullmatch(text) for text in texts)
