"""The index: phrasings as sparse vectors, and which of them are near a text."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge import LANGUAGES, Base, Language, Question, Recommendation, Ref, Topic, ref_of

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Document:
    """A phrasing (or a title, which is one as well): what it asks for, in which language, in which words."""

    ref: Ref
    language: Language
    text: str


def documents(base: Base) -> Iterator[Document]:
    """Everything in the base by which an entry can be asked for; the same words in one language only once."""
    seen: set[tuple[Ref, Language, str]] = set()
    for document in _documents(base):
        key = (document.ref, document.language, document.text.casefold())
        if key not in seen:
            seen.add(key)
            yield document


def _documents(base: Base) -> Iterator[Document]:
    for topic in base.topics:
        askable: list[Topic | Question | Recommendation] = [topic, *topic.questions, *topic.recommendations]
        for entry in askable:
            for language in LANGUAGES:
                yield Document(ref_of(entry), language, entry.title[language])
            for language, phrasing in entry.phrasings.pairs():
                yield Document(ref_of(entry), language, phrasing)


class Weighting:
    """How much each feature says, learnt from a collection of texts; turns texts into vectors of length 1.

    Weights are (1 + log of the count) times the inverse document frequency log((1 + N) / (1 + n)) + 1 (Salton and
    Buckley 1988, "ltc").
    """

    def __init__(self, texts: Sequence[Counter[str]]) -> None:
        frequency: Counter[str] = Counter()
        for features in texts:
            frequency.update(features.keys())
        self._idf = {name: math.log((1 + len(texts)) / (1 + count)) + 1 for name, count in frequency.items()}
        self._unknown_idf = math.log(1 + len(texts)) + 1

    def vector(self, features: Counter[str]) -> Vector:
        """The vector of a text; features that the collection has not lengthen it, so that they lower cosines."""
        weights = {
            name: (1 + math.log(count)) * self._idf.get(name, self._unknown_idf) for name, count in features.items()
        }
        return normalised(weights)

    def known_share(self, features: Iterable[str]) -> float:
        """How much of the features, weighed by rarity, the collection has (0 to 1; 0 for none at all)."""
        known = unknown = 0.0
        for name in features:
            if name in self._idf:
                known += self._idf[name]
            else:
                unknown += self._unknown_idf
        return known / (known + unknown) if known else 0.0


class VectorIndex:
    """Vectors of length 1, and their cosine to another one. Built once, then only read."""

    def __init__(self, vectors: Iterable[Vector]) -> None:
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, vector in enumerate(vectors):
            for name, weight in vector.items():
                self._postings[name].append((number, weight))

    def cosines(self, vector: Vector) -> dict[int, float]:
        """The cosine (0 to 1) to each vector that shares a feature, by its number."""
        cosines: dict[int, float] = defaultdict(float)
        for name, weight in vector.items():
            for number, other in self._postings.get(name, ()):
                cosines[number] += weight * other
        return cosines


def normalised(weights: Mapping[str, float]) -> Vector:
    """The same direction with length 1; empty for an empty vector."""
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {name: weight / length for name, weight in weights.items()}


def centroid(vectors: Iterable[Vector]) -> Vector:
    """The middle of several vectors, with length 1."""
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for name, weight in vector.items():
            total[name] += weight
    return normalised(total)
