"""Text -> decision: the one door to search."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.knowledge import AsideRef, Base, Language, Ref
from bot.search.decision import MAX_SUGGESTIONS, Answer, Candidate, Decision, Refuse, Suggest, Thresholds
from bot.search.documents import Document, documents
from bot.search.ranking import Ranked, Ranker, has_kazakh_letters, language_of_letters
from bot.search.readings import Reading, readings
from bot.search.steps import Analysis, analyse

DEFAULT_THRESHOLDS: Final = Thresholds(answer=0.22, least_lead=1.06, answer_ahead=0.12, lead=1.5, suggest=0.11)
"""Chosen on the questions in `bench/questions/`, which nothing else was fitted to."""

_NEAR: Final = 0.07
"""Below this score an entry is too far from the text for its topic to be worth a button."""

_ALSO: Final = 0.6
"""Entries whose score is at least this part of a neighbouring subject's are shown beside its reply."""

_LISTED: Final = 0.3
"""Entries whose score is below this part of the best one's are not listed: they share a common word and no more."""

_A_QUESTION: Final = 2
"""So many words beside small talk may be a question."""

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


@dataclass(frozen=True, slots=True)
class Found:
    """A decision, and all entries that are near enough to the text to be listed."""

    decision: Decision
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
        self._said = {
            ref: frozenset(stem for _, phrasing in aside.phrasings.pairs() for stem in analyse(phrasing).stems)
            for ref, aside in base.asides.items()
        }

    def decide(self, text: str, reader: Language | None = None) -> Decision:
        """The decision for a text. Any text gets one.

        `reader` is the language that the reader is thought to prefer; it matters only for words that are the same in
        several languages.
        """
        return self.explain(text, reader).decision

    def find(self, text: str, reader: Language | None = None) -> Found:
        """Every entry that a text may mean, best first, for a list to choose from; none if the decision is to refuse.

        See `decide` for `reader`.
        """
        explanation = self.explain(text, reader)
        decision, candidates = explanation.decision, explanation.candidates
        if isinstance(decision, Refuse):
            return Found(decision, decision.nearest if decision.aside is not None else ())
        best = max((each.score for each in candidates if each.score < 1.0), default=0.0)
        least = max(self._thresholds.suggest, _LISTED * best)
        return Found(decision, tuple(each for each in candidates if each.score >= least))

    def explain(self, text: str, reader: Language | None = None) -> Explanation:
        """The decision, with the steps and all candidates; see `decide`."""
        reading, analysis, share = self._read(text)
        likely = reader or language_of_letters(reading.text)
        ranked = [_weighed(each, share) for each in self._ranker.rank(analysis, likely)]
        candidates = tuple(
            Candidate(each.target, each.score, each.nearest, each.voices)
            for each in ranked
            if isinstance(each.target, Ref)
        )
        told = ranked[0].nearest.language if ranked and ranked[0].score >= _TRUST_LANGUAGE else None
        language = told or language_of_letters(reading.text)
        decision = self._decide(analysis, ranked, candidates, language)
        if isinstance(decision, Refuse) and told is None:
            decision = replace(decision, language_guessed=not has_kazakh_letters(reading.text))
        if isinstance(decision, Refuse) and decision.aside is not None and decision.score < 1.0:
            behind = self._behind(decision.aside, analysis, reader)
            if behind is not None:
                decision, candidates = behind.decision, behind.candidates
        return Explanation(decision, reading.name, analysis, share, candidates)

    def _behind(self, ref: AsideRef, analysis: Analysis, reader: Language | None) -> Explanation | None:
        """What is asked behind small talk ("thanks, and if they detain me?"); None if it is small talk and no more.

        Words that somebody may need to hear before any answer are never passed over.
        """
        if ref.kind != "smalltalk" or self._base.asides[ref].urgent:
            return None
        said = self._said[ref]
        rest = [word for word, stem in zip(analysis.words, analysis.stems, strict=True) if stem not in said]
        if len(rest) < _A_QUESTION:
            return None
        behind = self.explain(" ".join(rest), reader)
        return None if isinstance(behind.decision, Refuse) else behind

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
        first, thresholds = ranked[0] if ranked else None, self._thresholds
        if first and isinstance(first.target, AsideRef) and first.score >= thresholds.suggest:
            least = 0.0 if self._base.asides[first.target].urgent else _ALSO * first.score
            near = tuple(each for each in candidates if each.score >= max(thresholds.suggest, least))
            return Refuse(language, first.target.kind, first.score, near[:MAX_SUGGESTIONS], aside=first.target)
        if not any(len(word) > 1 for word in analysis.words):
            return Refuse(language, "unclear")
        if not candidates or candidates[0].score < thresholds.suggest:
            near = tuple(each for each in candidates if each.score >= _NEAR)
            score = candidates[0].score if candidates else 0.0
            return Refuse(language, "outside", score, near[:MAX_SUGGESTIONS])
        best, others = candidates[0], candidates[1:]
        if not self._is_sure(best, ranked):
            return Suggest(language, candidates[:MAX_SUGGESTIONS])
        close = [other for other in others if other.score >= thresholds.suggest]
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
