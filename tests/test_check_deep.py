"""What search knows about phrasings that it has not learnt."""

import pytest

from bot.check import check
from bot.check.deep import FOLDS, MARGIN, Win, wins_of_fold
from bot.check.passages import phrases
from bot.knowledge import AsideRef, Ref
from bot.knowledge.loader import read_files
from tests.support.base import TODAY, Folder

PICKET = "topics/assembly/questions/one-person-picket.yaml"
PRAY = "topics/religion/questions/pray-at-home.yaml"


def found(folder: Folder) -> set[tuple[int, int, str]]:
    return {
        (problem.place.line, problem.place.column, problem.message)
        for problem in check(folder.path, TODAY, deep=True)
        if problem.code == "stolen-phrasing" and problem.severity == "warning"
    }


def wins(folder: Folder) -> dict[str, Win]:
    """What is won, by phrasing; a base as small as this one loses some of its own as well."""
    asked = [phrase.text for phrase in phrases(read_files(folder.path))]
    return {asked[win.number]: win for fold in range(FOLDS) for win in wins_of_fold(folder.path, fold)}


def test_a_phrasing_that_another_question_wins(folder: Folder) -> None:
    before = found(folder)
    folder.replace(PRAY, "en: [is it", "en: [can i go and protest without a permission, is it")
    at = folder.place(PRAY, "can i go and protest")
    (problem,) = (each for each in found(folder) - before if each[:2] == at)
    assert "q_protest-without-permission" in problem[2]


def test_every_phrasing_is_left_out_once(folder: Folder) -> None:
    count = len(list(phrases(read_files(folder.path))))
    asked = [number for fold in range(FOLDS) for number in range(count) if number % FOLDS == fold]
    assert sorted(asked) == list(range(count))
    assert set(wins(folder)) <= {phrase.text for phrase in phrases(read_files(folder.path))}


def test_an_entry_of_the_same_topic_wins_as_any_other(folder: Folder) -> None:
    folder.replace(PICKET, "en: [may i", "en: [can i go and protest without a permission, may i")
    win = wins(folder)["can i go and protest without a permission"]
    assert win.winner == Ref("question", "protest-without-permission")
    assert win.outcome.startswith("answered with q_protest-without-permission, because of '")
    assert win.ahead >= MARGIN


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
    win = wins(folder)[phrasing]
    assert win.winner == winner
    assert win.outcome == f"taken for {outcome} '{winner.id}'"


def test_a_phrasing_that_others_bear_out_is_not_taken(folder: Folder) -> None:
    folder.replace(
        PRAY, "en: [is it", "en: [may i pray at home with my friends, may we pray at home with friends, is it"
    )
    assert not {"may i pray at home with my friends", "may we pray at home with friends"} & wins(folder).keys()
