"""The linear voice: the same weights whichever way they are computed."""

import numpy as np
import pytest

from bot.search import index as indexing
from bot.search import linear
from bot.search.index import HALF_PRECISION, Index
from bot.search.linear import Linear
from bot.search.steps import analyse

TEXTS = (
    "can we pray at home",
    "praying at home",
    "can we hold a rally",
    "a rally in the square",
    "the police took me",
)
OWNERS = np.array([0, 0, 1, 1, 2])


def test_the_form_for_few_texts_and_the_form_for_many_give_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index.build([analyse(text) for text in TEXTS], OWNERS.tolist())
    few = Linear.fit(index, OWNERS, 3)
    monkeypatch.setattr(linear, "_AT_ONCE", 2)
    many = Linear.fit(index, OWNERS, 3)
    assert np.abs(few.weights).max() > 0.1
    assert np.allclose(few.weights, many.weights, atol=1e-5)


def test_a_text_of_the_index_is_as_long_as_one_that_is_asked() -> None:
    index = Index.build([analyse(text) for text in TEXTS], OWNERS.tolist())
    for number, text in enumerate(TEXTS):
        cosines = index.near_texts(index.vector(analyse(text)))
        assert cosines[number] == pytest.approx(1, abs=HALF_PRECISION)
        assert cosines.argmax() == number


def test_summing_piece_by_piece_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    analyses = [analyse(text) for text in TEXTS]
    whole = Index.build(analyses, OWNERS.tolist()).centroids
    monkeypatch.setattr(indexing, "_AT_ONCE", 3)
    pieces = Index.build(analyses, OWNERS.tolist()).centroids
    assert pieces.starts.tolist() == whole.starts.tolist()
    assert pieces.numbers.tolist() == whole.numbers.tolist()
    assert pieces.weights.tolist() == whole.weights.tolist()


def test_parts_that_too_many_texts_have_weigh_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "LEAST_COMMON", 2)
    monkeypatch.setattr(indexing, "COMMON", 0.5)
    texts = ("kolkoza", "kolkozo", "kolkozu", "rally")  # three of four begin with "kolkoz"
    index = Index.build([analyse(text) for text in texts], [0, 1, 2, 3])
    assert [number for number, cosine in enumerate(index.near_texts(index.vector(analyse("kolkoz")))) if cosine] == []
    assert index.near_texts(index.vector(analyse("kolkozo")))[1] == pytest.approx(1, abs=HALF_PRECISION)
    assert index.near_texts(index.vector(analyse("rall")))[3] > 0


def test_another_text_moves_no_feature_in_the_sketch() -> None:
    few = Index.build([analyse(text) for text in TEXTS], OWNERS.tolist())
    more = Index.build([analyse(text) for text in ("a mosque", *TEXTS)], [3, *OWNERS.tolist()])
    before, after = Linear.fit(few, OWNERS, 3), Linear.fit(more, np.array([3, *OWNERS]), 4)
    compared = 0
    for old, new in zip(few.vocabularies, more.vocabularies, strict=True):
        for name, number in old.items():
            assert before.buckets[number] == after.buckets[new[name]]
            compared += number != new[name]
    assert compared > 10
