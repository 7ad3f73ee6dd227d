"""Fits how much each voice of search counts, and where answering ends: writes `bot/search/calibration.json`.

    python -m bench.fit [--knowledge DIR]

Nothing that is measured is fitted to. The questions are the base's own phrasings, left out of the lexicon fold by
fold (together with those near their place in the lists of the other languages, which often say the same), what is
outside (the neighbouring subjects of `outside.yaml`, each left out with all its phrasings), the written questions of
`bench/questions`, inside the base and outside (`WRITTEN`), and the same as people type them (`TYPED`). The weights
are those that make the right topics likeliest (L-BFGS); the thresholds let in at most `LET_IN` of what is outside.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.evaluating import Asked, read_questions
from bot.knowledge import AsideRef, Base, Ref, load_base
from bot.search.documents import Document, documents
from bot.search.encoder import open_encoder
from bot.search.joining import TYPICAL, WITH_ENCODER, WITHOUT_ENCODER
from bot.search.lexicon import Lexicon
from bot.search.meaning import Meaning
from bot.search.vectors import Vectors
from bot.settings import Settings

FOLDS: Final = 4
WRITTEN: Final = ("inside-fit", "outside-fit")
TYPED: Final = ("typed-fit",)

LET_IN: Final = 0.12
"""So much of the questions outside, written and typed, may be answered: they are harder than most, half of them being
on subjects next to the base's that are not listed in it."""

Source = Literal["phrasings", "written questions", "typed questions"]

COUNTS: Final[Mapping[Source, float]] = MappingProxyType(
    {"phrasings": 0.2, "written questions": 1.0, "typed questions": 1.0}
)
"""How much the examples of each source count together. Each phrasing has others by the same hand, so that they alone
would make us trust the encoder too much; questions are by other people and more like what is asked."""

MISSED: Final = 0.01
"""Where the voices of words are sure, the encoder would have mended so much at most."""

LEAST_SURE: Final = 50

