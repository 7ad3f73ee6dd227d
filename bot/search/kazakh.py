"""A light suffix step for Kazakh: the endings of nouns are taken off, from the outermost inwards.

Kazakh puts one suffix behind the other, each in its own place: root, plural, possessive, case, person. Snowball has
no Kazakh; this takes off at most one suffix of each place, as far as three letters with a vowel are left. Endings of
verbs are left alone: taking them off as well found fewer right answers.

Words come with their letters folded (`bot.search.steps.fold_letters`: ғ as г, і as и), so that they are the same for
those who type without the Kazakh letters. Vowel harmony can't be seen there and is not asked for.
"""

import re
from functools import lru_cache
from typing import Final

_VOWELS: Final = "аеоуыиэ"
_SOFT: Final = "жзйлмнру"
_HARD: Final = "кпстшбгд"
"""Behind these a suffix begins with a voiceless consonant; б, г and д end loans only (митинг, митингке)."""

_PERSON: Final = r"[бп][ыи][зн]|м[ыи]н|с[ыи][зн](?:д[ае]р)?"
_CASE: Final = (
    rf"(?<=[{_HARD}])(?:т[ае]н?|т[ае]г[ыи]|к[ае]|т[ыи]н?|пен)"
    rf"|(?<=[{_SOFT}{_VOWELS}])(?:д[ае]н?|д[ае]г[ыи]|г[ае]|[мб]ен)"
    rf"|(?<=[{_SOFT}])д[ыи]н?|(?<=[{_VOWELS}])н[ыи]н?|(?<=[мн])н(?:[ае]н|[ыи]н)"
    r"|(?<=[ыи])(?:нд[ае]н?|нд[ае]г[ыи]|н[ае]н?|н)"
)
_POSSESSIVE: Final = r"[ыи]?[мн][ыи]з|(?<=[ае])с[ыи]|[ыи][мн]?"
_PLURAL: Final = r"[лдт][ае]р"
_PLACES: Final = tuple(re.compile(f"(?:{each})$") for each in (_PERSON, _CASE, _POSSESSIVE, _PLURAL))
_POSSESSIVES: Final = _PLACES[2]
_UNVOICED: Final = re.compile(rf"(?<=[{_VOWELS}])[гб]$")
"""Between vowels к, қ and п are voiced: құқық, құқығым; кітап, кітабы."""

_VOWEL: Final = re.compile(f"[{_VOWELS}]")
_LOAN: Final = re.compile("[вёфхцчщъьэюя]")
"""Letters of Russian words, and of those that Kazakh has from Russian: their endings are left to Snowball."""

SHORTEST: Final = 3
"""A root has at least so many letters, of which one is a vowel."""


@lru_cache(maxsize=50_000)
def without_suffixes(word: str) -> str:
    """A folded word without the endings that a Kazakh noun may have; a word with a letter of Russian as it is."""
    if _LOAN.search(word):
        return word
    for place in _PLACES:
        found = place.search(word)
        if found and found.start() >= SHORTEST and _VOWEL.search(word, 0, found.start()):
            word = word[: found.start()]
            if place is _POSSESSIVES:
                word = _UNVOICED.sub(lambda voiced: "к" if voiced[0] == "г" else "п", word)
    return word
