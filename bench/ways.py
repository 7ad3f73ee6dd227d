"""Ways to find the topic of a question: ours, and those with which it is compared, all from the same phrasings.

Each is built from a `Stock` and then asked one question at a time. It says which topic is likeliest and how sure it
is: the figure of the best phrasing (or class) inside the base; less that of the best outside it, if that is higher.
"""

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import Stemmer
from numpy.typing import NDArray
from rapidfuzz import fuzz, process, utils

from bot.knowledge import Base, Ref
from bot.search import Document, Learning, Lexicon, Refuse, Search, open_encoder
from bot.search.encoder import Encoder
from bot.search.vectors import Vectors

Told = tuple[str, float]
"""The likeliest topic, and how sure that is."""

Way = Callable[[str], Told]

OURS: Final = "ours, by words alone"
CASCADE: Final = "ours, with the encoder"


@dataclass(frozen=True)
class Stock:
    """What a way is built from. `folder` keeps what search has learnt; None: everything is made anew."""

    base: Base
    documents: list[Document]
    folder: Path | None

    @property
    def texts(self) -> list[str]:
        """All phrasings."""
        return [document.text for document in self.documents]

    @property
    def topics(self) -> list[str]:
        """The topic of each phrasing; "" outside the base."""
        return [self.base.topic_of(each.target).id if isinstance(each.target, Ref) else "" for each in self.documents]


def _judged(topic: str, inside: float, outside: float) -> Told:
    return topic, inside if inside >= outside else inside - outside


def _nearest(topics: list[str], score: Callable[[str], NDArray[Any]]) -> Way:
    """The topic of the phrasing with the highest figure."""
    names = np.array(topics)
    inside, outside = np.flatnonzero(names != ""), np.flatnonzero(names == "")

    def ask(text: str) -> Told:
        scores = score(text)
        best = inside[scores[inside].argmax()]
        return _judged(str(names[best]), float(scores[best]), float(scores[outside].max(initial=0.0)))

    return ask


def ours(stock: Stock) -> Way:
    """Search as it is when the encoder is not installed."""
    return _asking(_words(stock))


def cascade(stock: Stock) -> Way:
    """Search as `make run` has it: the encoder is asked where the words are not sure."""
    return _asking(Learning(stock.folder).meaning(_words(stock), _encoder()))


def _words(stock: Stock) -> Search:
    if stock.folder is not None:
        return Learning(stock.folder).words(stock.base)
    return Search(stock.base, lexicon=Lexicon(stock.documents, stock.base.words))


def _asking(search: Search) -> Way:
    topics = {ref: search.base.topic_of(ref).id for ref in search.lexicon.targets if isinstance(ref, Ref)}

    def ask(text: str) -> Told:
        explanation = search.explain(text)
        chances: dict[str, float] = {}
        for candidate in explanation.candidates:
            topic = topics[candidate.ref]
            chances[topic] = chances.get(topic, 0.0) + candidate.score
        best = max(chances, key=lambda topic: chances[topic], default="")
        decision = explanation.decision
        is_aside = isinstance(decision, Refuse) and decision.aside is not None
        return best, chances.get(best, 0.0) - is_aside

    return ask


def _encoder() -> Encoder:
    encoder = open_encoder()
    if encoder is None:
        raise SystemExit("the encoder is not installed: pip install 'quqyq[semantic]'")
    return encoder


def wratio(stock: Stock) -> Way:
    """The phrasing that rapidfuzz's WRatio likes best, of all."""
    return _rapidfuzz(stock, fuzz.WRatio)


def token_set_ratio(stock: Stock) -> Way:
    """The phrasing that rapidfuzz's token_set_ratio likes best, of all."""
    return _rapidfuzz(stock, fuzz.token_set_ratio)


def _rapidfuzz(stock: Stock, scorer: Callable[..., float]) -> Way:
    topics = stock.topics
    inside = {at: utils.default_process(text) for at, text in enumerate(stock.texts) if topics[at]}
    outside = {at: utils.default_process(text) for at, text in enumerate(stock.texts) if not topics[at]}

    def ask(text: str) -> Told:
        asked = utils.default_process(text)
        _, score, best = process.extractOne(asked, inside, scorer=scorer)
        _, aside, _ = process.extractOne(asked, outside, scorer=scorer)
        return _judged(topics[best], score, aside)

    return ask


