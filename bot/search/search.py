"""Text -> decision: the one door to search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.knowledge import AsideRef, Base, Language, Ref
from bot.search.decision import MAX_SUGGESTIONS, Answer, Candidate, Decision, Refuse, Suggest, Thresholds
from bot.search.documents import Document, documents
from bot.search.ranking import Ranked, Ranker, language_of_letters
from bot.search.readings import Reading, readings
from bot.search.steps import Analysis, analyse

DEFAULT_THRESHOLDS: Final = Thresholds(answer=0.22, least_lead=1.06, answer_ahead=0.12, lead=1.5, suggest=0.11)
"""Chosen on the questions in `bench/questions/`, which nothing else was fitted to."""

_NEAR: Final = 0.07
"""Below this score an entry is too far from the text for its topic to be worth a button."""

_TRUST_LANGUAGE: Final = 0.11
"""From this score on the nearest phrasing's language is believed rather than the letters."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, and how it came about."""

    decision: Decision
    reading: str
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
        reading, analysis, share = self._read(text)
        ranked = [
            _weighed(each, share) for each in self._ranker.rank(analysis, reader or language_of_letters(reading.text))
        ]
        candidates = tuple(
            Candidate(each.target, each.score, each.nearest, each.voices)
            for each in ranked
            if isinstance(each.target, Ref)
        )
        language = ranked[0].nearest.language if ranked and ranked[0].score >= _TRUST_LANGUAGE else None
        decision = self._decide(analysis, ranked, candidates, language or language_of_letters(reading.text))
        return Explanation(decision, reading.name, analysis, share, candidates)

    def _read(self, text: str) -> tuple[Reading, Analysis, float]:
        """The reading of a text of which the base knows most, its analysis, and how much of it is known."""
        best: tuple[Reading, Analysis, float] | None = None
        for reading in readings(text):
            analysis = analyse(reading.text)
            share = self._ranker.known_share(analysis)
            if best is None or share - reading.penalty > best[2] - best[0].penalty:
                best = (reading, analysis, share)
        assert best is not None  # noqa: S101 - there is always the text as typed
        reading, _, share = best
        return reading, analyse(reading.text, self._ranker.vocabulary.repair), share

    def _decide(
        self, analysis: Analysis, ranked: Sequence[Ranked], candidates: tuple[Candidate, ...], language: Language
    ) -> Decision:
        first = ranked[0] if ranked else None
        if first and isinstance(first.target, AsideRef) and first.score >= self._thresholds.suggest:
            return Refuse(language, first.target.kind, first.score, aside=first.target)
        if not any(len(word) > 1 for word in analysis.words):
            return Refuse(language, "unclear")
        if not candidates or candidates[0].score < self._thresholds.suggest:
            near = [candidate for candidate in candidates if candidate.score >= _NEAR]
            score = candidates[0].score if candidates else 0.0
            return Refuse(language, "outside", score, tuple(near[:MAX_SUGGESTIONS]))
        best, others = candidates[0], candidates[1:]
        if not self._is_sure(best, ranked):
            return Suggest(language, candidates[:MAX_SUGGESTIONS])
        close = [other for other in others if other.score >= self._thresholds.suggest]
        return Answer(language, best, tuple(close[:MAX_SUGGESTIONS]))

    def _is_sure(self, best: Candidate, ranked: Sequence[Ranked]) -> bool:
        thresholds, topic = self._thresholds, self._base.topic_of(best.ref)
        rivals = (
            each.score
            for each in ranked
            if isinstance(each.target, AsideRef) or self._base.topic_of(each.target) != topic
        )
        rival = max(rivals, default=0.0)
        if best.score >= thresholds.answer:
            return best.score >= thresholds.least_lead * rival or best.score == 1.0
        return best.score >= thresholds.answer_ahead and best.score >= thresholds.lead * rival


def _weighed(ranked: Ranked, known_share: float) -> Ranked:
    """Trust a likeness less, the less of the text is known; a phrasing word for word is trusted fully."""
    if ranked.score == 1.0:
        return ranked
    return replace(ranked, score=ranked.score * (0.5 + 0.5 * known_share))
