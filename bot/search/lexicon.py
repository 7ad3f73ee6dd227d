"""What the words of a text say: three voices, each with a figure for everything that may be meant.

- `centroid`: the cosine to the middle of all phrasings of a target in one language, the best of the three languages;
- `nearest`: the cosine to the nearest phrasing of a target;
- `linear`: a ridge over the same features, which knows what tells the targets apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from bot.knowledge import LANGUAGES, Language, WordGroup
from bot.search.column import Column, Lookup
from bot.search.documents import Document, Target
from bot.search.index import Floats, Index, Ints
from bot.search.keeping import Arrays
from bot.search.linear import Linear
from bot.search.readings import Reading, readings
from bot.search.spelling import Vocabulary
from bot.search.steps import Analysis
from bot.search.steps import analyse as take_through_steps
from bot.search.synonyms import Synonyms

SAME: Final = 95.0
"""From this similarity on (rapidfuzz ratio, 0 to 100) a phrasing is taken to be the text itself."""

OWN_LANGUAGE: Final = 0.1
"""How much it counts for a reading that its words are known in its own language: it tells Kazakh from Russian."""

MENDED: Final = 0.5
"""How much a word counts for a reading that is known only once its spelling is repaired. A mistyped English text was
otherwise taken for Kazakh in Latin letters: of 1,840 phrasings with three slips each 74 were, now 6."""

_EQUAL: Final = 1e-5

_COLUMNS: Final = ("signs", "words", "stems")
"""What is kept of each phrasing."""

LIKE: Final = 5
"""So many of the nearest phrasings are compared letter by letter."""

LEAST_LIKE: Final = 0.5
"""A phrasing whose cosine to the text is lower is not the text with a letter or two changed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the voices say of a text: for each voice a figure for each target; and the cosine to each phrasing."""

    voices: dict[str, Floats]
    cosines: Floats


@dataclass(frozen=True, slots=True)
class _Supported:
    """A reading, how much of it is known (0 to 1), and how much speaks for it."""

    reading: Reading
    share: float
    support: float


class Lexicon:
    """Phrasings, and what is fitted to them. Built once from documents, then only read."""

    def __init__(
        self, documents: Sequence[Document], words: Iterable[WordGroup] = (), kept: Arrays | None = None
    ) -> None:
        """Learn from documents; `words` is what people say for words of the base.

        `kept` is what `keep` gave for the same documents and words: then nothing needs to be learnt.
        """
        numbers: dict[Target, int] = {}
        owners = np.array([numbers.setdefault(each.target, len(numbers)) for each in documents], np.int64)
        # the phrasings of a target stand together, so that a slice of an array is about one target
        order = np.argsort(owners, kind="stable")
        self.documents: tuple[Document, ...] = tuple(documents[number] for number in order.tolist())
        self.targets: tuple[Target, ...] = tuple(numbers)
        self.owners: Ints = owners[order]
        self._starts = np.searchsorted(self.owners, np.arange(len(numbers) + 1))
        groups: dict[tuple[int, Language], int] = {}
        group_of = [
            groups.setdefault((owner, each.language), len(groups))
            for owner, each in zip(self.owners.tolist(), self.documents, strict=True)
        ]
        self._group_targets = np.array([target for target, _ in groups], np.int64)
        self._synonyms = Synonyms(words)
        if kept is None:
            analyses = [replace(self.analyse(document.text), trace=()) for document in self.documents]
            self._signs = Column.of(analysis.signs for analysis in analyses)
            self._words = Column.of(" ".join(analysis.words) for analysis in analyses)
            self._stems = Column.of(" ".join(analysis.stems) for analysis in analyses)
            self._index = Index.build(analyses, group_of)
            self._linear = Linear.fit(self._index, self.owners, len(self.targets))
        else:
            columns = [Column(kept[name]) for name in _COLUMNS]
            if any(len(column) != len(documents) for column in columns):
                raise ValueError("what was kept is of other phrasings")
            self._signs, self._words, self._stems = columns
            self._index = Index.of_arrays(kept, len(self.documents), len(groups))
            self._linear = Linear.of_arrays(kept)
        self._vocabulary = Vocabulary(chain(_distinct(self._words), self._synonyms.words))
        self._exact = Lookup(self._signs)
        in_language: dict[Language, list[str]] = {language: [] for language in LANGUAGES}
        for document, stems in zip(self.documents, self._stems, strict=True):
            in_language[document.language].append(stems)
        self._spoken = {language: _distinct(stems) for language, stems in in_language.items()}

    def keep(self) -> Arrays:
        """What was learnt, as arrays."""
        columns = zip(_COLUMNS, (self._signs, self._words, self._stems), strict=True)
        return {name: column.packed for name, column in columns} | self._index.arrays() | self._linear.arrays()

    def read(self, text: str) -> tuple[Reading, Analysis, float]:
        """The reading of a text of which the base knows most; its analysis; and how much of it is known (0 to 1)."""
        typed, *others = map(self._supported, readings(text))
        best = max((typed, *others), key=lambda each: each.support)  # the first of equals
        analysis = self._mended(best)
        if best is not typed:
            mended = self._mended(typed)
            if typed.support + self._gain(typed, mended) > best.support + self._gain(best, analysis):
                best, analysis = typed, mended
        return best.reading, analysis, best.share

    def _supported(self, reading: Reading) -> _Supported:
        """A reading with how much of it is known, in its own language above all, less its penalty."""
        stems = self.analyse(reading.text).stems
        share = self._index.known_share(stems)
        spoken = self._spoken[reading.language] if reading.language else ()
        own = [stem for stem in stems if stem in spoken]
        return _Supported(reading, share, share - reading.penalty + OWN_LANGUAGE * len(own) / max(len(stems), 1))

    def _mended(self, supported: _Supported) -> Analysis:
        return take_through_steps(supported.reading.text, self._vocabulary.repair, self._synonyms.apply)

    def _gain(self, supported: _Supported, mended: Analysis) -> float:
        """What the words that are known once their spelling is repaired add to the support of a reading."""
        return MENDED * (self._index.known_share(mended.stems) - supported.share)

    def analyse(self, text: str) -> Analysis:
        """What the steps make of a text, without repair of its spelling."""
        return take_through_steps(text, replace=self._synonyms.apply)

    def speaks(self, language: Language, analysis: Analysis) -> bool:
        """Whether phrasings of a language have every word of a text."""
        return self._spoken[language].issuperset(analysis.stems)

    def stems_of(self, target: Target) -> frozenset[str]:
        """Every stem that stands in a phrasing of a target, which must have one."""
        number = self.targets.index(target)
        return _distinct(self._stems[at] for at in range(self._starts[number], self._starts[number + 1]))

    def near(self, text: str) -> Floats:
        """The cosine to the nearest phrasing of each target, of a text as it is typed."""
        cosines = self._index.near_texts(self._index.vector(self.analyse(text)))
        return np.maximum.reduceat(cosines, self._starts[:-1]) if len(self.targets) else cosines

    def hear(self, analysis: Analysis) -> Heard:
        """What each voice says. Nothing is said where there are no phrasings at all."""
        vector = self._index.vector(analysis)
        cosines = self._index.near_texts(vector)
        centroid = np.zeros(len(self.targets), np.float32)
        np.maximum.at(centroid, self._group_targets, self._index.near_groups(vector))
        nearest = np.maximum.reduceat(cosines, self._starts[:-1]) if len(self.targets) else centroid
        return Heard({"centroid": centroid, "nearest": nearest, "linear": self._linear.scores(vector)}, cosines)

    def same(self, analysis: Analysis, heard: Heard, likely: Language) -> int | None:
        """The number of the phrasing that is the text itself, but for case or a letter or two; None if none is.

        Where several languages have it, the one in the `likely` language.
        """
        exact = self._exact.numbers(analysis.signs)  # also what has no words: "👍", "?"
        if exact:
            return min(exact, key=lambda number: (self.documents[number].language != likely, number))
        flat = " ".join(analysis.words)
        if not flat:
            return None
        near = np.flatnonzero(heard.cosines >= LEAST_LIKE)
        likest = near[np.argsort(-heard.cosines[near], kind="stable")[:LIKE]].tolist()
        ratio, number = max(((fuzz.ratio(flat, self._words[number]), -number) for number in likest), default=(0.0, 0))
        return -number if ratio >= SAME else None

    def nearest(self, target: int, heard: Heard, likely: Language) -> Document:
        """The phrasing of a target that is nearest to the text.

        Where two languages have the very same words ("митинг"), the one in the `likely` language.
        """
        first, last = int(self._starts[target]), int(self._starts[target + 1])
        own = heard.cosines[first:last]
        best = [self.documents[first + at] for at in np.flatnonzero(own >= own.max() - _EQUAL).tolist()]
        return next((document for document in best if document.language == likely), best[0])


def _distinct(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, in which spaces part them."""
    return frozenset(" ".join(texts).split())
