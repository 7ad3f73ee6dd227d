"""What people say and what the base says for it: `words.yaml` as it is read."""

import pytest

from bot.check import check
from bot.knowledge import LANGUAGES
from bot.library import Library
from tests.support.base import REAL_BASE, TODAY, Folder, real_library

WORDS = "words.yaml"


def only_problem(folder: Folder) -> str:
    (problem,) = folder.problems()
    return str(problem)


def test_the_groups_are_part_of_the_base(library: Library) -> None:
    police, picket = library.base.words
    assert [police.word[language] for language in LANGUAGES] == ["полиция", "полиция", "police"]
    assert [police.said[language] for language in LANGUAGES] == [
        ("тәртіп сақшысы",),
        ("менты", "стражи порядка"),
        ("cops",),
    ]
    assert (picket.word.kk, picket.word.ru, picket.word.en) == (None, "пикет", None)
    assert (picket.said.kk, picket.said.ru, picket.said.en) == ((), ("пикетирование",), ())


def test_a_base_without_the_file_has_no_groups(folder: Folder) -> None:
    assert folder.remove(WORDS).load().words == ()
    assert {problem.place.path for problem in check(folder.path, TODAY)}.isdisjoint({f"knowledge/{WORDS}"})


def test_a_base_may_have_no_groups_yet(folder: Folder) -> None:
    assert folder.write(WORDS, "words: []\n").load().words == ()


@pytest.mark.parametrize(
    ("old", "new", "place", "finding"),
    [
        ("said:", "sayed:", "sayed", "unknown-field unknown field 'sayed'; did you mean 'said'?"),
        ("{ru: пикет}", "{rus: пикет}", "rus:", "unknown-field unknown field 'rus'; did you mean 'ru'?"),
        ("[cops]", "cops", "cops", "wrong-value 'words.1.said.en': must be a list ('- …' lines) (it is 'cops')"),
        ("[cops]", "['']", "''", "empty-field 'words.1.said.en.1': nothing stands here"),
        (
            "{ru: пикет}",
            "{en: picket}",
            "word: {en: picket}",
            "wrong-value 'words.2': 'said' has 'ru', but 'word' does not say what it stands for there",
        ),
        (
            "ru: [пикетирование]",
            "ru: []",
            "word: {ru: пикет}",
            "wrong-value 'words.2': 'said' is empty in all languages",
        ),
    ],
)
def test_a_mistake_is_named_at_its_place(folder: Folder, old: str, new: str, place: str, finding: str) -> None:
    folder.replace(WORDS, old, new)
    line, column = folder.place(WORDS, place)
    found = [str(problem) for problem in folder.problems()]
    assert f"knowledge/{WORDS}:{line}:{column}: error {finding}" in found


def test_a_file_that_is_there_must_be_readable(folder: Folder) -> None:
    folder.write(WORDS, "words: [")
    assert only_problem(folder).startswith(f"knowledge/{WORDS}:")
    assert " error yaml " in only_problem(folder)


def test_a_file_with_another_name_is_not_overlooked(folder: Folder) -> None:
    folder.write("word.yml", folder.read(WORDS)).remove(WORDS)
    (problem,) = [problem for problem in check(folder.path, TODAY) if problem.code == "stray-file"]
    assert "did you mean 'words.yaml'?" in problem.message


def test_the_words_of_this_repository_have_nothing_wrong() -> None:
    name = f"{REAL_BASE.name}/{WORDS}"
    assert [str(problem) for problem in check(REAL_BASE, TODAY) if problem.place.path == name] == []


def test_every_language_has_its_words() -> None:
    groups = real_library().base.words
    assert all(sum(bool(group.said[language]) for group in groups) > 80 for language in LANGUAGES)
