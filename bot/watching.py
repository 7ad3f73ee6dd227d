"""Picks up a changed base while the bot runs: loaded, checked and swapped as one value, or reported and left."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
from watchfiles import Change, awatch

from bot.check import check
from bot.handlers.context import Services
from bot.knowledge import KnowledgeError, Problem
from bot.library import open_library, today

_LOG: Final = structlog.stdlib.get_logger(__name__)

SETTLE: Final = 1_000
"""Milliseconds without a further change after which a folder is read: a merge writes many files."""


async def watch(folder: Path, services: Services, told: Callable[[], None] = lambda: None) -> None:
    """Reload `services.library` whenever a YAML file below `folder` has changed; runs until it is cancelled.

    `told` is called after each attempt, whether the base was taken or not.
    """
    async for _ in awatch(folder, watch_filter=_is_yaml, step=SETTLE, recursive=True):
        await reload(folder, services)
        told()


async def reload(folder: Path, services: Services) -> tuple[Problem, ...]:
    """Load and check the base in `folder` and put it in the place of the running one.

    Returns the errors for which it was not taken; empty if it was. Answers go on meanwhile from the old one.
    """
    problems = await asyncio.to_thread(_load, folder, services)
    for problem in problems:
        _LOG.error("the changed base is not taken", problem=str(problem))
    if not problems:
        _LOG.info("the changed base is in use", questions=len(services.library.base.questions))
    return problems


def _load(folder: Path, services: Services) -> tuple[Problem, ...]:
    try:
        errors = tuple(problem for problem in check(folder, today()) if problem.severity == "error")
        if errors:
            return errors
        services.library = open_library(folder, services.voices)  # one reference: no answer sees half of each
    except KnowledgeError as error:
        return error.problems
    return ()


def _is_yaml(_: Change, path: str) -> bool:
    return path.endswith((".yaml", ".yml"))