Outcome = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""Of each example the likelihood of the best topic, whether it is right, and whether an aside is likelier."""

SUGGESTED: Final = 0.5
"""Questions are suggested from this part of the threshold of answering on."""

VOICES: Final = ("centroid", "nearest", "linear", "meaning")
OTHERS: Final = ("sharper", "nothing", "unknown", "longer")
OUTSIDE: Final = -1
ROOT: Final = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Example:
    """What the voices said of one question: a figure for each voice and target, with the topic of each target.

    `right` are the numbers of the right topics, or `OUTSIDE` alone.
    """

    voices: NDArray[np.float64]
    topics: NDArray[np.int64]
    right: tuple[int, ...]
    share: float
    words: int
    source: Source


def blocks(known: Sequence[Document]) -> Iterator[int]:
    """For each document the fold in which it is left out: those of a target in a language, in `FOLDS` runs.

    The lists of the three languages often say the same at about the same place. A run leaves out the neighbours too;
    otherwise the encoder would know a phrasing from its translations, as it does not know what people will ask.
    """
    counts = Counter((each.target, each.language) for each in known)
    seen: Counter[object] = Counter()
    for each in known:
        key = (each.target, each.language)
        yield seen[key] * FOLDS // counts[key]
        seen[key] += 1


def examples(base: Base, asked: Mapping[Source, Sequence[Asked]], vectors: Vectors) -> Iterator[Example]:
    """Every phrasing and every question that is asked, each heard by voices that do not know it."""
    names = [topic.id for topic in base.topics]
    known = list(documents(base))
    block = list(blocks(known))
    neighbours = sorted({each.target for each in known if isinstance(each.target, AsideRef)}, key=str)
    for fold in range(FOLDS):
        gone = {ref for number, ref in enumerate(neighbours) if number % FOLDS == fold and ref.kind == "neighbour"}
        out = [each.target in gone or own == fold for each, own in zip(known, block, strict=True)]
        lexicon = Lexicon([each for each, left in zip(known, out, strict=True) if not left], base.words)
        meaning = Meaning.fit(vectors, vectors.of(lexicon.documents), lexicon.owners, len(lexicon.targets))
        topics = np.array([_topic(base, target) for target in lexicon.targets])
        for each, left in zip(known, out, strict=True):
            if left and (each.target in gone or each.target in lexicon.targets):
                right = OUTSIDE if each.target in gone else _topic(base, each.target)
                yield _example(lexicon, meaning, topics, each.text, (right,), source="phrasings")
        for source, questions in asked.items():
            for question in questions[fold::FOLDS]:
                rights = tuple(names.index(topic) for topic in question.topics) or (OUTSIDE,)
                yield _example(lexicon, meaning, topics, question.text, rights, source=source)


def _example(
    lexicon: Lexicon,
    meaning: Meaning,
    topics: NDArray[np.int64],
    text: str,
    right: tuple[int, ...],
    *,
    source: Source,
) -> Example:
    reading, analysis, share = lexicon.read(text)
    voices = lexicon.hear(analysis).voices | {"meaning": meaning.hear([reading.text])}
    return Example(
        np.stack([voices[name].astype(np.float64) for name in VOICES]),
        topics,
        right,
        share,
        len(analysis.words),
        source,
    )


def _topic(base: Base, target: Ref | AsideRef) -> int:
    if isinstance(target, AsideRef):
        return len(base.topics)
    return [topic.id for topic in base.topics].index(base.topic_of(target).id)


class Fit:
    """All examples in one array, padded where a fold knows fewer targets."""

    def __init__(self, found: Sequence[Example], topics: int) -> None:
        width = max(each.voices.shape[1] for each in found)
        self.voices = np.zeros((len(found), len(VOICES), width), np.float32)
        self.topics = np.full((len(found), width), -1)
        for row, each in enumerate(found):
            self.voices[row, :, : each.voices.shape[1]] = each.voices
            self.topics[row, : each.voices.shape[1]] = each.topics
        self.longer = np.array([np.log((1 + each.words) / (1 + TYPICAL)) for each in found])
        # what the rival that none of the targets is depends on
        self.rival = np.array([(1, 1 - each.share, np.log1p(each.words)) for each in found])
        self.aside = topics
        self.right = np.zeros((len(found), topics + 1), bool)
        for row, each in enumerate(found):
            self.right[row, [topics if topic == OUTSIDE else topic for topic in each.right]] = True
        self.outside = self.right[:, topics]
        self.good = (self.topics >= 0) & self.right[np.arange(len(found))[:, None], self.topics]
        self.sources = np.array([each.source for each in found])
        self.weights = np.zeros(len(found))
        for source, counts in COUNTS.items():
            for side in (self.outside, ~self.outside):  # inside counts as much as outside
                of_both = side & (self.sources == source)
                self.weights[of_both] = counts / max(of_both.sum(), 1)
        self.weights /= self.weights.sum()

    def shares(self, weights: NDArray[np.float64], used: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Likelihood of each target of each example, and of none of them."""
        strength = np.exp(weights[used] * self.longer)[:, None] * weights[:used]
        joined = np.einsum("nv,nvt->nt", strength.astype(np.float32), self.voices[:, :used]).astype(np.float64)
        joined[self.topics < 0] = -np.inf
        nothing = self.rival @ weights[used + 1 :]
        highest = np.maximum(joined.max(axis=1), nothing)
        powers, rest = np.exp(joined - highest[:, None]), np.exp(nothing - highest)
        total = powers.sum(axis=1) + rest
        return powers / total[:, None], rest / total

    def loss(self, weights: NDArray[np.float64], used: int) -> tuple[float, NDArray[np.float64]]:
        """The negative log-likelihood of the right topics (none and asides count as one), and its slope."""
        shares, nothing = self.shares(weights, used)
        of_right = np.maximum((shares * self.good).sum(axis=1) + nothing * self.outside, 1e-12)
        slope = (shares - shares * self.good / of_right[:, None]) * self.weights[:, None]
        slope_nothing = (nothing - nothing * self.outside / of_right) * self.weights
        of_voices = np.einsum("nt,nvt->nv", slope.astype(np.float32), self.voices[:, :used]).astype(np.float64)
        of_voices *= np.exp(weights[used] * self.longer)[:, None]
        of_length = self.longer @ (of_voices @ weights[:used])
        gradient = np.concatenate([of_voices.sum(axis=0), [of_length], slope_nothing @ self.rival])
        return float(-(np.log(of_right) * self.weights).sum()), gradient

    def outcome(self, weights: NDArray[np.float64], used: int) -> Outcome:
        """Of each example the likelihood of the best topic, whether it is right, and whether an aside is likelier."""
        shares, _ = self.shares(weights, used)
        topics = np.stack([(shares * (self.topics == topic)).sum(axis=1) for topic in range(self.aside + 1)], axis=1)
        best = topics[:, : self.aside].argmax(axis=1)
        chance = topics[np.arange(len(best)), best]
        return chance, self.right[np.arange(len(best)), best], topics[:, self.aside] >= chance


