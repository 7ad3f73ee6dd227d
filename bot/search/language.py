"""What the letters of a text alone tell of its language."""

from bot.knowledge import Language


def has_kazakh_letters(text: str) -> bool:
    """Whether a letter stands in the text that of the three languages only Kazakh has."""
    return any(letter in text.casefold() for letter in "әғқңөұүһі")


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    if has_kazakh_letters(text):
        return "kk"
    lowered = text.casefold()
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in lowered) else "en"
