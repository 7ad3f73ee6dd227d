"""A text -> what it may mean, best first, each with a score.

Two voices speak for each: its nearest phrasings, and the middle (centroid) of all its phrasings in one language.
With phrasings left out of the index in folds, the right entry came first in 30 of 100 for the nearest alone, 39 for
the centroid alone, 38 for this mixture, which was the best of the three on questions in unseen words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from bot.knowledge import Language
from bot.search.documents import Document, Target
from bot.search.index import Floats, Index
from bot.search.spelling import Vocabulary
from bot.search.steps import Analysis, analyse

CENTROID_SHARE: Final = 0.65
"""How much the centroid counts against the nearest phrasings."""

NEAREST: Final = (0.7, 0.2, 0.1)
"""How much the nearest, second and third nearest phrasings count: one good match must not be chance."""

LOOKED_AT: Final = 20
"""So many of the most promising are scored exactly and returned."""

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
        targets: dict[Target, int] = {}
        for document in documents:
            targets.setdefault(document.target, len(targets))
        # the phrasings of a target stand together, so that a slice of an array is about one target
        self._documents = tuple(sorted(documents, key=lambda document: targets[document.target]))
        self._targets = tuple(targets)
        owners = np.array([targets[document.target] for document in self._documents], np.int64)
        self._starts = np.searchsorted(owners, np.arange(len(targets) + 1))
        analyses = [analyse(document.text) for document in self._documents]
        self._flat = [" ".join(analysis.words) for analysis in analyses]
        groups: dict[tuple[int, Language], int] = {}
        group_of = [groups.setdefault((targets[each.target], each.language), len(groups)) for each in self._documents]
        self._group_targets = np.array([target for target, _ in groups], np.int64)
        self._index = Index(analyses, group_of)
        self.vocabulary = Vocabulary(word for analysis in analyses for word in analysis.words)
        self._exact: dict[str, list[int]] = defaultdict(list)
        for number, analysis in enumerate(analyses):
            self._exact[analysis.signs].append(number)

    def known_share(self, analysis: Analysis) -> float:
        """How much of the text the base has words for (0 to 1)."""
        return self._index.known_share(analysis)

    def rank(self, analysis: Analysis, likely: Language) -> list[Ranked]:
        """The `LOOKED_AT` things that are most likely meant, best first; the same text always in the same order.

        Empty if nothing is shared. Where two languages have the very same words ("митинг"), the phrasing in the
        `likely` one is the nearest.
        """
        if not self._documents:
            return []
        vector = self._index.vector(analysis)
        cosines = self._index.near_texts(vector)
        exact = self._exact.get(analysis.signs, [])
        cosines[exact] = 1.0  # also what has no words: "👍", "?"
        middle = np.zeros(len(self._targets), np.float32)
        np.maximum.at(middle, self._group_targets, self._index.near_groups(vector))
        nearest = np.maximum.reduceat(cosines, self._starts[:-1])
        promise = CENTROID_SHARE * middle + (1 - CENTROID_SHARE) * nearest
        promise[nearest == 1.0] = 1.0
        flat = " ".join(analysis.words)
        ranked = [
            self._ranked(target, cosines, float(middle[target]), flat, likely)
            for target in np.argsort(-promise, kind="stable")[:LOOKED_AT].tolist()
            if promise[target] > 0
        ]
        return sorted(ranked, key=lambda each: (-each.score, each.target.kind, each.target.id))

    def _ranked(self, target: int, cosines: Floats, middle: float, flat: str, likely: Language) -> Ranked:
        first = int(self._starts[target])
        own = cosines[first : self._starts[target + 1]].tolist()
        numbers = sorted(
            range(len(own)),
            key=lambda number: (-round(own[number], 5), self._documents[first + number].language != likely, number),
        )
        near = sum(share * own[number] for share, number in zip(NEAREST, numbers, strict=False))
        best = first + numbers[0]
        same = 100.0 if own[numbers[0]] == 1.0 else fuzz.ratio(flat, self._flat[best])
        joined = CENTROID_SHARE * middle + (1 - CENTROID_SHARE) * near
        score = 1.0 if same >= SAME else min(joined, 1.0)
        voices = (("centroid", middle), ("nearest", near), ("same", same / 100))
        return Ranked(self._targets[target], score, self._documents[best], voices)


def has_kazakh_letters(text: str) -> bool:
    """Whether a letter stands in the text that of the three languages only Kazakh has."""
    return any(letter in text.casefold() for letter in "әғқңөұүһі")


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    if has_kazakh_letters(text):
        return "kk"
    lowered = text.casefold()
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in lowered) else "en"
