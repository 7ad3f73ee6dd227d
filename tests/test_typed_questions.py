"""The questions as people type them, by which search is measured: made anew they are the same."""

import json
import random
from collections import Counter

import pytest

from bench import typed
from bench.typed_tables import KEYS, KINDS, LATIN, LOOKALIKES, RUSSIAN_KEYBOARD


def test_made_anew_the_file_is_the_same() -> None:
    assert typed.make(typed.QUESTIONS) == (typed.QUESTIONS / typed.TYPED).read_text("utf-8")


def test_each_kind_has_a_hundred_that_differ_from_what_is_plain() -> None:
    plain = {row["id"]: row["text"] for row in typed.read_rows(typed.QUESTIONS / "plain.jsonl")}
    rows = typed.read_rows(typed.QUESTIONS / typed.TYPED)
    counts = Counter(row["kind"] for row in rows if row["text"] not in plain.values())
    assert [kind for kind in KINDS if counts[kind] < 100] == []
    assert len({row["id"] for row in rows}) == len(rows)
    assert not any(row["kind"] == "plain" for row in rows)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (typed.replaced("Құқығым бар ма", LATIN["kk"][0]), "Qūqyğym bar ma"),
        (typed.replaced("Можно ли выйти на площадь", LATIN["ru"][0]), "Mozhno li vyyti na ploshchad"),
        (typed.replaced("Құқығым бар ма", RUSSIAN_KEYBOARD), "Кукыгым бар ма"),
        (typed.replaced("мен іздеп", LOOKALIKES), "мен iздеп"),
        ("можно ли".translate(KEYS["ru"]), "vj;yj kb"),
        ("құқық".translate(KEYS["kk"]), "090s0"),
        (typed.mixed("айыппұлды кім төлейді", [("айыппұл", "штраф")]), "штрафды кім төлейді"),
        (typed.mixed("кім төлейді", [("айыппұл", "штраф")]), None),
    ],
)
def test_how_it_is_typed(made: str | None, text: str | None) -> None:
    assert made == text


def test_a_slip_changes_one_word_or_two() -> None:
    text = "Could they punish somebody without reason"
    for seed in range(50):
        pairs = zip(text.split(), typed.typo(text, "en", random.Random(seed)).split(), strict=True)
        assert sum(before != after for before, after in pairs) in {1, 2}, json.dumps(seed)


def test_a_story_has_the_question_whole() -> None:
    for seed in range(20):
        told = typed.story("May they?", ["One.", "Two.", "Three."], ["Thanks."], random.Random(seed))
        assert "May they?" in told
        assert len(told.split()) in {4, 5}
