"""Text -> decision: the one door to search."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.knowledge import AsideRef, Base, Language, Ref
from bot.search.deciding import Deciding, Likelihoods, Weighed
from bot.search.decision import Answer, Candidate, Decision, Refuse
from bot.search.documents import documents
from bot.search.joining import WITH_ENCODER, WITHOUT_ENCODER, Calibration, likelihoods, read_calibrations
from bot.search.language import has_kazakh_letters, is_cyrillic, language_of_letters
from bot.search.lexicon import Heard, Lexicon
from bot.search.meaning import Meaning
from bot.search.readings import Reading
from bot.search.steps import Analysis

LOOKED_AT: Final = 20
"""So many of the most likely are shown as candidates."""

LISTED: Final = 0.03
"""Entries less likely than this part of the best are not listed: they share a common word and no more."""

LEAST: Final = 0.003
"""Nor are those less likely than this, however good the best."""

_A_QUESTION: Final = 2
"""So many words beside small talk may be a question."""

_FEW: Final = 2
"""Of so few words a language that has them all is as good as that of the nearest phrasing."""

_TRUST_LANGUAGE: Final = 0.15
"""From this cosine on the nearest phrasing's language is believed rather than the letters."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, and how it came about. `calibration` names the voices that were heard."""

    decision: Decision
    reading: str
    analysis: Analysis
    known_share: float
    calibration: str
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
        lexicon: Lexicon | None = None,
        meaning: Meaning | None = None,
        calibrations: Mapping[str, Calibration] | None = None,
    ) -> None:
        """Make a base searchable.

        `lexicon` is that of all its documents unless another is given (to measure with some of them left out);
        `meaning` is the encoder's part, fitted to the same lexicon; without it the words must do. `calibrations`
        replaces the ones that belong to this version.
        """
        self.base = base
        self.lexicon = lexicon or Lexicon(tuple(documents(base)), base.words)
        self.meaning = meaning
        self._calibrations = calibrations or read_calibrations()
        self._deciding = Deciding(base, self.lexicon)

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
        if isinstance(decision, Answer) and decision.score == 1.0:  # a phrasing itself: what else is like it?
            others = self._explain(text, reader, heeds_same=False).candidates
            candidates = (decision.candidate, *(each for each in others if each.ref != decision.candidate.ref))
        best = max((each.score for each in candidates if each.score < 1.0), default=0.0)
        return Found(decision, tuple(each for each in candidates if each.score >= max(LEAST, LISTED * best)))

    def near(self, title: str, reader: Language) -> tuple[Candidate, ...]:
        """What is nearest to the title of an entry, best first: that entry, and those beside it."""
        return self._explain(title, reader, heeds_same=False).candidates

    def explain(self, text: str, reader: Language | None = None) -> Explanation:
        """The decision, with the steps and the likeliest candidates; see `decide`."""
        return self._explain(text, reader, heeds_same=True)

    def _explain(self, text: str, reader: Language | None, *, heeds_same: bool) -> Explanation:
        reading, analysis, share = self.lexicon.read(text)
        likely = reader or language_of_letters(reading.text)
        heard = self.lexicon.hear(analysis)
        same = self.lexicon.same(analysis, heard, likely) if heeds_same else None
        heard, chances, name = self._weigh((reading, analysis, share), heard, same)
        order = np.argsort(-chances, kind="stable")[:LOOKED_AT].tolist()
        candidates = {
            number: self._candidate(ref, number, heard, chances, likely)
            for number in order
            if isinstance(ref := self.lexicon.targets[number], Ref)
        }
        told = self._language(same, order[0] if order else None, heard, likely)
        if told == "en" and is_cyrillic(reading.text):
            told = None
        is_kazakh = has_kazakh_letters(reading.text)
        if (
            told is not None
            and not is_kazakh
            and len(analysis.stems) <= _FEW
            and self.lexicon.speaks(likely, analysis)
        ):
            told = likely
        language = told or language_of_letters(reading.text)
        if same is None and not any(len(word) > 1 for word in analysis.words):
            decision: Decision = Refuse(language, "unclear")
        else:
            decision = self._deciding.decide(
                Weighed(reading.text, heard.voices["nearest"], chances, candidates),
                self._calibrations[name],
                language,
            )
        if isinstance(decision, Refuse) and told is None:
            decision = replace(decision, language_guessed=not is_kazakh)
        explanation = Explanation(decision, reading.name, analysis, share, name, tuple(candidates.values()))
        if isinstance(decision, Refuse) and decision.aside is not None and same is None:
            return self._behind(decision.aside, analysis, reader) or explanation
        return explanation

    def _weigh(
        self, read: tuple[Reading, Analysis, float], heard: Heard, same: int | None
    ) -> tuple[Heard, Likelihoods, str]:
        """What is likely, from the voices of words, and from all if these are not sure; and which it was."""
        if same is not None:
            chances = np.zeros(len(self.lexicon.targets))
            chances[self.lexicon.owners[same]] = 1.0
            return heard, chances, WITHOUT_ENCODER
        reading, analysis, share = read
        words = self._calibrations[WITHOUT_ENCODER]
        chances = likelihoods(heard.voices, share, len(analysis.words), words)
        if self.meaning is None or self._deciding.is_settled(chances, words):
            return heard, chances, WITHOUT_ENCODER
        heard = replace(heard, voices={**heard.voices, "meaning": self.meaning.hear([reading.text])})
        everything = self._calibrations[WITH_ENCODER]
        return heard, likelihoods(heard.voices, share, len(analysis.words), everything), WITH_ENCODER

    def _candidate(self, ref: Ref, number: int, heard: Heard, chances: Likelihoods, likely: Language) -> Candidate:
        voices = tuple((name, float(said[number])) for name, said in heard.voices.items())
        return Candidate(ref, float(chances[number]), self.lexicon.nearest(number, heard, likely), voices)

    def _language(self, same: int | None, first: int | None, heard: Heard, likely: Language) -> Language | None:
        """The language of the phrasings that are near; None if none is near enough to tell."""
        if same is not None:
            return self.lexicon.documents[same].language
        if first is not None and heard.voices["nearest"][first] >= _TRUST_LANGUAGE:
            return self.lexicon.nearest(first, heard, likely).language
        return None

    def _behind(self, ref: AsideRef, analysis: Analysis, reader: Language | None) -> Explanation | None:
        """What is asked behind small talk ("thanks, and if they detain me?"); None if it is small talk and no more.

        Words that somebody may need to hear before any answer are never passed over, and nothing is made of what is
        left of a wish to harm.
        """
        aside = self.base.asides[ref]
        if ref.kind != "smalltalk" or aside.urgent or aside.alone:
            return None
        said = self.lexicon.stems_of(ref)
        rest = [word for word, stem in zip(analysis.words, analysis.stems, strict=True) if stem not in said]
        if len(rest) < _A_QUESTION or len(rest) == len(analysis.words):
            return None
        behind = self.explain(" ".join(rest), reader)
        return None if isinstance(behind.decision, Refuse) else behind
