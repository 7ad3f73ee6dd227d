"""Text -> decision: the one door to search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.knowledge import Base, Language
from bot.search.decision import MAX_SUGGESTIONS, Answer, Decision, Refuse, Suggest, Thresholds
from bot.search.index import Document, documents
from bot.search.ranking import Candidate, Ranker, language_of_letters
from bot.search.steps import Analysis, analyse

DEFAULT_THRESHOLDS: Final = Thresholds(answer=0.20, suggest=0.11, tie=0.01)

_NEAR: Final = 0.07
"""Below this score an entry is too far from the text for its topic to be worth a button."""

_TRUST_LANGUAGE: Final = 0.11
"""From this score on the nearest phrasing's language is believed rather than the letters."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, and how it came about."""

    decision: Decision
    analysis: Analysis
    known_share: float
    candidates: tuple[Candidate, ...]


class Search:
    """Finds what a text asks for in one base. Immutable once built; the same text always gets the same decision."""

    def __init__(
        self,
        base: Base,
        *,
        thresholds: Thresholds = DEFAULT_THRESHOLDS,
        indexed: Sequence[Document] | None = None,
    ) -> None:
        """Build the index over `base`; `indexed` replaces its phrasings (to measure with some of them left out)."""
        self._base = base
        self._thresholds = thresholds
        self._ranker = Ranker(tuple(documents(base)) if indexed is None else indexed)

    def decide(self, text: str, reader: Language | None = None) -> Decision:
        """The decision for a text. Any text gets one.

        `reader` is the language that the reader is thought to prefer; it matters only for words that are the same in
        several languages.
        """
        return self.explain(text, reader).decision

    def explain(self, text: str, reader: Language | None = None) -> Explanation:
        """The decision, with the steps and all candidates; see `decide`."""
        analysis = analyse(text)
        likely = reader or language_of_letters(text)
        share = self._ranker.known_share(analysis)
        weight = 0.5 + 0.5 * share
        candidates = tuple(
            candidate if candidate.score == 1.0 else replace(candidate, score=candidate.score * weight)
            for candidate in self._ranker.rank(analysis, likely)
        )
        decision = self._decide(text, analysis, candidates)
        return Explanation(decision, analysis, share, candidates)

    def _decide(self, text: str, analysis: Analysis, candidates: tuple[Candidate, ...]) -> Decision:
        language = _language(text, candidates)
        if not any(len(word) > 1 for word in analysis.words):
            return Refuse(language, "unclear")
        if not candidates or candidates[0].score < self._thresholds.suggest:
            score = candidates[0].score if candidates else 0.0
            near = [candidate for candidate in candidates if candidate.score >= _NEAR]
            return Refuse(language, "outside", score, tuple(near[:MAX_SUGGESTIONS]))
        best, others = candidates[0], candidates[1:]
        if best.score < self._thresholds.answer or self._is_tie(best, others):
            return Suggest(language, candidates[:MAX_SUGGESTIONS])
        close = [other for other in others if other.score >= self._thresholds.suggest]
        return Answer(language, best, tuple(close[:MAX_SUGGESTIONS]))

    def _is_tie(self, best: Candidate, others: Sequence[Candidate]) -> bool:
        if not others or best.score - others[0].score >= self._thresholds.tie:
            return False
        return self._base.topic_of(best.ref) != self._base.topic_of(others[0].ref)


def _language(text: str, candidates: Sequence[Candidate]) -> Language:
    if candidates and candidates[0].score >= _TRUST_LANGUAGE:
        return candidates[0].nearest.language
    return language_of_letters(text)
