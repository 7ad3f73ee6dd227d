"""Text in Latin letters: the wrong layout, Latin spelling, or just Latin letters; and single words misspelt."""

import pytest

from bot.library import Library
from bot.search import Answer
from bot.search.readings import AS_TYPED, readings
from bot.search.spelling import Vocabulary


@pytest.mark.parametrize(
    ("name", "typed", "read"),
    [
        ("layout-ru", "vj;yj kb ghjntcnjdfnm", "можно ли протестовать"),
        ("layout-ru", "GBRTN", "пикет"),
        ("layout-kk", "090s0", "құқық"),
        ("layout-kk", "5fk2v", "ғаләм"),
        ("latin-ru", "mozhno li vyiti na miting", "можно ли выйти на митинг"),
        ("latin-ru", "bez razresheniya", "без разрешения"),
        ("latin-kk", "ruqsatsyz jinalys", "руқсатсыз жіналыс"),
        ("latin-kk", "qūqyğym bar ma", "құқығым бар ма"),
    ],
)
def test_a_reading(name: str, typed: str, read: str) -> None:
    assert {reading.name: reading.text for reading in readings(typed)}[name] == read


def test_the_first_reading_is_the_text_itself_and_has_no_penalty() -> None:
    first, *others = readings("can I protest")
    assert (first.name, first.text, first.penalty) == (AS_TYPED, "can I protest", 0.0)
    assert all(other.penalty > 0 for other in others)


@pytest.mark.parametrize("typed", ["можно ли митинговать", "құқығым бар ма", "112!?", ""])
def test_a_text_without_latin_letters_has_one_reading(typed: str) -> None:
    assert [reading.name for reading in readings(typed)] == [AS_TYPED]


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("can I protest without permission", AS_TYPED),
        ("рұқсатсыз митинг", AS_TYPED),
        ("vj;yj kb ghjntcnjdfnm ,tp hfphtitybz", "layout-ru"),
        ("mozhno li protestovat bez razresheniya", "latin"),
    ],
)
def test_the_words_of_the_base_choose_the_reading(library: Library, typed: str, chosen: str) -> None:
    assert library.search.explain(typed).reading.startswith(chosen)


@pytest.mark.parametrize("typed", ["vj;yj kb ghjntcnjdfnm ,tp hfphtitybz", "mozhno li protestovat bez razresheniya"])
def test_what_is_read_is_answered_in_its_language(library: Library, typed: str) -> None:
    decision = library.search.decide(typed)
    assert isinstance(decision, Answer)
    assert decision.language == "ru"
    assert decision.candidate.ref.id == "protest-without-permission"


@pytest.mark.parametrize(
    ("typed", "repaired"),
    [
        ("митнг", "митинг"),  # a letter lost
        ("митингг", "митинг"),  # a letter too many
        ("мтиинг", "митинг"),  # two letters swapped
        ("разришения", "разрешения"),  # another letter
        ("разршиения", "разрешения"),  # two errors in a long word
        ("метнг", "метнг"),  # two errors in a short one: left alone
        ("суп", "суп"),  # too short to tell
        ("2020", "2020"),
        ("митинг", "митинг"),
        ("велосипед", "велосипед"),  # nothing is near
    ],
)
def test_spelling(typed: str, repaired: str) -> None:
    assert Vocabulary(["митинг", "разрешения", "суд", "2009"]).repair(typed) == repaired
