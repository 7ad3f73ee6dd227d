"""The bot as a process of its own, started as people start it."""

import asyncio
import os
import resource
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.support.base import SMALL_BASE

ENOUGH: Final = 60.0
"""Seconds that are waited at most for what a process does soon: a bound for busy machines, and no measure."""


class BotProcess:
    """`python -m bot ...` with the small base, in an empty folder, between `async with` and its end.

    `output` and `errors` hold what it has written once it has ended. With a `file_size` no file of it can grow
    beyond so many bytes, as on a full disk.
    """

    def __init__(
        self,
        *arguments: str,
        folder: Path,
        settings: Mapping[str, str] | None = None,
        file_size: int | None = None,
    ) -> None:
        self.output = ""
        self.errors = ""
        self._command = (sys.executable, "-m", "bot", *arguments)
        self._folder = folder
        self._settings = {
            "KNOWLEDGE_DIR": str(SMALL_BASE),
            "DATABASE_URL": f"sqlite:///{folder / 'data' / 'quqyq.db'}",
            "PYTHONWARNINGS": "error",
            **(settings or {}),
        }
        self._file_size = file_size
        self._process: Process
        self._output: asyncio.Task[tuple[bytes, bytes]]

    async def __aenter__(self) -> Self:
        """Start it."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            cwd=self._folder,
            env={**inherited, **self._settings},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            preexec_fn=None if self._file_size is None else partial(_limit, self._file_size),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.returncode is None:
            self._process.kill()
            await self._process.communicate()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        self._process.send_signal(number)

    async def ends(self, typed: bytes | None = None, *, seconds: float = ENOUGH) -> int:
        """Wait until it ends, at most so long; its exit code. `typed` is its standard input, which ends there."""
        async with asyncio.timeout(seconds):
            output, errors = await self._process.communicate(typed)
        self.output, self.errors = output.decode(), errors.decode()
        assert self._process.returncode is not None
        return self._process.returncode


def _limit(file_size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())
