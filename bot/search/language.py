"""What the letters of a text alone tell of its language."""

from bot.knowledge import Language


def has_kazakh_letters(text: str) -> bool:
    """Whether a letter stands in the text that of the three languages only Kazakh has."""
    return any(letter in text.casefold() for letter in "әғқңөұүһі")


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    if has_kazakh_letters(text):
        return "kk"
    return "ru" if _has_cyrillic_letters(text) else "en"


def is_cyrillic(text: str) -> bool:
    """Whether Cyrillic letters stand in the text, and no Latin ones: it cannot be English, whatever its figures."""
    return _has_cyrillic_letters(text) and not any("a" <= letter <= "z" for letter in text.casefold())


def _has_cyrillic_letters(text: str) -> bool:
    return any("а" <= letter <= "я" or letter == "ё" for letter in text.casefold())
