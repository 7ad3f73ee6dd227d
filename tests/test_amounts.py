"""Amounts in MCI get their tenge for the running year, and never a wrong number."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.amounts import with_tenge
from bot.knowledge import Language
from bot.knowledge.models import AmountsFile, MonthlyIndex
from tests.support.base import voices

AMOUNTS = AmountsFile(mci=(MonthlyIndex(year=2026, tenge=4325, update="mci-2026"),))


def shown(text: str, language: Language = "ru", year: int = 2026) -> str:
    """The text as a card shows it, with every kind of space as a plain one."""
    return " ".join(with_tenge(text, voices()[language], AMOUNTS, year).split())


@pytest.mark.parametrize(
    ("language", "text", "tenge"),
    [
        ("kk", "30 АЕК айыппұл", "129 750 теңге"),
        ("kk", "30 АЕК-ке дейін", "129 750 теңге"),
        ("ru", "штраф 30 МРП", "129 750 тенге"),
        ("en", "a fine of 30 MCI.", "129,750 tenge"),
        ("en", "1 MCI", "4,325 tenge"),
    ],
)
def test_the_tenge_of_the_running_year_stand_behind_an_amount(language: Language, text: str, tenge: str) -> None:
    before, bracket, behind = shown(text, language).partition(" (")
    added, _, rest = behind.partition(")")
    assert bracket
    assert before + rest == text
    assert re.search(r"(АЕК|МРП|MCI)(-ке)?$", before)
    assert tenge in added
    assert "2026" in added


@pytest.mark.parametrize("year", [2025, 2027])
def test_they_are_left_out_for_a_year_that_the_base_has_not(year: int) -> None:
    assert shown("30 МРП и 50 МРП", year=year) == "30 МРП и 50 МРП"


def test_only_the_first_amount_says_the_year() -> None:
    assert shown("30 МРП, потом 50 МРП") == "30 МРП (129 750 тенге в 2026 году), потом 50 МРП (216 250 тенге)"


def test_an_amount_that_comes_again_is_said_once() -> None:
    assert shown("30 МРП и снова 30 МРП") == "30 МРП (129 750 тенге в 2026 году) и снова 30 МРП"


@pytest.mark.parametrize("number", ["1000", "1 000", "1\u00a0000", "1\u202f000", "1,000"])
def test_a_thousand_is_read_however_it_is_written(number: str) -> None:
    assert "(4 325 000 тенге в 2026 году)" in shown(f"{number} МРП")


@pytest.mark.parametrize(
    "text",
    ["МРП", "30 тенге", "30 MCIX", "7,5 МРП", "0.5 MCI", "в 2026 году МРП", "30. МРП — это", "статья 30 МР", ""],
)
def test_what_is_no_whole_amount_is_left_alone(text: str) -> None:
    assert shown(text) == text


def test_of_a_range_the_upper_end_is_counted() -> None:
    assert shown("20–30 МРП") == "20–30 МРП (129 750 тенге в 2026 году)"


@given(st.integers(1, 999_999), st.sampled_from(("АЕК", "МРП", "MCI")))
def test_every_amount_is_multiplied_right(number: int, unit: str) -> None:
    text = shown(f"{number} {unit}", "en")
    assert text == f"{number} {unit} ({number * 4325:,} tenge in 2026)"


@given(st.text(alphabet="0123 ,.\u00a0МРПAMCI-к()"))
def test_nothing_that_was_written_is_lost(text: str) -> None:
    with_added = with_tenge(text, voices()["ru"], AMOUNTS, 2026)
    letters = iter(with_added)
    assert all(letter in letters for letter in text)
