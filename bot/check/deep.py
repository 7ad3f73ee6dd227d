"""What search knows: phrasings that, had it not learnt them, it would clearly take for something else.

Phrasings are left out of the index in folds, and each is asked for with its own fold left out.
"""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from bot.check.codes import STOLEN_PHRASING
from bot.check.passages import Phrase, phrases
from bot.knowledge import AsideRef, Problem, Ref
from bot.knowledge.files import Files
from bot.knowledge.loader import read_files
from bot.search import Answer, Decision, Lexicon, Refuse, Search, documents

FOLDS: Final = 10
"""Each phrasing is asked for with this share of all left out; more folds leave out less and take longer."""

MARGIN: Final = 0.5
"""By how much (of a likelihood, 0 to 1) another entry must be ahead to win clearly."""

_PROCESSES: Final = 2

_ASIDES: Final = {"smalltalk": "the small talk", "neighbour": "the neighbouring subject"}


@dataclass(frozen=True, slots=True)
class Win:
    """Something else won a phrasing: which phrasing, by its number, what won it, and what search would do."""

    number: int
    winner: Ref | AsideRef
    outcome: str
    ahead: float


def stolen_phrasings(files: Files, root: Path) -> Iterator[Problem]:
    """Phrasings of questions and recommendations that another entry, or an aside, clearly wins."""
    asked = list(phrases(files))
    with ProcessPoolExecutor(_PROCESSES, mp_context=get_context("spawn")) as pool:
        wins = [win for fold in pool.map(partial(wins_of_fold, root), range(FOLDS)) for win in fold]
    for win in wins:
        phrase = asked[win.number]
        message = f"'{phrase.text}' would be {win.outcome} ({win.ahead:.2f} ahead of {phrase.target.id})"
        yield STOLEN_PHRASING.at(phrase.place, message)


def wins_of_fold(root: Path, fold: int, folds: int = FOLDS) -> list[Win]:
    """What others win of one fold. It reads the base anew, so that it can run in a process of its own."""
    files = read_files(root)
    base = files.base()
    left_out = [(number, phrase) for number, phrase in enumerate(phrases(files)) if number % folds == fold]
    unknown = {(phrase.target, phrase.language, phrase.text.casefold()) for _, phrase in left_out}
    known = [
        document
        for document in documents(base)
        if (document.target, document.language, document.text.casefold()) not in unknown
    ]
    search = Search(base, lexicon=Lexicon(known, base.words))
    return [win for number, phrase in left_out if (win := _win(search, number, phrase)) is not None]


def _win(search: Search, number: int, phrase: Phrase) -> Win | None:
    own = phrase.target
    if not isinstance(own, Ref) or own.kind == "topic":
        return None
    explanation = search.explain(phrase.text)
    won = _winner(explanation.decision)
    if won is None or won[0] == own:
        return None
    winner, outcome, score = won
    own_score = next((each.score for each in explanation.candidates if each.ref == own), 0.0)
    ahead = score - own_score
    return Win(number, winner, outcome, ahead) if ahead >= MARGIN else None


def _winner(decision: Decision) -> tuple[Ref | AsideRef, str, float] | None:
    """What search is sure of, what it would do with it, and how likely it finds it; None if it is sure of nothing."""
    match decision:
        case Answer(candidate=best):
            return best.ref, f"answered with {best.ref.payload}, because of '{best.nearest.text}'", best.score
        case Refuse(aside=AsideRef() as aside, score=score):
            return aside, f"taken for {_ASIDES[aside.kind]} '{aside.id}'", score
        case _:
            return None
