"""Many texts in little memory."""

import pytest

from bot.knowledge import Ref
from bot.search.column import Column, Lookup
from bot.search.documents import Document
from bot.search.lexicon import Lexicon

TEXTS = ("митинг", "", "can I protest", "құқық", "митинг", "👍")


def test_a_column_gives_back_its_texts_by_number_and_in_order() -> None:
    column = Column.of(TEXTS)
    assert tuple(column) == TEXTS
    assert [column[number] for number in range(len(column))] == list(TEXTS)
    assert tuple(Column(column.packed)) == TEXTS


def test_half_a_character_is_kept_as_it_is() -> None:
    assert list(Column.of(["\ud800 half", "whole"])) == ["\ud800 half", "whole"]


@pytest.mark.parametrize(
    ("text", "numbers"), [("митинг", [0, 4]), ("", [1]), ("👍", [5]), ("митин", []), ("құқық", [3])]
)
def test_all_texts_that_are_the_same_are_found(text: str, numbers: list[int]) -> None:
    assert Lookup(Column.of(TEXTS)).numbers(text) == numbers


def test_texts_of_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.search.column.hash", lambda _: 1, raising=False)
    assert Lookup(Column.of(TEXTS)).numbers("құқық") == [3]


def test_in_no_texts_nothing_is_found() -> None:
    assert Lookup(Column.of(())).numbers("митинг") == []


def test_columns_of_other_phrasings_are_refused() -> None:
    known = [Document(Ref("topic", "assembly"), "en", text) for text in ("can I protest", "a picket")]
    kept = Lexicon(known).keep()
    assert Lexicon(known, kept=kept).documents == tuple(known)
    with pytest.raises(ValueError, match="of other phrasings"):
        Lexicon(known, kept=kept | {"words": Column.of(["can I protest"]).packed})
