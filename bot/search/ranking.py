"""A text -> the entries of the base in the order in which it may mean them, each with a score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from bot.knowledge import Language, Ref
from bot.search.features import gram_features, word_features
from bot.search.index import Document, VectorIndex
from bot.search.steps import Analysis, analyse

WORD_SHARE: Final = 0.5
"""How much words count against their parts."""

NEAREST: Final = (0.7, 0.2, 0.1)
"""How much an entry's nearest, second and third nearest phrasings count: one good match must not be chance."""

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
        self._words = VectorIndex([word_features(analysis) for analysis in analyses])
        self._grams = VectorIndex([gram_features(analysis) for analysis in analyses])

    def known_share(self, analysis: Analysis) -> float:
        """How much of the text the base has words for (0 to 1)."""
        return self._words.known_share(analysis.stems)

    def rank(self, analysis: Analysis, likely: Language) -> list[Candidate]:
        """Candidates, best first; the same text always in the same order. Empty if nothing is shared.

        Where two languages have the very same words ("митинг"), the phrasing in the `likely` one is the nearest.
        """
        words = self._words.cosines(word_features(analysis))
        grams = self._grams.cosines(gram_features(analysis))
        by_entry: dict[Ref, list[tuple[float, int]]] = defaultdict(list)
        for number in words.keys() | grams.keys():
            score = WORD_SHARE * words.get(number, 0.0) + (1 - WORD_SHARE) * grams.get(number, 0.0)
            by_entry[self._documents[number].ref].append((score, number))
        flat = " ".join(analysis.words)
        candidates = []
        for ref, scored in by_entry.items():
            scored.sort(key=lambda pair: (-round(pair[0], 9), self._documents[pair[1]].language != likely, pair[1]))
            candidates.append(self._candidate(ref, scored, flat, words, grams))
        return sorted(candidates, key=lambda candidate: (-candidate.score, candidate.ref.payload))

    def _candidate(
        self,
        ref: Ref,
        scored: list[tuple[float, int]],
        flat: str,
        words: dict[int, float],
        grams: dict[int, float],
    ) -> Candidate:
        best, number = scored[0]
        joined = sum(share * score for share, (score, _) in zip(NEAREST, scored, strict=False))
        same = fuzz.ratio(flat, self._flat[number])
        score = 1.0 if same >= SAME else min(joined, 1.0)
        voices = (
            ("words", words.get(number, 0.0)),
            ("parts", grams.get(number, 0.0)),
            ("nearest", best),
            ("same", same / 100),
        )
        return Candidate(ref, score, self._documents[number], voices)


def language_of_letters(text: str) -> Language:
    """The language that the letters alone suggest: Kazakh ones, else Cyrillic ones, else English."""
    lowered = text.casefold()
    if any(letter in lowered for letter in "әғқңөұүһі"):
        return "kk"
    return "ru" if any("а" <= letter <= "я" or letter == "ё" for letter in lowered) else "en"
