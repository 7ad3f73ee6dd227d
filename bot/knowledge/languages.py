"""The three languages, in the order in which they are listed everywhere."""

from typing import Final, Literal, TypeGuard

Language = Literal["kk", "ru", "en"]

LANGUAGES: Final[tuple[Language, ...]] = ("kk", "ru", "en")


def is_language(value: object) -> TypeGuard[Language]:
    """Whether `value` is the code of one of the three languages."""
    return value in LANGUAGES
