"""Figures, sentences, answers and amounts."""

import pytest

from bot.check.figures import figures_of, has_figure
from bot.check.text import sentences
from bot.knowledge import Language
from tests.support.base import Folder
from tests.support.checked import new_codes, the

RELIGION = "topics/religion/topic.yaml"
ASSEMBLY = "topics/assembly/topic.yaml"
PICKET = "topics/assembly/questions/one-person-picket.yaml"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("11,1 %", "ru", {"11.1"}),
        ("11.1 %", "en", {"11.1"}),
        ("4 325 тенге", "ru", {"4325"}),
        ("4\u00a0325", "kk", {"4325"}),
        ("4,325", "en", {"4325"}),
        ("4,325 млн", "ru", {"4325000"}),
        ("1,000,000", "en", {"1000000"}),
        ("20 thousand", "en", {"20000"}),
        ("20 мың", "kk", {"20000"}),
        ("10 mln USD", "en", {"10000000"}),
        ("19.12.2006", "ru", {"19", "month 12", "2006"}),
        ("19 December 2006", "en", {"19", "month 12", "2006"}),
        ("2006 жылғы 19 желтоқсанда", "kk", {"19", "month 12", "2006"}),
        ("in December 2003", "en", {"month 12", "2003"}),
        ("2003 жылғы желтоқсанда", "kk", {"month 12", "2003"}),
        ("с 9:00 до 20:00", "ru", {"9", "20"}),
        ("9:30", "en", {"9", "30"}),
        ("570–590", "en", {"570", "590"}),
        ("347-1-бап", "kk", {"347", "1"}),
        ("01.08.2008", None, {"1", "month 8", "2008"}),
        ("you may march 5 days later", "en", {"5"}),
        ("никаких чисел", "ru", set()),
    ],
)
def test_figures_have_one_form(text: str, language: Language | None, expected: set[str]) -> None:
    assert set(figures_of(text, language)) == expected


@pytest.mark.parametrize(
    ("figure", "text", "language", "has"),
    [
        ("2", "for two years", "en", True),
        ("2", "вторая часть", "ru", True),
        ("2", "екі жыл", "kk", True),
        ("3", "сол үшін", "kk", False),
        ("10", "оны ұстады", "kk", False),
        ("5", "пятьдесят", "ru", False),
        ("50", "более пятидесяти", "ru", True),
        ("6", "sixteen", "en", False),
        ("month 11", "2025 жылғы қаңтардан қарашаның басына дейін", "kk", True),
        ("month 5", "this may happen", "en", False),
        ("month 5", "к маю", "ru", True),
    ],
)
def test_a_small_figure_may_be_a_word(figure: str, text: str, language: Language, has: bool) -> None:
    assert has_figure(figure, text, language) is has


def test_a_figure_of_the_paragraph_that_no_language_lost(folder: Folder) -> None:
    folder.replace(RELIGION, "    doubt:", "    figures: ['7', '154', '11,1']\n    doubt:")
    assert new_codes(folder) == []


def test_a_figure_of_the_paragraph_that_all_languages_lost(folder: Folder) -> None:
    folder.replace(RELIGION, "    doubt:", "    figures: ['7', 19.12.2006]\n    doubt:")
    problem = the(folder, "lost-figure")
    assert (problem.place.line, problem.place.column) == folder.place(RELIGION, "19.12.2006")
    assert "kk, ru, en" in problem.message


def test_a_figure_without_digits_is_none(folder: Folder) -> None:
    folder.replace(RELIGION, "    doubt:", "    figures: [many]\n    doubt:")
    assert new_codes(folder) == ["wrong-value"]


def test_a_figure_that_one_language_lost(folder: Folder) -> None:
    folder.replace(RELIGION, "7 of 154 people", "7 of many people")
    problem = the(folder, "figure-differs")
    assert (problem.place.line, problem.place.column) == folder.place(RELIGION, "154 адамның")
    assert "not in en" in problem.message


def test_a_figure_that_one_language_changed(folder: Folder) -> None:
    folder.replace(ASSEMBLY, "за 5 рабочих", "за 6 рабочих")
    assert new_codes(folder) == ["figure-differs", "figure-differs"]


def test_a_figure_that_an_answer_lost(folder: Folder) -> None:
    folder.replace(PICKET, "Write to the akimat 5 working", "Write to the akimat some working")
    problem = the(folder, "answer-figure-differs")
    assert problem.severity == "warning"


def test_a_long_sentence(folder: Folder) -> None:
    folder.replace(PICKET, "Yes, but", "Yes. But " + "again and " * 15)
    problem = the(folder, "long-sentence")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "But again and")


def test_thirty_words_are_not_too_many(folder: Folder) -> None:
    folder.replace(PICKET, "  en: Yes, but it needs a notice too.", "  en: Yes, " + "word " * 28 + "end.")
    assert new_codes(folder) == []


def test_abbreviations_and_numbers_do_not_end_a_sentence() -> None:
    text = "По ст. 5 и т. д. можно. Law No. 8. Үш ай. 9 күн. Нельзя? «Да». (Нет!) Ждать долго. 3 дня."
    assert sentences(text) == [
        "По ст. 5 и т. д. можно.",
        "Law No. 8.",
        "Үш ай.",
        "9 күн.",
        "Нельзя?",
        "«Да».",
        "(Нет!",
        "Ждать долго.",
        "3 дня.",
    ]


def answer_of(length: int) -> str:
    """An answer with this many characters, in short sentences."""
    return ("Yes. It needs a notice. " * length)[: length - 1] + "."


@pytest.mark.parametrize(
    ("length", "severity", "limit"), [(701, "warning", 700), (900, "warning", 700), (901, "error", 900)]
)
def test_an_answer_that_is_too_long(folder: Folder, length: int, severity: str, limit: int) -> None:
    folder.replace(
        PICKET, "Yes, but it needs a notice too. Write to the akimat 5 working days before.", answer_of(length)
    )
    problem = the(folder, "long-answer")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Yes. It needs")
    assert problem.severity == severity
    assert f"has {length} characters in en, more than {limit}" in problem.message


def test_an_answer_of_700_characters_is_not_too_long(folder: Folder) -> None:
    folder.replace(
        PICKET, "Yes, but it needs a notice too. Write to the akimat 5 working days before.", answer_of(700)
    )
    assert "long-answer" not in new_codes(folder)


@pytest.mark.parametrize("amount", ["129 750 теңге", "129 750 тенге", "129,750 tenge", "₸129,750", "130 мың теңге"])
def test_tenge_by_hand(folder: Folder, amount: str) -> None:
    folder.replace(PICKET, "Yes, but", f"Yes, or {amount}, but")
    assert "tenge-by-hand" in new_codes(folder)
    problem = the(folder, "tenge-by-hand")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, amount)


def test_tenge_in_the_update_that_tells_the_index(folder: Folder) -> None:
    folder.replace("amounts.yaml", "assembly-mci-2026", "assembly-notice-days")
    assert new_codes(folder) == ["tenge-by-hand"] * 3


def test_tenge_in_a_phrasing_is_what_people_say(folder: Folder) -> None:
    folder.replace(PICKET, "[одиночный пикет", "[штраф 100 000 тенге за пикет, одиночный пикет")
    assert new_codes(folder) == []
