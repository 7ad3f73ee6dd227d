"""Dates in words, as the three languages write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.dates import format_partial_date
from bot.knowledge import LANGUAGES, Language


@pytest.mark.parametrize(
    ("value", "language", "expected"),
    [
        ("2020", "kk", "2020 жыл"),
        ("2020", "ru", "2020 год"),
        ("2020", "en", "2020"),
        ("2020-05", "kk", "2020 жылғы мамыр"),
        ("2020-05", "ru", "май 2020 года"),
        ("2020-05", "en", "May 2020"),
        ("2020-05-25", "kk", "2020 жылғы 25 мамыр"),
        ("2020-05-25", "ru", "25 мая 2020 года"),
        ("2020-05-25", "en", "25 May 2020"),
        ("2026-07-01", "ru", "1 июля 2026 года"),
        ("2024-02-29", "en", "29 February 2024"),
    ],
)
def test_a_date_is_written_out(value: str, language: Language, expected: str) -> None:
    assert format_partial_date(value, language).casefold() == expected.casefold()


@pytest.mark.parametrize("value", ["", "soon", "2020-13", "2023-02-29", "2020-1-2-x"])
def test_what_is_no_date_is_an_error(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        format_partial_date(value, "en")


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(LANGUAGES))
def test_every_date_says_its_year_and_day(day: date, language: Language) -> None:
    words = format_partial_date(day.isoformat(), language).split()
    assert str(day.year) in words
    assert str(day.day) in words
