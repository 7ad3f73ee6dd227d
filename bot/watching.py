"""Picks up a changed base while the bot runs: loaded, checked and swapped as one value, or reported and left."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
from watchfiles import awatch

from bot.check import check_files
from bot.handlers.context import Services
from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.loader import read_files
from bot.library import Library, library_of, today
from bot.search import Learning

_LOG: Final = structlog.stdlib.get_logger(__name__)

SETTLE: Final = 1_000
"""Milliseconds without a further change after which a folder is read: a merge writes many files."""

LOOK: Final = 4_000
"""Milliseconds after which the folder is looked at even if nothing was heard: one that was put in its place whole, or
lies on a network, tells nobody."""

State = frozenset[tuple[str, int, int]]


async def watch(
    folder: Path, services: Services, learning: Learning, told: Callable[[], None] = lambda: None
) -> None:
    """Reload `services.library` whenever a YAML file below `folder` has changed; runs until it is cancelled.

    `told` is called after each attempt, whether the base was taken or not. No error ends it.
    """
    seen = await asyncio.to_thread(_state, folder)
    while True:
        try:
            async for _ in awatch(folder, step=SETTLE, rust_timeout=LOOK, yield_on_timeout=True):
                state = await asyncio.to_thread(_state, folder)
                if state != seen:
                    seen = state
                    await reload(folder, services, learning)
                    told()
        except Exception as error:
            _LOG.error("the base cannot be watched", error=type(error).__name__)
        await asyncio.sleep(LOOK / 1_000)


async def reload(folder: Path, services: Services, learning: Learning) -> tuple[Problem, ...]:
    """Load and check the base in `folder` and put it in the place of the running one.

    Returns the errors for which it was not taken; empty if it was. Answers go on meanwhile from the old one.
    """
    loaded = await asyncio.to_thread(_load, folder, services, learning)
    if isinstance(loaded, Library):
        services.library = loaded
        _LOG.info("the changed base is in use", questions=len(loaded.base.questions))
        return ()
    for problem in loaded:
        _LOG.error("the changed base is not taken", problem=str(problem))
    services.alerts.base_not_taken(len(loaded), str(loaded[0]))
    return loaded


def _load(folder: Path, services: Services, learning: Learning) -> Library | tuple[Problem, ...]:
    try:
        files = read_files(folder)
    except KnowledgeError as error:
        return error.problems
    errors = tuple(problem for problem in check_files(files, today()) if problem.severity == "error")
    return errors or library_of(files.base(), services.voices, learning)


def _state(folder: Path) -> State:
    """What stands in the folder now, by name, time and size; empty if it is not there."""
    found = []
    for path in folder.rglob("*.y*ml"):
        try:
            status = path.stat()
        except OSError:  # gone since it was listed
            continue
        found.append((str(path), status.st_mtime_ns, status.st_size))
    return frozenset(found)
