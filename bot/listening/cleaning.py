"""Takes out of a question what could lead to a person, before anybody but its author sees it.

Telephone and identity numbers, e-mail addresses, links, @names, long numbers. Names and addresses in plain words
cannot be told from other words: these the author is shown, to strike before sending. Too much is taken out rather
than too little: a date written in figures goes as well.
"""

import re
import unicodedata
from typing import Final

STRUCK: Final = "[…]"
"""Stands where something was taken out."""

MAX_LENGTH: Final = 500
"""A longer question is cut to so many characters: what is sent must be seen at one look."""

_ENDINGS: Final = (
    "kz|қаз|ru|рф|com|org|net|info|biz|gov|edu|int|io|me|tv|cc|co|app|dev|link|site|online|club|shop|uz|kg|tj|tm|by|ua"
    "|su|eu|de|uk|us|cn|tr|pl"
)
_APART: Final = r"(?:[\s().,/\\+_–—−·-]*|[^\w:№]{1,3})"
"""What sets figures of one number apart. Hours (9:00–20:00) stay, and № begins another number."""

_AT: Final = r"\s{0,2}(?:[@＠]|[(\[]\s?(?:at|собака)\s?[)\]])\s{0,2}"
_DOT: Final = r"(?:\s{0,2}(?:\.|[(\[]\s?(?:dot|точка|нүкте)\s?[)\]])\s{0,2}|\s(?:dot|точка|нүкте)\s)"
_NAME: Final = r"[\w.+%-]{1,64}"
_HOST: Final = r"[\w-]{1,63}"

# Parts are of limited length, so that no text takes long: the time grows with the text and no faster.
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\S{0,32}://\S*",  # links
        r"\bwww\.\S+",
        rf"{_NAME}{_AT}{_HOST}(?:{_DOT}{_HOST}){{1,4}}",  # e-mail
        rf"{_NAME}\s(?:at|собака)\s(?:{_HOST}(?:\.|\s(?:dot|точка|нүкте)\s)){{1,4}}(?:{_ENDINGS})\b",
        r"[@＠]\s?\w+",  # names on Telegram and elsewhere
        r"\b[^\W_]+(?:_+[^\W_]+)+_*",
        rf"(?<![\w@])(?:[\w-]{{1,63}}\.){{1,8}}(?:{_ENDINGS})\b(?:[:/?#]\S*)?",  # links without a beginning
        r"(?<![\w@])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}/\S+",
        r"\bkz\d\d(?:\s?[a-z\d]{3,4}){3,5}\b",  # accounts
        rf"(?:\b[^\W\d_]{{1,3}})?\+?\(?\d(?:{_APART}\d){{6,}}\w*",  # seven figures or more, however set apart
        r"\b(?=(?:[^\W\d]*\d){5})\w+",  # a word with five figures or more: documents
        r"\b\d{3}\s?[a-zа-я]{2,3}\s?\d{2}\b",  # number plates
    )
)
_DRAWN_AROUND: Final = "\ufe0f\u20e3"
"""What makes 8 a figure on a key."""

_SEVERAL: Final = re.compile(rf"{re.escape(STRUCK)}(?:\W*{re.escape(STRUCK)})+")


def clean(text: str) -> str:
    """The text in one line, without what could lead to a person; at most `MAX_LENGTH` characters and a mark."""
    visible = "".join(map(_plain, unicodedata.normalize("NFC", text)))
    cleaned = visible.replace(STRUCK, f" {STRUCK} ")
    for pattern in _PATTERNS:
        cleaned = pattern.sub(f" {STRUCK} ", cleaned)
    cleaned = " ".join(_SEVERAL.sub(STRUCK, cleaned).split())
    if len(cleaned) <= MAX_LENGTH:
        return cleaned
    return cleaned[:MAX_LENGTH].rpartition(" ")[0] or cleaned[:MAX_LENGTH]


def _plain(char: str) -> str:
    """A character as it is searched and shown: none that cannot be seen, and figures in rings or above as others."""
    if char.isspace():
        return " "
    if char in _DRAWN_AROUND or unicodedata.category(char) in {"Cf", "Cc", "Co", "Cs", "Cn"}:
        return ""
    figure = unicodedata.digit(char, None)
    return char if figure is None or char.isdecimal() else str(figure)


def strike(text: str, index: int) -> str:
    """The text with one of its words, counted from 0, struck; as it was if there is no such word."""
    words = text.split()
    if 0 <= index < len(words):
        words[index] = STRUCK
    return " ".join(words)


def says_something(text: str) -> bool:
    """Whether a word of two letters or more is left."""
    return re.search(r"[^\W\d_]{2}", text) is not None
