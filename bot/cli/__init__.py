"""The command line: `quqyq run`, `chat`, `ask`, `export`, and what moderators use."""

import sys
from io import TextIOWrapper

from bot.collecting import nothing_collected


def main() -> None:
    """Run the command line. What it prints is UTF-8, whatever the machine's own encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    with nothing_collected():
        from bot.cli.commands import app  # noqa: PLC0415 - so that its many modules are loaded within
    app()
