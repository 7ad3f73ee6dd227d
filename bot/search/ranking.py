"""A text -> what it may mean, best first, each with a score.

Two voices speak for each: its nearest phrasings, and the middle (centroid) of all its phrasings in one language.
With phrasings left out of the index in folds, the right entry came first in 30 of 100 for the nearest alone, 39 for
the centroid alone, 38 for this mixture, which was the best of the three on questions in unseen words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.knowledge import Language
from bot.search.documents import Document, Target
from bot.search.index import Index
from bot.search.steps import Analysis, analyse

CENTROID_SHARE: Final = 0.65
"""How much the centroid counts against the nearest phrasings."""

NEAREST: Final = (0.7, 0.2, 0.1)
"""How much the nearest, second and third nearest phrasings count: one good match must not be chance."""

SAME: Final = 95.0
"""From this similarity on (rapidfuzz ratio, 0 to 100) a phrasing is taken to be the text itself."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """What may be meant. `score` is between 0 and 1; `nearest` is its phrasing nearest to the text."""

    target: Target
    score: float
    nearest: Document
    voices: tuple[tuple[str, float], ...]


class Ranker:
    """Ranks what a text may mean, from phrasings. Built once from documents, then only read."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)
        analyses = [analyse(document.text) for document in documents]
        self._flat = [" ".join(analysis.words) for analysis in analyses]
        groups: dict[tuple[Target, Language], int] = {}
        group_of = [groups.setdefault((each.target, each.language), len(groups)) for each in documents]
        self._groups = tuple(target for target, _ in groups)
        self._index = Index(analyses, group_of)
        self._exact: dict[str, list[int]] = defaultdict(list)
        for number, analysis in enumerate(analyses):
            self._exact[analysis.signs].append(number)

    def known_share(self, analysis: Analysis) -> float:
        """How much of the text the base has words for (0 to 1)."""
        return self._index.known_share(analysis)

    def rank(self, analysis: Analysis, likely: Language) -> list[Ranked]:
        """What may be meant, best first; the same text always in the same order. Empty if nothing is shared.

        Where two languages have the very same words ("митинг"), the phrasing in the `likely` one is the nearest.
        """
        vector = self._index.vector(analysis)
        middle: dict[Target, float] = defaultdict(float)
        for target, cosine in zip(self._groups, self._index.near_groups(vector).tolist(), strict=True):
            middle[target] = max(middle[target], cosine)
        phrasings: dict[Target, list[tuple[float, int]]] = defaultdict(list)
        for number, cosine in enumerate(self._index.near_texts(vector).tolist()):
            if cosine > 0:
                phrasings[self._documents[number].target].append((cosine, number))
        exact = self._exact.get(analysis.signs, [])
        for number in exact:  # also what has no words: "👍", "?"
            phrasings[self._documents[number].target].append((1.0, number))
        flat = " ".join(analysis.words)
        ranked = []
        for target, scored in phrasings.items():
            scored.sort(key=lambda pair: (-round(pair[0], 5), self._documents[pair[1]].language != likely, pair[1]))
            ranked.append(self._ranked(target, scored, middle[target], flat, exact))
        return sorted(ranked, key=lambda each: (-each.score, each.target.kind, each.target.id))

    def _ranked(
        self, target: Target, scored: list[tuple[float, int]], middle: float, flat: str, exact: Sequence[int]
    ) -> Ranked:
        number = scored[0][1]
        nearest = sum(share * score for share, (score, _) in zip(NEAREST, scored, strict=False))
        same = 100.0 if number in exact else fuzz.ratio(flat, self._flat[number])
        joined = CENTROID_SHARE * middle + (1 - CENTROID_SHARE) * nearest
        score = 1.0 if same >= SAME else min(joined, 1.0)
        voices = (("centroid", middle), ("nearest", nearest), ("same", same / 100))
        return Ranked(target, score, self._documents[number], voices)


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    lowered = text.casefold()
    if any(letter in lowered for letter in "әғқңөұүһі"):
        return "kk"
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in lowered) else "en"
