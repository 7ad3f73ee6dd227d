"""Fits how much each voice of search counts, and where answering ends: writes `bot/search/calibration.json`.

    python -m bench.fit [--knowledge DIR]

Nothing that is measured is fitted to. The questions are the base's own phrasings, left out of the lexicon fold by
fold (together with those near their place in the lists of the other languages, which often say the same), what is
outside (the neighbouring subjects of `outside.yaml`, each left out with all its phrasings), and the written questions
of `bench/questions/*-fit.jsonl`, inside the base and outside. The weights are those that make the right topics
likeliest (L-BFGS); the thresholds let in at most `LET_IN` of the written questions outside and answer wrongly at most
`MISLED` of those inside.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.evaluating import Asked as Written
from bot.knowledge import AsideRef, Base, Ref, load_base
from bot.search.documents import Document, documents
from bot.search.encoder import open_encoder
from bot.search.joining import WITH_ENCODER, WITHOUT_ENCODER
from bot.search.lexicon import Lexicon
from bot.search.meaning import Meaning
from bot.search.vectors import Vectors
from bot.settings import Settings

FOLDS: Final = 4
LET_IN: Final = 0.2
"""So much of the written questions outside may be answered, while they are asked of a part of the base: they are harder
than most, half of them being on subjects next to the base's, and a quarter of those that it lists is left out."""

MISLED: Final = 0.05
"""So much of the written questions inside may be answered wrongly, while a quarter of the phrasings is left out."""

PHRASINGS: Final = 0.2
"""How much the phrasings count against the written questions, which are by other people and more like what is asked:
each phrasing has others by the same hand, so that they alone would make us trust the encoder too much."""

MISSED: Final = 0.01
"""Where the voices of words are sure, the encoder would have mended so much at most."""

LEAST_SURE: Final = 50

Outcome = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]
"""Of each example the likelihood of the best topic, whether it is right, and whether an aside is likelier."""

SUGGESTED: Final = 0.5
"""Questions are suggested from this part of the threshold of answering on."""

VOICES: Final = ("centroid", "nearest", "linear", "meaning")
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
    is_written: bool


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


def examples(base: Base, written: Sequence[Written], vectors: Vectors) -> Iterator[Example]:
    """Every phrasing and every written question, each heard by voices that do not know it."""
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
                yield _example(lexicon, meaning, topics, each.text, (right,), is_written=False)
        for question in written[fold::FOLDS]:
            rights = tuple(names.index(topic) for topic in question.topics) or (OUTSIDE,)
            yield _example(lexicon, meaning, topics, question.text, rights, is_written=True)


def _example(
    lexicon: Lexicon,
    meaning: Meaning,
    topics: NDArray[np.int64],
    text: str,
    right: tuple[int, ...],
    *,
    is_written: bool,
) -> Example:
    reading, analysis, share = lexicon.read(text)
    voices = lexicon.hear(analysis).voices | {"meaning": meaning.hear([reading.text])}
    return Example(
        np.stack([voices[name].astype(np.float64) for name in VOICES]),
        topics,
        right,
        share,
        len(analysis.words),
        is_written,
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
        # what the rival that none of the targets is depends on
        self.rival = np.array([(1, 1 - each.share, np.log1p(each.words)) for each in found])
        self.aside = topics
        self.right = np.zeros((len(found), topics + 1), bool)
        for row, each in enumerate(found):
            self.right[row, [topics if topic == OUTSIDE else topic for topic in each.right]] = True
        self.outside = self.right[:, topics]
        self.good = (self.topics >= 0) & self.right[np.arange(len(found))[:, None], self.topics]
        self.written = np.array([each.is_written for each in found])
        kinds = 2 * self.outside + self.written  # inside counts as much as outside
        shares = np.where(self.written, 1.0, PHRASINGS) / np.bincount(kinds, minlength=4)[kinds]
        self.weights = shares / shares.sum()

    def shares(self, weights: NDArray[np.float64], used: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Likelihood of each target of each example, and of none of them."""
        joined = np.einsum("v,nvt->nt", weights[:used], self.voices[:, :used]).astype(np.float64)
        joined[self.topics < 0] = -np.inf
        nothing = self.rival @ weights[used:]
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
        of_voices = np.einsum("nt,nvt->v", slope, self.voices[:, :used])
        gradient = np.append(of_voices, slope_nothing @ self.rival)
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
    start = np.array([*[10.0, 5.0, 10.0, 1.0][:used], 3.0, 3.0, 0.0])
    bounds = [(0.0, None)] * used + [(None, None), (0.0, None), (None, None)]
    solved = minimize(fit.loss, start, args=(used,), jac=True, method="L-BFGS-B", bounds=bounds)
    weights = solved.x
    chance, right, aside = fit.outcome(weights, used)
    answer = _threshold(fit, np.where(aside, 0, chance), right)
    calibration = {
        "voices": {name: round(float(weight), 3) for name, weight in zip(VOICES, weights[:used], strict=False)},
        "nothing": round(float(weights[used]), 3),
        "unknown": round(float(weights[used + 1]), 3),
        "longer": round(float(weights[used + 2]), 3),
        "sure": 1.0,
        "thresholds": {"answer": round(answer, 3), "suggest": round(answer * SUGGESTED, 3)},
        "figures": dict(_figures(fit, (chance >= answer) & ~aside, right)) | {"loss": round(float(solved.fun), 4)},
    }
    return calibration, (chance, right, aside)


def _threshold(fit: Fit, chance: NDArray[Any], right: NDArray[Any]) -> float:
    """The lowest likelihood from which on an answer lets in and misleads no more than it may."""
    outside = np.quantile(chance[fit.outside & fit.written], 1 - LET_IN)
    misled = np.quantile(np.where(right, 0, chance)[~fit.outside & fit.written], 1 - MISLED)
    return float(max(outside, misled))


def _figures(fit: Fit, answered: NDArray[Any], right: NDArray[Any]) -> Iterator[tuple[str, float]]:
    for name, of_kind in (("phrasings", ~fit.written), ("written questions", fit.written)):
        inside = of_kind & ~fit.outside
        yield f"{name}: right topic first", _mean(right[inside])
        yield f"{name}: answered rightly", _mean((answered & right)[inside])
        yield f"{name}: answered wrongly", _mean((answered & ~right)[inside])
        yield f"{name}: outside, answered", _mean(answered[of_kind & fit.outside])


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


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    options = parser.parse_args()
    encoder = open_encoder()
    if encoder is None:
        parser.error("the encoder is not installed: pip install 'quqyq[semantic]'")
    base = load_base(options.knowledge)
    written = [
        Written.model_validate_json(line)
        for path in sorted((ROOT / "bench" / "questions").glob("*-fit.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    vectors = Vectors.open(Settings().cache_dir, encoder)
    vectors.embed_all([each.text for each in documents(base)])
    vectors.save()
    fit = Fit(list(examples(base, written, vectors)), len(base.topics))
    calibrations = calibrate(fit)
    how = (
        f"bench/fit.py, {date.today().isoformat()}: {int((~fit.written).sum())} phrasings and"
        f" {int(fit.written.sum())} written questions, {FOLDS} folds, {encoder.name}"
    )
    path = ROOT / "bot" / "search" / "calibration.json"
    path.write_text(json.dumps({"how": how, "calibrations": calibrations}, indent=2) + "\n", "utf-8")
    print(path.read_text("utf-8"))


if __name__ == "__main__":
    main()
