"""Letters and languages that are not where they belong."""

import re
from collections.abc import Iterator
from typing import Final

from bot.check.codes import MIXED_LETTERS, WRONG_LANGUAGE
from bot.check.language import other_language
from bot.check.passages import passages, phrases
from bot.check.text import sentences
from bot.check.words import terms
from bot.knowledge import LANGUAGES, Language, Problem
from bot.knowledge.files import Files
from bot.locale import LANGUAGE_NAMES

_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[A-Za-z]")
_CYRILLIC: Final = re.compile(r"[\u0400-\u052f]")
_SIDE_BY_SIDE: Final = re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
_LATIN_ALIKE: Final = "aceiopxyABCEHIKMOPTXYh"
_CYRILLIC_ALIKE: Final = "асеіорхуАВСЕНІКМОРТХУһ"
_TO_CYRILLIC: Final = str.maketrans(_LATIN_ALIKE, _CYRILLIC_ALIKE)
_TO_LATIN: Final = str.maketrans(_CYRILLIC_ALIKE, _LATIN_ALIKE)


def mixed_letters(files: Files) -> Iterator[Problem]:
    """Words with letters of two alphabets that look alike."""
    for passage in passages(files):
        for language in LANGUAGES:
            for word, message in _mixed(passage.text[language]):
                yield MIXED_LETTERS.at(passage.place(language, word), message)
    for phrase in phrases(files):
        for word, message in _mixed(phrase.text):
            yield MIXED_LETTERS.at(phrase.place_of(word), message)
    for term in terms(files):
        for word, message in _mixed(term.text):
            yield MIXED_LETTERS.at(term.place_of(word), message)


def wrong_languages(files: Files) -> Iterator[Problem]:
    """Sentences and phrasings in another language than that of their field."""
    for passage in passages(files):
        for language in LANGUAGES:
            for sentence in sentences(passage.text[language]):
                if other := other_language(sentence, language):
                    begin = " ".join(sentence.split()[:3])
                    yield WRONG_LANGUAGE.at(passage.place(language, begin), _misplaced(begin, other, language))
    for phrase in phrases(files):
        if other := other_language(phrase.text, phrase.language):
            yield WRONG_LANGUAGE.at(phrase.place, _misplaced(phrase.text, other, phrase.language))


def _mixed(text: str) -> Iterator[tuple[str, str]]:
    """The words that mix alphabets, each with what to say about it."""
    if not _SIDE_BY_SIDE.search(text):
        return
    for word in _WORD.findall(text):
        latin, cyrillic = _LATIN.findall(word), _CYRILLIC.findall(word)
        if latin and cyrillic:
            yield word, _say(word, latin, cyrillic)


def _say(word: str, latin: list[str], cyrillic: list[str]) -> str:
    is_cyrillic = len(cyrillic) >= len(latin)
    letter = latin[0] if is_cyrillic else cyrillic[0]
    right = letter.translate(_TO_CYRILLIC if is_cyrillic else _TO_LATIN)
    alphabet, other = ("Latin", "Cyrillic") if is_cyrillic else ("Cyrillic", "Latin")
    hint = f"; type the {other} '{right}' instead" if right != letter else ""
    return f"'{word}': its letter {word.index(letter) + 1}, '{letter}', is {alphabet}{hint}"


def _misplaced(begin: str, other: Language, language: Language) -> str:
    return f"'{begin} …' is {LANGUAGE_NAMES[other]} ({other}), but stands under '{language}'"
