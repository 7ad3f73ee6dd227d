"""What would not go through Telegram as it was meant."""

import pytest

from bot.cards import Card
from bot.cards.card import Block, Span
from bot.check.cards import entry_places, page_problems
from bot.knowledge import Ref
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


def test_a_short_card_that_does_not_fit_into_one_message(folder: Folder) -> None:
    protest = "topics/assembly/questions/protest-without-permission.yaml"
    folder.replace(protest, "Do not share this card", "Think of it before. " * 210 + "Do not share this card")
    problem = the(folder, "card-too-long")
    assert "the short card" in problem.message
    assert (problem.place.line, problem.place.column) == folder.place(protest, "No, not without risk")


def test_foundations_may_go_over_to_the_next_page(folder: Folder) -> None:
    folder.replace(ASSEMBLY, "In 2009 every", "It was so. " * 400 + "In 2009 every")
    assert new_codes(folder) == []


def test_a_label_that_is_too_long(folder: Folder) -> None:
    folder.replace(
        PICKET, "Can one person hold a picket?", "Can one person hold a picket" + " in the street" * 3 + "?"
    )
    problem = the(folder, "label-too-long")
    assert (problem.place.line, problem.place.column) == folder.place(PICKET, "Can one person")


@pytest.mark.parametrize(("spans", "codes"), [(100, []), (101, ["too-much-markup"])])
def test_a_page_with_more_markup_than_telegram_shows(spans: int, codes: list[str]) -> None:
    ref = Ref("question", "pray-at-home")
    card = Card("en", (Block((tuple(Span("a", "bold") for _ in range(spans)),)),), ref)
    assert [problem.code for problem in page_problems(card, ref, entry_places(read_files(SMALL_BASE)))] == codes
