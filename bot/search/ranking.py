"""A text -> the entries of the base in the order in which it may mean them, each with a score.

Two voices speak for an entry: its nearest phrasings, and the middle (centroid) of all its phrasings in one language.
With phrasings left out of the index in folds, the right entry came first in 30 of 100 for the nearest alone, 39 for the
centroid alone, 38 for this mixture, which was the best of the three on questions in unseen words.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.knowledge import Language, Ref
from bot.search.features import gram_features, word_features
from bot.search.index import Document, Vector, VectorIndex, Weighting, centroid
from bot.search.steps import Analysis, analyse

CENTROID_SHARE: Final = 0.65
"""How much the centroid counts against the nearest phrasings."""

NEAREST: Final = (0.7, 0.2, 0.1)
"""How much the nearest, second and third nearest phrasings count: one good match must not be chance."""

SAME: Final = 95.0
"""From this similarity on (rapidfuzz ratio, 0 to 100) a phrasing is taken to be the text itself."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry that may be meant. `score` is between 0 and 1; `nearest` is its phrasing nearest to the text."""

    ref: Ref
    score: float
    nearest: Document
    voices: tuple[tuple[str, float], ...]


class Ranker:
    """Ranks entries for a text, from their phrasings. Built once from documents, then only read."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = tuple(documents)
        analyses = [analyse(document.text) for document in documents]
        self._flat = [" ".join(analysis.words) for analysis in analyses]
        self._words = Weighting([word_features(analysis) for analysis in analyses])
        self._parts = Weighting([gram_features(analysis) for analysis in analyses])
        vectors = [self._vector(analysis) for analysis in analyses]
        self._phrasings = VectorIndex(vectors)
        groups: dict[tuple[Ref, Language], list[Vector]] = defaultdict(list)
        for document, vector in zip(documents, vectors, strict=True):
            groups[document.ref, document.language].append(vector)
        self._groups = tuple(groups)
        self._centroids = VectorIndex(centroid(group) for group in groups.values())

    def known_share(self, analysis: Analysis) -> float:
        """How much of the text the base has words for (0 to 1)."""
        return self._words.known_share(analysis.stems)

    def rank(self, analysis: Analysis, likely: Language) -> list[Candidate]:
        """Candidates, best first; the same text always in the same order. Empty if nothing is shared.

        Where two languages have the very same words ("митинг"), the phrasing in the `likely` one is the nearest.
        """
        vector = self._vector(analysis)
        middle: dict[Ref, float] = defaultdict(float)
        for number, cosine in self._centroids.cosines(vector).items():
            ref, _ = self._groups[number]
            middle[ref] = max(middle[ref], cosine)
        phrasings: dict[Ref, list[tuple[float, int]]] = defaultdict(list)
        for number, cosine in self._phrasings.cosines(vector).items():
            phrasings[self._documents[number].ref].append((cosine, number))
        flat = " ".join(analysis.words)
        candidates = []
        for ref, scored in phrasings.items():
            scored.sort(key=lambda pair: (-round(pair[0], 9), self._documents[pair[1]].language != likely, pair[1]))
            candidates.append(self._candidate(ref, scored, middle[ref], flat))
        return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.ref.payload))

    def _candidate(self, ref: Ref, scored: list[tuple[float, int]], middle: float, flat: str) -> Candidate:
        number = scored[0][1]
        nearest = sum(share * score for share, (score, _) in zip(NEAREST, scored, strict=False))
        same = fuzz.ratio(flat, self._flat[number])
        joined = CENTROID_SHARE * middle + (1 - CENTROID_SHARE) * nearest
        score = 1.0 if same >= SAME else min(joined, 1.0)
        voices = (("centroid", middle), ("nearest", nearest), ("same", same / 100))
        return Candidate(ref, score, self._documents[number], voices)

    def _vector(self, analysis: Analysis) -> Vector:
        """Words and their parts in one vector, with equal say; the names of the two kinds cannot meet."""
        words = self._words.vector(word_features(analysis))
        parts = self._parts.vector(gram_features(analysis))
        half = 0.5**0.5
        joined = {f"w {name}": weight * half for name, weight in words.items()}
        joined.update({f"p {name}": weight * half for name, weight in parts.items()})
        return joined


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    lowered = text.casefold()
    if any(letter in lowered for letter in "әғқңөұүһі"):
        return "kk"
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in lowered) else "en"
