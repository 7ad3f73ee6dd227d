"""How people type in Kazakhstan: keyboards and Latin spellings. Words stand in `questions/typing.yaml`."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KINDS: Final = ("typo", "latin", "nospecial", "layout", "mixed", "short", "story")

_ENGLISH: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_RUSSIAN: Final = ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю")
_KAZAKH: Final = ("әіңғүұқөһ", *_RUSSIAN)


def _neighbours(rows: tuple[str, ...]) -> Mapping[str, str]:
    found = {}
    for number, row in enumerate(rows):
        for at, letter in enumerate(row):
            beside = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            above = rows[number - 1][at : at + 1] if number else ""
            found[letter] = beside + above
    return MappingProxyType(found)


NEIGHBOURS: Final = MappingProxyType(
    {"kk": _neighbours(_KAZAKH), "ru": _neighbours(_RUSSIAN), "en": _neighbours(_ENGLISH)}
)
"""For each letter those beside it and above it."""

_FROM: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю" + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"
_TO: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,." + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>'
KEYS: Final = MappingProxyType(
    {
        "ru": str.maketrans(_FROM + '.,?:;"№', _TO + "/?&^$@#"),
        "kk": str.maketrans(_FROM + "әіңғүұқөһӘІҢҒҮҰҚӨҺ" + '.,?:;"', _TO + "2345890-=@#$%*()_+" + "76?&^1"),
    }
)
"""The Russian and the Kazakh keyboard of Windows: letter -> what the key gives on the English layout."""

_COMMON: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "з": "z", "к": "k", "л": "l", "м": "m", "н": "n",
    "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "ф": "f", "ш": "sh", "ч": "ch", "э": "e", "ъ": "", "ь": "",
}  # fmt: skip
_RU: Final = _COMMON | {
    "ё": "yo", "ж": "zh", "и": "i", "й": "y", "у": "u", "х": "kh", "ц": "ts", "щ": "shch", "ы": "y", "ю": "yu",
    "я": "ya",
}  # fmt: skip
_RU_CHAT: Final = _RU | {
    "ё": "e", "ж": "j", "й": "i", "х": "h", "ц": "c", "щ": "sh", "ю": "iu", "я": "ia", "ь": "'",
}  # fmt: skip
_KK: Final = _COMMON | {
    "ә": "ä", "ғ": "ğ", "қ": "q", "ң": "ñ", "ө": "ö", "ұ": "ū", "ү": "ü", "һ": "h", "і": "i", "ж": "j", "и": "i",
    "й": "i", "у": "u", "х": "h", "ц": "ts", "ш": "ş", "щ": "ş", "ы": "y", "ю": "iu", "я": "ia", "ё": "io",
}  # fmt: skip
_KK_CHAT: Final = _COMMON | {
    "ә": "a", "ғ": "g", "қ": "k", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i", "ж": "zh", "и": "i",
    "й": "i", "у": "u", "х": "h", "ц": "c", "щ": "sh", "ы": "y", "ю": "yu", "я": "ya", "ё": "yo",
}  # fmt: skip
LATIN: Final = MappingProxyType({"kk": (_KK, _KK_CHAT), "ru": (_RU, _RU_CHAT)})
"""Two spellings each: the Kazakh alphabet of 2021 and Russian as in passports, and both as in chats."""

_ONLY_KAZAKH: Final = "әғқңөұүһі"
RUSSIAN_KEYBOARD: Final = MappingProxyType(dict(zip(_ONLY_KAZAKH, "агкноуухи", strict=True)))
LOOKALIKES: Final = MappingProxyType(dict(zip(_ONLY_KAZAKH, "эгкноуухi", strict=True)))
"""Kazakh without its letters: as a Russian keyboard suggests it, and by the look of them (э, and a Latin i)."""
