"""What the check finds in `words.yaml`."""

import pytest

from tests.support.base import Folder
from tests.support.checked import new_codes, the

WORDS = "words.yaml"


def add(folder: Folder, word: str, said: str) -> None:
    folder.add(WORDS, f"  - word: {{{word}}}\n    said: {{{said}}}")


def place_of(folder: Folder, code: str) -> tuple[int, int]:
    place = the(folder, code).place
    assert place.path == f"knowledge/{WORDS}"
    return place.line, place.column


@pytest.mark.parametrize("said", ["менты", "Ментов", "  МЕНТАМ"])
def test_the_same_in_two_groups_in_any_form(folder: Folder, said: str) -> None:
    add(folder, "ru: пикет", f"ru: [акция, {said}]")
    assert new_codes(folder) == ["said-for-two"]
    assert place_of(folder, "said-for-two") == folder.place(WORDS, f"{said.strip()}]")
    assert "'менты' of another group (line 6)" in the(folder, "said-for-two").message


def test_the_same_in_two_groups_of_two_languages(folder: Folder) -> None:
    add(folder, "kk: полиция", "kk: [мент, менты]")
    assert new_codes(folder) == ["said-for-two", "said-for-two"]


def test_forms_of_one_word_in_one_group_are_fine(folder: Folder) -> None:
    folder.replace(WORDS, "[менты", "[менты, ментов, мент")
    assert new_codes(folder) == []


def test_a_chain(folder: Folder) -> None:
    add(folder, "ru: плакат", "ru: [пикета]")
    assert new_codes(folder) == ["chained-word"]
    assert place_of(folder, "chained-word") == folder.place(WORDS, "пикета]")
    assert "'пикет' of another group (line 8)" in the(folder, "chained-word").message


def test_two_groups_may_have_the_same_word(folder: Folder) -> None:
    add(folder, "ru: пикет", "ru: [транспарант]")
    assert new_codes(folder) == []


@pytest.mark.parametrize("said", ["выйти с плакатом одному", "«…»", "-"])
def test_too_many_words_and_none(folder: Folder, said: str) -> None:
    add(folder, "ru: пикет", f"ru: ['{said}']")
    assert new_codes(folder) == ["word-count"]
    assert place_of(folder, "word-count") == folder.place(WORDS, f"'{said}'")


def test_a_word_of_four_words(folder: Folder) -> None:
    add(folder, "ru: одиночный пикет с плакатом", "ru: [одиночка]")
    assert new_codes(folder) == ["word-count"]


@pytest.mark.parametrize(
    ("language", "said", "letter"),
    [("en", "мент", "'м' is Cyrillic"), ("ru", "тәртіп", "'ә' is Kazakh")],
)
def test_letters_of_another_language(folder: Folder, language: str, said: str, letter: str) -> None:
    word = {"en": "police", "ru": "пикет"}[language]
    add(folder, f"{language}: {word}", f"{language}: [{said}]")
    assert "wrong-alphabet" in new_codes(folder)
    assert place_of(folder, "wrong-alphabet") == folder.place(WORDS, f"{said}]")
    assert letter in the(folder, "wrong-alphabet").message


def test_latin_shortenings_are_fine_everywhere(folder: Folder) -> None:
    add(folder, "kk: полиция, ru: пикет", "kk: [SOS], ru: [VPN]")
    assert new_codes(folder) == []


def test_a_letter_that_looks_alike(folder: Folder) -> None:
    folder.replace(WORDS, "стражи порядка", "стражи пoрядка")
    assert new_codes(folder) == ["mixed-letters"]
    assert place_of(folder, "mixed-letters") == folder.place(WORDS, "пoрядка")


@pytest.mark.parametrize("word", ["дружина", "пикет одиночный"])
def test_a_word_that_no_phrasing_has(folder: Folder, word: str) -> None:
    add(folder, f"ru: {word}", "ru: [патруль]")
    assert new_codes(folder) == ["unused-word"]
    assert the(folder, "unused-word").severity == "warning"
    assert place_of(folder, "unused-word") == folder.place(WORDS, word)


def test_a_word_is_used_in_any_form_and_in_its_own_language(folder: Folder) -> None:
    add(folder, "ru: одиночные пикеты", "ru: [одиночка]")
    assert new_codes(folder) == []
    add(folder, "en: пикет", "en: [stand]")
    assert new_codes(folder) == ["unused-word", "wrong-alphabet"]
