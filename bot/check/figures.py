"""The figures in a text, in one form whatever the language and the spelling.

11,1 is 11.1; 4 325 is 4,325; 20 thousand is 20 000; 19.12.2006 is 19 December 2006; 9:00 is 9. Months count only
beside a number, because a month's name may mean other things as well (қазан, may); but to have a month anywhere is
enough not to have lost it.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from bot.knowledge import LANGUAGES, Language

_MONTHS: Final = (
    ("қаңтар", "январ", "January"),
    ("ақпан", "феврал", "February"),
    ("наурыз", "март", "March"),
    ("сәуір", "апрел", "April"),
    ("мамыр", r"ма(?:й|я|ю|е|ем)\b", "May"),
    ("маусым", "июн", "June"),
    ("шілде", "июл", "July"),
    ("тамыз", "август", "August"),
    ("қыркүйек", "сентябр", "September"),
    ("қазан", "октябр", "October"),
    ("қараша", "ноябр", "November"),
    ("желтоқсан", "декабр", "December"),
)
_MONTH: Final = re.compile(
    "|".join(rf"\b(?P<m{number}>(?:{kk}|{ru})\w*|{en}\b)" for number, (kk, ru, en) in enumerate(_MONTHS, 1)),
    re.IGNORECASE,
)
_ENGLISH_VERBS: Final = frozenset({"may", "march"})
_BESIDE_BEFORE: Final = re.compile(r"\d(?:-\w+)?\s*(?:(?:жылғы|жылы|жылдың|of)\s+)?$")
_BESIDE_AFTER: Final = re.compile(r"^\s*\d")
_NUMERIC_DATE: Final = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_TIME: Final = re.compile(r"(?<!\d)(\d{1,2}):(\d\d)(?!\d)")
_GROUPED: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)")
_GROUPED_BY_COMMA: Final = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:,\d{3})+(?![\d,])")
_NUMBER: Final = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)(?:[ \u00a0\u202f](?P<unit>[^\W\d_]+))?")
_UNITS: Final = (
    (("мың", "тыс", "thousand"), 1_000),
    (("миллион", "млн", "million", "mln"), 1_000_000),
    (("миллиард", "млрд", "billion", "bln"), 1_000_000_000),
)
_IN_WORDS: Final[Mapping[str, Mapping[Language, str]]] = MappingProxyType(
    {
        figure: dict(zip(LANGUAGES, patterns, strict=True))
        for figure, *patterns in (
            ("1", r"бір(?:і|інші\w*|еу\w*)?", r"оди?н\w{0,3}|перв\w+", "one|first|once"),
            ("2", r"екі(?:нші\w*)?|екеу\w*", r"дв(?:а|е|ух|ум|умя|ое|оих)|втор\w+|об[ае]", "two|second|twice|both"),
            ("3", r"үш(?:інші\w*|еу\w*)?", r"тр(?:и|[её]х|[её]м|емя|ое|оих)|трет\w+", "three|third"),
            ("4", r"төрт(?:інші\w*|еу\w*)?", r"четыр\w+|четв[её]рт\w+", "four|fourth"),
            ("5", r"бес(?:інші\w*|еу\w*)?", r"пят(?:ь|и|ью|ый|ая|ое|ой|ого|ому|ом|ую)", "five|fifth"),
            ("6", r"алты(?:ншы\w*)?|алтау\w*", r"шест(?:ь|и|ью|ой|ая|ое|ого|ому|ом|ую)", "six|sixth"),
            ("7", r"жеті(?:нші\w*)?|жетеу\w*", r"сем(?:ь|и|ью)|седьм\w+", "seven|seventh"),
            ("8", r"сегіз(?:інші\w*)?", r"вос(?:емь|ьми|емью|ьм\w+)", "eight|eighth"),
            ("9", r"тоғыз(?:ыншы\w*)?", r"девят(?:ь|и|ью|ый|ая|ое|ой|ого|ому|ом|ую)", "nine|ninth"),
            ("10", r"он(?:ыншы\w*)?", r"десят(?:ь|и|ью|ый|ая|ое|ой|ого|ому|ом|ую)", "ten|tenth"),
            ("50", r"елу(?:інші\w*|ден)?", r"пят(?:ьдесят|идесят\w*)", "fifty|fiftieth"),
            ("100", r"жүз(?:інші\w*|ден)?", r"сто|ста|сот(?:ый|ня|ни|ню|ен)", "hundred|hundredth"),
        )
    }
)


def figures_of(text: str, language: Language | None = None) -> dict[str, str]:
    """The figures of a text in their one form, each with the words that it is written in; months as `month 12`.

    Without a language the text is a figure on its own, as a moderator notes it.
    """
    found: dict[str, str] = {}
    for match in _months(text):
        if _BESIDE_BEFORE.search(text[: match.start()]) or _BESIDE_AFTER.match(text[match.end() :]):
            found.setdefault(_month(match), match[0])
    text = _NUMERIC_DATE.sub(lambda match: _note_date(match, found), text)
    text = _TIME.sub(lambda match: match[1] if match[2] == "00" else match[0], text)
    text = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), text)
    if language in ("en", None):
        text = _GROUPED_BY_COMMA.sub(lambda match: match[0].replace(",", ""), text)
    for match in _NUMBER.finditer(text):
        found.setdefault(_plain(match), match["number"])
    return found


def has_figure(figure: str, text: str, language: Language) -> bool:
    """Whether a text has a figure, be it as a word: two, вторая, екі."""
    if figure in figures_of(text, language) or any(_month(match) == figure for match in _months(text)):
        return True
    patterns = _IN_WORDS.get(figure)
    return patterns is not None and re.search(rf"\b(?:{patterns[language]})\b", text, re.IGNORECASE) is not None


def _months(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _MONTH.finditer(text) if match[0] not in _ENGLISH_VERBS)


def _month(match: re.Match[str]) -> str:
    return f"month {(match.lastgroup or '')[1:]}"


def _note_date(match: re.Match[str], found: dict[str, str]) -> str:
    day, month, year = match.groups()
    found.setdefault(f"month {int(month)}", match[0])
    return f"{day} {year}"


def _plain(match: re.Match[str]) -> str:
    number = Decimal(match["number"].replace(",", "."))
    unit = (match["unit"] or "").lower()
    factor = next((factor for words, factor in _UNITS if unit.startswith(words)), 1)
    return f"{(number * factor).normalize():f}"
