"""All checks in one call."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.check.cards import card_problems
from bot.check.deep import stolen_phrasings
from bot.check.letters import mixed_letters, wrong_languages
from bot.check.permanence import permanence_problems
from bot.check.questions import few_phrasings, repeated_phrasings, shared_phrasings
from bot.check.references import unreached
from bot.check.since import SinceError, since_problems
from bot.check.sources import source_problems
from bot.check.strays import stray_files
from bot.check.text import differing_figures, long_answers, long_sentences, lost_figures, tenge_by_hand
from bot.check.words import word_problems
from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import Files
from bot.knowledge.loader import read_files
from bot.knowledge.scenes import read_scenes

_CANNOT_RUN = "no-base"


class CheckError(Exception):
    """The check could not run; the message says why."""


def check(root: Path, today: date, since: str | None = None, *, deep: bool = False) -> list[Problem]:
    """Everything that is wrong with the base in the folder `root`, sorted by place.

    `since` is an earlier revision to compare with; `deep` also asks search. If the base cannot be loaded, only what
    keeps it from being loaded is reported, and what is wrong with files beside it. Raises `CheckError` if the check
    could not run.
    """
    root = root.resolve()
    try:
        files = read_files(root)
    except KnowledgeError as error:
        if any(problem.code == _CANNOT_RUN for problem in error.problems):
            raise CheckError(f"{root}: there is no such folder") from error
        return sorted([*error.problems, *_beside(root)])
    problems = [*_beside(root), *check_files(files, today)]
    if since is not None:
        try:
            problems += since_problems(files, root, since)
        except SinceError as error:
            raise CheckError(str(error)) from error
    if deep:
        problems += stolen_phrasings(files, root)
    return sorted(problems)


def _beside(root: Path) -> Iterator[Problem]:
    """What is wrong with files that are no part of the base: scenes, and files that nothing reads."""
    try:
        read_scenes(root)
    except KnowledgeError as error:
        yield from error.problems
    yield from stray_files(root)


def check_files(files: Files, today: date) -> Iterator[Problem]:
    """The checks that need nothing but the files of a base and the day."""
    yield from lost_figures(files)
    yield from differing_figures(files)
    yield from mixed_letters(files)
    yield from wrong_languages(files)
    yield from long_sentences(files)
    yield from long_answers(files)
    yield from tenge_by_hand(files)
    yield from card_problems(files, today)
    yield from few_phrasings(files)
    yield from repeated_phrasings(files)
    yield from shared_phrasings(files)
    yield from unreached(files)
    yield from source_problems(files, today)
    yield from permanence_problems(files)
    yield from word_problems(files)
