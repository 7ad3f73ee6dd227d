"""Draws in a process of its own (`python -m bot.posters`): words on its standard input, files on its standard output.

Drawing takes most of a second of computing; in a thread it would hold up other people's answers (docs/decisions).
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Final

from bot.posters.drawn import Drawn
from bot.posters.text import PosterText

PATIENCE: Final = 60.0
"""Seconds after which drawing is given up; on a busy machine it takes five."""

_ENVIRONMENT: Final = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
"""All that the process is told of ours: no setting, and no secret."""


class DrawingError(Exception):
    """A poster could not be drawn; the message says how the process ended, and nothing of what it was to draw."""


async def draw_apart(text: PosterText) -> Drawn:
    """Draw a poster in a process of its own, which ends with it. Raises `DrawingError`."""
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.posters",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,  # a traceback would quote the text
        env=environment,
        start_new_session=True,  # Ctrl-C is for the bot, which then ends this
    )
    try:
        async with asyncio.timeout(PATIENCE):
            packed, _ = await process.communicate(json.dumps(asdict(text)).encode())
    except TimeoutError:
        raise DrawingError(f"a poster was not drawn within {PATIENCE:.0f} s") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise DrawingError(f"the process that draws posters ended with {process.returncode}")
    return Drawn.unpack(packed)