def calibrate(fit: Fit) -> dict[str, Any]:
    """Weights and thresholds for the voices of words and for all, with what they reach in cross-validation."""
    words, by_words = _calibrate(fit, 3)
    everything, by_all = _calibrate(fit, 4)
    words["sure"] = sure(fit, by_words, by_all, everything["thresholds"]["answer"])
    return {WITHOUT_ENCODER: words, WITH_ENCODER: everything}


def _calibrate(fit: Fit, used: int) -> tuple[dict[str, Any], Outcome]:
    start = np.array([*[10.0, 5.0, 10.0, 1.0][:used], 0.0, 3.0, 3.0, 0.0])
    bounds = [(0.0, None)] * used + [(None, None), (None, None), (0.0, None), (None, None)]
    solved = minimize(fit.loss, start, args=(used,), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = solved.x
    chance, right, aside = fit.outcome(weights, used)
    answer = float(np.quantile(np.where(aside, 0, chance)[fit.outside & (fit.sources != "phrasings")], 1 - LET_IN))
    calibration = {
        "voices": {name: round(float(weight), 3) for name, weight in zip(VOICES, weights[:used], strict=False)},
        **{name: round(float(weight), 3) for name, weight in zip(OTHERS, weights[used:], strict=True)},
        "sure": 1.0,
        "thresholds": {"answer": round(answer, 3), "suggest": round(answer * SUGGESTED, 3)},
        "figures": dict(_figures(fit, (chance >= answer) & ~aside, right)) | {"loss": round(float(solved.fun), 4)},
    }
    return calibration, (chance, right, aside)


def _figures(fit: Fit, answered: NDArray[Any], right: NDArray[Any]) -> Iterator[tuple[str, float]]:
    for source in COUNTS:
        of_source = fit.sources == source
        inside = of_source & ~fit.outside
        yield f"{source}: right topic first", _mean(right[inside])
        yield f"{source}: answered rightly", _mean((answered & right)[inside])
        yield f"{source}: answered wrongly", _mean((answered & ~right)[inside])
        yield f"{source}: outside, answered", _mean(answered[of_source & fit.outside])


def _mean(values: NDArray[Any]) -> float:
    return round(float(values.mean()), 3) if len(values) else 0.0


def sure(fit: Fit, by_words: Outcome, by_all: Outcome, answer: float) -> float:
    """The likelihood by words from which on all voices would do better in at most `MISSED` of the questions."""
    chance, right, aside = by_words
    good = np.where(fit.outside, aside | (chance < answer), right & ~aside)
    all_chance, all_right, all_aside = by_all
    better = np.where(fit.outside, all_aside | (all_chance < answer), all_right & ~all_aside) & ~good
    order = np.argsort(-chance)
    missed = np.cumsum(better[order] * fit.weights[order]) / np.cumsum(fit.weights[order])
    within = np.flatnonzero((missed <= MISSED) & (np.arange(len(order)) >= LEAST_SURE))
    return round(float(chance[order[within[-1]]]), 3) if len(within) else 1.0


def _questions(names: Sequence[str]) -> Iterator[Asked]:
    for name in names:
        yield from read_questions((ROOT / "bench" / "questions" / f"{name}.jsonl").read_bytes().splitlines())


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    options = parser.parse_args()
    encoder = open_encoder()
    if encoder is None:
        parser.error("the encoder is not installed: pip install 'quqyq[semantic]'")
    base = load_base(options.knowledge)
    asked: dict[Source, list[Asked]] = {
        "written questions": list(_questions(WRITTEN)),
        "typed questions": list(_questions(TYPED)),
    }
    vectors = Vectors.open(Settings().cache_dir, encoder)
    vectors.embed_all([each.text for each in documents(base)])
    vectors.save()
    fit = Fit(list(examples(base, asked, vectors)), len(base.topics))
    calibrations = calibrate(fit)
    how = (
        f"bench/fit.py, {date.today().isoformat()}: "
        + "".join(f"{int((fit.sources == source).sum())} {source}, " for source in COUNTS)
        + f"{FOLDS} folds, {encoder.name}"
    )
    path = ROOT / "bot" / "search" / "calibration.json"
    path.write_text(json.dumps({"how": how, "calibrations": calibrations}, indent=2) + "\n", "utf-8")
    print(path.read_text("utf-8"))


if __name__ == "__main__":
    main()
