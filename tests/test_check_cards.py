"""What would not go through Telegram as it was meant."""

import pytest

from bot.cards import Button, Card, ChooseLanguage, ShowEntry, ShowTopics
from bot.cards.card import Block, Span
from bot.check.cards import button_problems, callback_length, entry_places, page_problems
from bot.handlers.callback import encode
from bot.knowledge import LANGUAGES, Ref
from bot.knowledge.loader import read_files
from tests.support.base import SMALL_BASE, Folder
from tests.support.checked import new_codes, the

PICKET = "topics/assembly/questions/one-person-picket.yaml"
ASSEMBLY = "topics/assembly/topic.yaml"


def test_an_answer_that_does_not_fit_on_the_first_page(folder: Folder) -> None:
    folder.replace(PICKET, "Yes, but it needs a notice too.", "Yes. It needs a notice too. " * 150)
    assert new_codes(folder) == ["card-too-long", "long-answer"]
    problem = the(folder, "card-too-long")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Yes. It needs")


def test_an_update_that_does_not_fit_on_the_first_page(folder: Folder) -> None:
    folder.replace(ASSEMBLY, "A notice goes", "A notice it is. " * 270 + "A notice goes")
    assert new_codes(folder) == ["card-too-long"]


def test_foundations_may_go_over_to_the_next_page(folder: Folder) -> None:
    folder.replace(ASSEMBLY, "In 2009 every", "It was so. " * 400 + "In 2009 every")
    assert new_codes(folder) == []


def test_a_label_that_is_too_long(folder: Folder) -> None:
    folder.replace(
        PICKET, "Can one person hold a picket?", "Can one person hold a picket" + " in the street" * 3 + "?"
    )
    problem = the(folder, "label-too-long")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Can one person")


@pytest.mark.parametrize("page", [0, 7, 9999])
def test_the_length_of_what_a_button_sends_is_that_of_the_bot(page: int) -> None:
    for language in LANGUAGES:
        action = ShowEntry(Ref("question", "a" * 48), language, page)
        assert callback_length(action) == len(encode(action).encode())
        assert callback_length(ShowTopics(language)) == len(encode(ShowTopics(language)))
        assert callback_length(ChooseLanguage(language)) == len(encode(ChooseLanguage(language)))


def test_a_button_that_sends_too_much() -> None:
    long = Ref("question", "a" * 60)
    where = {
        **entry_places(read_files(SMALL_BASE)),
        long: entry_places(read_files(SMALL_BASE))[Ref("topic", "liberty")],
    }
    assert [problem.code for problem in button_problems(Button("?", ShowEntry(long, "kk")), where)] == [
        "callback-too-long"
    ]


@pytest.mark.parametrize(("spans", "codes"), [(100, []), (101, ["too-much-markup"])])
def test_a_page_with_more_markup_than_telegram_shows(spans: int, codes: list[str]) -> None:
    ref = Ref("question", "pray-at-home")
    card = Card("en", (Block((tuple(Span("a", "bold") for _ in range(spans)),)),), ref)
    assert [problem.code for problem in page_problems(card, ref, entry_places(read_files(SMALL_BASE)))] == codes
