"""From how likely everything is to what is done: answer, suggest or refuse."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from bot.knowledge import AsideRef, Base, Language, Ref
from bot.search.decision import MAX_SUGGESTIONS, Answer, Candidate, Decision, Refuse, Suggest
from bot.search.index import Floats
from bot.search.joining import Calibration
from bot.search.lexicon import Lexicon

NEAR: Final = 0.02
"""An entry less likely than this is too far from the text to be worth a button."""

ANSWERABLE: Final = 0.05
"""Where all entries together are less likely than this, none is answered with, however unlikely all else is."""

FAINT: Final = 0.01
"""Below this likelihood nothing urgent is meant."""

CALLS: Final = 0.6
"""From this cosine on a clause says what one of the urgent phrasings says."""

HINTS: Final = 0.1
"""Below this cosine of the whole text to the urgent phrasings no clause of it is looked at."""

SHARES: Final = 0.3
"""From this cosine on a phrasing has enough of a text to be shown beside something urgent."""

_CLAUSES: Final = re.compile(r"[.!?,;:\n…—]+")
_MOST_CLAUSES: Final = 12

Likelihoods = NDArray[np.float64]
Kind = Literal["smalltalk", "neighbour"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text, how near and how likely each target is, and the likeliest entries by the number of their target."""

    text: str
    nearest: Floats
    chances: Likelihoods
    candidates: Mapping[int, Candidate]


class Deciding:
    """Decides for one base what is done. Immutable once built."""

    def __init__(self, base: Base, lexicon: Lexicon) -> None:
        self._base = base
        self._lexicon = lexicon
        numbers = {topic.id: number for number, topic in enumerate(base.topics)}
        targets = lexicon.targets
        self._topics = np.array(
            [numbers[base.topic_of(each).id] if isinstance(each, Ref) else -1 for each in targets], np.int64
        )
        asides = {number: each for number, each in enumerate(targets) if isinstance(each, AsideRef)}
        self._asides: dict[Kind, dict[int, AsideRef]] = {
            "smalltalk": {number: ref for number, ref in asides.items() if ref.kind == "smalltalk"},
            "neighbour": {number: ref for number, ref in asides.items() if ref.kind == "neighbour"},
        }
        self._urgent = {number: ref for number, ref in asides.items() if base.asides[ref].urgent}

    def of_topics(self, chances: Likelihoods) -> Likelihoods:
        """How likely each topic of the base is: all its entries together."""
        inside = self._topics >= 0
        of_topics = np.bincount(self._topics[inside], chances[inside], minlength=len(self._base.topics))
        return of_topics.astype(np.float64)

    def sureness(self, chances: Likelihoods, calibration: Calibration) -> float:
        """How sure (0 to 1) it is that the likeliest topic is meant."""
        best = float(self.of_topics(chances).max(initial=0.0))
        if not self._asides["smalltalk"] and not self._asides["neighbour"]:
            return best  # a base that lists nothing outside it: the calibration is made for others
        return calibration.sureness.of(best, float(chances[self._topics < 0].sum()))

    def is_settled(self, chances: Likelihoods, words: Calibration) -> bool:
        """Whether the voices of words, whose calibration `words` is, need no other.

        Where the text may be urgent they never do without: somebody may despair in words that nobody foresaw.
        """
        sure = self.sureness(chances, words)
        return sure >= words.sure or (sure <= words.unsure and float(chances[list(self._urgent)].sum()) < FAINT)

    def decide(self, weighed: Weighed, calibration: Calibration, language: Language) -> Decision:
        """What is done about a text, with a card in `language`. `calibration`: that of the voices that were heard."""
        thresholds = calibration.thresholds
        near = tuple(each for each in weighed.candidates.values() if each.score >= NEAR)[:MAX_SUGGESTIONS]
        of_topics = self.of_topics(weighed.chances)
        inside, best = float(of_topics.sum()), float(of_topics.max(initial=0.0))
        if urgent := self._calling(weighed, thresholds.suggest):
            return Refuse(language, urgent.kind, inside, self._beside(weighed.candidates), aside=urgent)
        sure = self.sureness(weighed.chances, calibration)
        answer = self._likeliest_of(of_topics, weighed.candidates)
        if answer is not None and inside >= ANSWERABLE and sure >= thresholds.answer:
            others = tuple(each for each in near if each is not answer)
            return Answer(language, answer, sure, others)
        aside, chance = self._aside(weighed.chances)
        if aside is not None and chance >= max(best, thresholds.suggest):
            return Refuse(language, aside.kind, chance, near, aside=aside)
        if inside >= thresholds.suggest and (shown := self._different(weighed.candidates)):
            return Suggest(language, shown, inside)
        return Refuse(language, "outside", inside, near)

    def _likeliest_of(self, of_topics: Likelihoods, candidates: Mapping[int, Candidate]) -> Candidate | None:
        """The likeliest entry of the likeliest topic; None if it is not among the likeliest entries of all."""
        topic = int(of_topics.argmax()) if len(of_topics) else -1
        return next((each for number, each in candidates.items() if self._topics[number] == topic), None)

    def _calling(self, weighed: Weighed, least: float) -> AsideRef | None:
        """Words that somebody may need to hear before any answer, if the text or a clause of it calls for them."""
        for number, ref in self._urgent.items():
            chance = weighed.chances[number]
            if chance >= least and chance == weighed.chances.max():
                return ref
        near = max((float(weighed.nearest[number]) for number in self._urgent), default=0.0)
        if near >= HINTS and weighed.chances.max() < 1.0:  # 1: the text is a phrasing itself
            for clause in _CLAUSES.split(weighed.text)[:_MOST_CLAUSES]:
                nearest = self._lexicon.near(clause)
                first = int(nearest.argmax())
                if first in self._urgent and nearest[first] >= CALLS:
                    return self._urgent[first]
        return None

    def _beside(self, candidates: Mapping[int, Candidate]) -> tuple[Candidate, ...]:
        """What is asked beside something urgent: entries that share words with the text, however unlikely."""
        sharing = (each for each in candidates.values() if dict(each.voices)["nearest"] >= SHARES)
        return tuple(sharing)[:MAX_SUGGESTIONS]

    def _aside(self, chances: Likelihoods) -> tuple[AsideRef | None, float]:
        """The likeliest of what belongs to no topic, with the likelihood of all of its kind together."""
        best: tuple[AsideRef | None, float] = (None, 0.0)
        for of_kind in self._asides.values():
            total = float(chances[list(of_kind)].sum())
            if total > best[1]:
                best = (of_kind[max(of_kind, key=lambda number: float(chances[number]))], total)
        return best

    def _different(self, candidates: Mapping[int, Candidate]) -> tuple[Candidate, ...]:
        """Up to three that differ: of each topic the likeliest first, then what is likeliest of the rest."""
        seen: set[int] = set()
        heads: list[Candidate] = []
        rest: list[Candidate] = []
        for number, candidate in candidates.items():
            topic = int(self._topics[number])
            (rest if topic in seen else heads).append(candidate)
            seen.add(topic)
        return tuple((heads + rest)[:MAX_SUGGESTIONS])
