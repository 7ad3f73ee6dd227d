"""Phrasings that entries share, and questions that have too few."""

import pytest

from bot.check import check
from bot.knowledge import Problem
from tests.support.base import TODAY, Folder
from tests.support.checked import new_codes, the

PICKET = "topics/assembly/questions/one-person-picket.yaml"
ASSEMBLY = "topics/assembly/topic.yaml"
PRAY = "topics/religion/questions/pray-at-home.yaml"


def few(folder: Folder) -> list[Problem]:
    return [problem for problem in check(folder.path, TODAY) if problem.code == "few-phrasings"]


@pytest.mark.parametrize(
    "phrasing",
    ["may i stand alone with a poster", "May I stand ALONE with a poster?", "may i, stand alone — with a poster!"],
)
def test_the_same_phrasing_in_two_questions(folder: Folder, phrasing: str) -> None:
    folder.replace(PRAY, "en: [is it", f"en: ['{phrasing}', is it")
    assert new_codes(folder) == ["same-phrasing"]
    problem = the(folder, "same-phrasing")
    assert problem.severity == "error"
    assert "one-person-picket" in problem.message
    assert PICKET in problem.message or PRAY in problem.message


def test_letters_that_search_takes_for_one_are_the_same(folder: Folder) -> None:
    folder.replace(PRAY, "kk: [үйде", "kk: [жалгыз адамнын пикетине хабарлама керек пе, үйде")
    assert new_codes(folder) == ["same-phrasing"]


def test_the_same_phrasing_in_a_question_and_in_small_talk(folder: Folder) -> None:
    folder.replace(PRAY, "en: [is it", "en: [hello, is it")
    assert new_codes(folder) == ["same-phrasing"]


def test_signs_alone_are_told_apart(folder: Folder) -> None:
    folder.replace("outside.yaml", "en: [hello", "en: [👋, hello").replace(
        "outside.yaml", "en: [I do", "en: [🙏, I do"
    )
    assert new_codes(folder) == []


def test_the_same_phrasing_in_two_languages_of_one_entry_is_no_conflict(folder: Folder) -> None:
    folder.replace(PICKET, "kk: [жалғыз", "kk: [одиночный пикет с плакатом законно ли это, жалғыз")
    assert not {"same-phrasing", "repeated-phrasing"} & set(new_codes(folder))


def test_nearly_the_same_phrasing(folder: Folder) -> None:
    folder.replace(PRAY, "en: [is it", "en: [may i stand alone with a posters, is it")
    assert new_codes(folder) == ["near-phrasing"]
    problem = the(folder, "near-phrasing")
    assert problem.severity == "warning"
    assert "'may i stand alone with a poster'" in problem.message


def test_another_beginning_of_one_word_hides_nothing(folder: Folder) -> None:
    folder.replace(PRAY, "ru: [можно", "ru: [одиночный пикет с плакатом законно ли эта, можно")
    assert new_codes(folder) == ["near-phrasing"]


def test_too_few_phrasings(folder: Folder) -> None:
    eight = ", ".join(f"{word} один" for word in ("раз", "два", "три", "дом", "лес", "сад", "луг", "мост"))
    folder.replace(PRAY, "ru: [можно ли собираться дома на молитву]", f"ru: [{eight}]")
    languages = [problem.message for problem in few(folder) if "pray-at-home" in problem.message]
    assert len(languages) == 2
    assert not any(" in ru" in message for message in languages)


def test_phrasings_that_search_cannot_tell_apart_count_as_one(folder: Folder) -> None:
    words = [f"{word} один" for word in ("раз", "два", "три", "дом", "лес", "сад", "луг")]
    folder.replace(
        PRAY, "[можно ли собираться дома на молитву]", f"[{', '.join([*words, 'Мост один', 'мост ОДИН'])}]"
    )
    assert not any("pray-at-home" in problem.message and " in ru" in problem.message for problem in few(folder))
    folder.replace(PRAY, "Мост один", "Раз один")
    folder.replace(PRAY, "мост ОДИН", "раз один!")
    assert any("pray-at-home has 7 different ones in ru" in problem.message for problem in few(folder))


@pytest.mark.parametrize("phrasing", ["may i stand alone with a poster", "May I stand alone, with a poster?"])
def test_a_phrasing_that_an_entry_has_twice(folder: Folder, phrasing: str) -> None:
    folder.replace(PICKET, "with a poster]", f"with a poster, '{phrasing}']")
    assert new_codes(folder) == ["repeated-phrasing"]
    problem = the(folder, "repeated-phrasing")
    assert problem.severity == "warning"
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, f"'{phrasing}'")
    assert "in line 14" in problem.message


def test_a_phrasing_that_a_topic_and_small_talk_have_twice(folder: Folder) -> None:
    folder.replace("outside.yaml", "en: [hello", "en: [Hello!, hello")
    folder.replace(ASSEMBLY, "  en: [", "  en: [word of its own, Word of its OWN, ")
    assert new_codes(folder) == ["repeated-phrasing"] * 2


def test_no_phrasings_at_all(folder: Folder) -> None:
    folder.replace(PRAY, "  ru: [можно ли собираться дома на молитву]\n", "")
    found = [problem for problem in few(folder) if "pray-at-home has 0 different ones in ru" in problem.message]
    assert [(problem.place.line, problem.place.column) for problem in found] == [(11, 3)]
