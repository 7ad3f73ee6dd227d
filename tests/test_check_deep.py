"""What search knows about phrasings that it has not learnt."""

from bot.check import check
from bot.check.deep import FOLDS, wins_of_fold
from tests.support.base import TODAY, Folder

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
    wins = [win for fold in range(FOLDS) for win in wins_of_fold(folder.path, fold)]
    assert len({win.number for win in wins}) == len(wins) == 1


def test_an_entry_of_the_same_topic_takes_nothing_away(folder: Folder) -> None:
    name = "topics/assembly/questions/one-person-picket.yaml"
    folder.replace(name, "en: [may i", "en: [can i go and protest without a permission, may i")
    assert [win for fold in range(FOLDS) for win in wins_of_fold(folder.path, fold)] == []
