"""What the check finds in a folder that a test has broken, beyond what it finds in the small base as it is."""

from collections import Counter
from datetime import date
from functools import cache

from bot.check import check
from bot.knowledge import Problem
from tests.support.base import SMALL_BASE, TODAY, Folder


@cache
def usual() -> Counter[str]:
    """The codes that the small base has anyway: it is small, and some of it is not reached."""
    return Counter(problem.code for problem in check(SMALL_BASE, TODAY))


def new_codes(folder: Folder, today: date = TODAY) -> list[str]:
    """The codes that a test's change has brought, in order of the alphabet."""
    found = Counter(problem.code for problem in check(folder.path, today))
    return sorted((found - usual()).elements())


def the(folder: Folder, code: str, today: date = TODAY) -> Problem:
    """The one finding with a code."""
    found = [problem for problem in check(folder.path, today) if problem.code == code]
    assert len(found) == 1, found
    return found[0]
