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
_APART: Final = r"[\s().,/\\+_–—−·-]"

# Parts are of limited length, so that no text takes long: the time grows with the text and no faster.
_PATTERNS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\S{0,32}://\S*",  # links
        r"\bwww\.\S+",
        r"[\w.+%-]{1,64}\s?(?:[@＠]|\((?:at|собака)\)|\[(?:at|собака)\])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+",  # e-mail
        r"[@＠]\w+",  # names on Telegram and elsewhere
        rf"(?<![\w@])(?:[\w-]{{1,63}}\.){{1,8}}(?:{_ENDINGS})\b(?:[:/?#]\S*)?",  # links without a beginning
        r"(?<![\w@])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63}/\S+",
        r"\b(?=(?:[^\W\d]*\d){5})\w+",  # a word with five figures or more: documents, accounts
        rf"\+?\(?\d(?:{_APART}*\d){{6,}}",  # seven figures or more, however they are set apart
        r"\b\d{3}\s?[a-zа-я]{2,3}\s?\d{2}\b",  # number plates
    )
)
_SEVERAL: Final = re.compile(rf"{re.escape(STRUCK)}(?:\W*{re.escape(STRUCK)})+")


def clean(text: str) -> str:
    """The text in one line, without what could lead to a person; at most `MAX_LENGTH` characters and a mark."""
    visible = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    visible = "".join(char for char in visible if unicodedata.category(char) not in {"Cf", "Cc", "Co", "Cs", "Cn"})
    cleaned = visible.replace(STRUCK, f" {STRUCK} ")
    for pattern in _PATTERNS:
        cleaned = pattern.sub(f" {STRUCK} ", cleaned)
    cleaned = " ".join(_SEVERAL.sub(STRUCK, cleaned).split())
    if len(cleaned) <= MAX_LENGTH:
        return cleaned
    return cleaned[:MAX_LENGTH].rpartition(" ")[0] or cleaned[:MAX_LENGTH]


def strike(text: str, index: int) -> str:
    """The text with one of its words, counted from 0, struck; as it was if there is no such word."""
    words = text.split()
    if 0 <= index < len(words):
        words[index] = STRUCK
    return " ".join(words)


def says_something(text: str) -> bool:
    """Whether a word of two letters or more is left."""
    return re.search(r"[^\W\d_]{2}", text) is not None
