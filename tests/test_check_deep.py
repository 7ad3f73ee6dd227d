"""What search knows about phrasings that it has not learnt."""

import pytest

from bot.check import check
from bot.check.deep import FOLDS, Win, wins_of_fold
from bot.knowledge import AsideRef, Ref
from tests.support.base import TODAY, Folder

PICKET = "topics/assembly/questions/one-person-picket.yaml"
PRAY = "topics/religion/questions/pray-at-home.yaml"


def test_a_phrasing_that_another_question_wins(folder: Folder) -> None:
    folder.replace(PRAY, "en: [is it", "en: [can i go and protest without a permission, is it")
    found = [problem for problem in check(folder.path, TODAY, deep=True) if problem.code == "stolen-phrasing"]
    (problem,) = found
    assert (problem.place.line, problem.place.column) == folder.place(PRAY, "can i go and protest")
    assert problem.severity == "warning"
    assert "q_protest-without-permission" in problem.message


def test_every_phrasing_is_left_out_once(folder: Folder) -> None:
    folder.replace(PRAY, "en: [is it", "en: [can i go and protest without a permission, is it")
    assert len(wins(folder)) == 1


def wins(folder: Folder) -> list[Win]:
    return [win for fold in range(FOLDS) for win in wins_of_fold(folder.path, fold)]


def test_an_entry_of_the_same_topic_wins_as_any_other(folder: Folder) -> None:
    folder.replace(PICKET, "en: [may i", "en: [can i go and protest without a permission, may i")
    (win,) = wins(folder)
    assert win.winner == Ref("question", "protest-without-permission")
    assert win.outcome.startswith("answered with q_protest-without-permission, because of '")


@pytest.mark.parametrize(
    ("phrasing", "winner", "outcome"),
    [
        ("speeding ticket from the camera", AsideRef("neighbour", "traffic-fines"), "the neighbouring subject"),
        ("hi there good morning", AsideRef("smalltalk", "greeting"), "the small talk"),
    ],
)
def test_small_talk_and_neighbouring_subjects_win_too(
    folder: Folder, phrasing: str, winner: AsideRef, outcome: str
) -> None:
    folder.replace(PRAY, "en: [is it", f"en: [{phrasing}, is it")
    (win,) = wins(folder)
    assert win.winner == winner
    assert win.outcome == f"taken for {outcome} '{winner.id}'"


def test_no_phrasing_of_an_untouched_base_is_taken(folder: Folder) -> None:
    assert wins(folder) == []
