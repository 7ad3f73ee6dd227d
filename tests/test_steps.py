"""The normalising steps of search, each alone, then all of them together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.steps import MAX_CHARACTERS, TEXT_STEPS, WORD_STEPS, analyse

STEPS = {step.name: step.apply for step in (*TEXT_STEPS, *WORD_STEPS)}


@pytest.mark.parametrize(
    ("step", "typed", "expected"),
    [
        ("shorten", "митинг", "митинг"),
        ("shorten", "а" * MAX_CHARACTERS, "а" * MAX_CHARACTERS),
        ("shorten", "а" * 1500 + "б" * 1500, "а" * 1000 + " " + "б" * 1000),
        ("compose", "МИТИНГ", "митинг"),
        ("compose", "Құқық", "құқық"),
        ("compose", "и\u0306", "й"),
        ("compose", "е\u0308", "ё"),
        ("compose", "ｒａｌｌｙ", "rally"),
        ("compose", "ﬁne", "fine"),
        ("compose", "STRASSE ß", "strasse ss"),
        ("compose", "a\u00a0b", "a b"),
        ("apostrophes", "don't don’t donʼt don`t", "dont dont dont dont"),
        ("apostrophes", "'quoted'", "'quoted'"),
        ("letters", "құқық", "кукык"),
        ("letters", "әғқңөұүһі", "агкноуухи"),
        ("letters", "ещё объезд", "еще обьезд"),
        ("letters", "rally", "rally"),
        ("stem", "митинги", "митинг"),
        ("stem", "митингов", "митинг"),
        ("stem", "задержанного", "задерж"),
        ("stem", "detained", "detain"),
        ("stem", "rallies", "ralli"),
        ("stem", "жиналыстарга", "жиналы"),
        ("stem", "15", "15"),
        ("stem", "а", "а"),
    ],
)
def test_a_step(step: str, typed: str, expected: str) -> None:
    assert STEPS[step](typed) == expected


@given(st.text(), st.sampled_from(sorted(STEPS)))
def test_no_step_fails_whatever_the_text(text: str, step: str) -> None:
    assert isinstance(STEPS[step](text), str)


def test_steps_have_names_of_their_own() -> None:
    assert len(STEPS) == len(TEXT_STEPS) + len(WORD_STEPS)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Can I protest?", ("can", "i", "protest")),
        ("  Можно?!  Нельзя...", ("можно", "нельзя")),
        ("жиналыс-митинг", ("жиналыс", "митинг")),
        ("snake_case 9:00", ("snake", "case", "9", "00")),
        ("🙂 !!! —", ()),
        ("", ()),
    ],
)
def test_a_text_is_split_into_its_words(typed: str, words: tuple[str, ...]) -> None:
    assert analyse(typed).words == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("құқық қорғау", "кукык коргау"),
        ("ещё", "еще"),
        ("Митинги", "митингов"),
        ("I don't", "i dont"),
        ("DETAINED", "detain"),
        ("жиналыстарға", "жиналыстан"),
    ],
)
def test_what_people_type_alike_has_the_same_stems(one: str, other: str) -> None:
    assert analyse(one).stems == analyse(other).stems


def test_the_trace_shows_each_step_in_its_order() -> None:
    analysis = analyse("Құқықтарым Don't!")
    names = [name for name, _ in analysis.trace]
    assert names == [*(step.name for step in TEXT_STEPS), "words", *(step.name for step in WORD_STEPS)]
    assert dict(analysis.trace)["compose"] == "құқықтарым don't!"
    assert dict(analysis.trace)["words"] == " ".join(analysis.words)
    assert analysis.trace[-1][1] == " ".join(analysis.stems)


@given(st.text(max_size=300))
def test_every_text_is_analysed_the_same_each_time(text: str) -> None:
    analysis = analyse(text)
    assert len(analysis.words) == len(analysis.stems)
    assert analyse(text) == analysis