_WORD: Final = re.compile(r"\w+")


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(Stemmer.Stemmer("english" if word.isascii() else "russian").stemWord(word))


def bm25(stock: Stock) -> Way:
    """The best phrasing by BM25 over Snowball stems."""
    import bm25s  # noqa: PLC0415 - only this child needs it, and its memory is measured

    def stems(text: str) -> list[str]:
        return [_stem(word) for word in _WORD.findall(text.lower())]

    retriever = bm25s.BM25()
    retriever.index([stems(text) for text in stock.texts], show_progress=False)
    known = retriever.vocab_dict

    def score(text: str) -> NDArray[Any]:
        asked = [stem for stem in stems(text) if stem in known]
        return np.asarray(retriever.get_scores(asked)) if asked else np.zeros(len(stock.documents))

    return _nearest(stock.topics, score)


_FIRST: Final = 50


def fts5(stock: Stock) -> Way:
    """The best phrasing by SQLite's full-text search over trigrams."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE phrasings USING fts5(text, tokenize='trigram')")
    connection.executemany(
        "INSERT INTO phrasings(rowid, text) VALUES (?, ?)", ((at, text) for at, text in enumerate(stock.texts))
    )
    topics = stock.topics

    def ask(text: str) -> Told:
        clean = " ".join(_WORD.findall(text.lower()))
        grams = dict.fromkeys(clean[at : at + 3] for at in range(len(clean) - 2))
        if not grams:
            return "", 0.0
        rows = connection.execute(
            "SELECT rowid, -bm25(phrasings) FROM phrasings WHERE text MATCH ? ORDER BY bm25(phrasings) LIMIT ?",
            (" OR ".join(f'"{gram}"' for gram in grams), _FIRST),
        ).fetchall()
        topic, best = next(((topics[at], score) for at, score in rows if topics[at]), ("", 0.0))
        return _judged(topic, best, next((score for at, score in rows if not topics[at]), 0.0))

    return ask


def tfidf(stock: Stock) -> Way:
    """scikit-learn: TF-IDF of words 1-2 and characters 2-5, logistic regression over the topics and the outside."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - as above
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415

    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, dtype=np.float32),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float32),
        ),
        LogisticRegression(C=10, max_iter=40, tol=1e-3),
    )
    model.fit(stock.texts, stock.topics)
    names = model.classes_.tolist()
    outside = names.index("")

    def ask(text: str) -> Told:
        chances = model.predict_proba([text])[0]
        aside = float(chances[outside])
        chances[outside] = -1.0
        best = int(chances.argmax())
        return _judged(names[best], float(chances[best]), aside)

    return ask


def encoder_nearest(stock: Stock) -> Way:
    """The phrasing whose vector is nearest, the mean of all subtracted."""
    encoder = _encoder()
    vectors = Vectors.open(stock.folder, encoder)
    vectors.embed_all(stock.texts)
    all_vectors = vectors.of(stock.documents)
    del vectors
    mean = all_vectors.mean(axis=0)
    all_vectors -= mean
    all_vectors /= np.linalg.norm(all_vectors, axis=1, keepdims=True)

    def score(text: str) -> NDArray[Any]:
        asked = encoder.embed(text) - mean
        cosines: NDArray[Any] = all_vectors @ (asked / np.linalg.norm(asked))
        return cosines

    return _nearest(stock.topics, score)


ENCODER_ALONE: Final = "encoder, nearest phrasing"

WAYS: Final[Mapping[str, Callable[[Stock], Way]]] = MappingProxyType(
    {
        OURS: ours,
        CASCADE: cascade,
        "rapidfuzz token_set_ratio, all phrasings": token_set_ratio,
        "bm25s, Snowball stems": bm25,
        "SQLite FTS5, trigrams": fts5,
        "rapidfuzz WRatio, all phrasings": wratio,
        "scikit-learn TF-IDF + logistic regression": tfidf,
        ENCODER_ALONE: encoder_nearest,
    }
)
WITH_ENCODER: Final = (CASCADE, ENCODER_ALONE)
