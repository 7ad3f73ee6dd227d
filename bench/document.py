"""Sections of docs/benchmarks.md, each between markers of its own: a benchmark writes only what it measured."""

import os
import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

DOCUMENT: Final = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

TITLE: Final = (
    "# Benchmarks\n\nGenerated: `make bench`, `make bench-load` and `make bench-faults` write their sections anew.\n"
)


def put_section(name: str, text: str) -> None:
    """Put a section between its markers, at the end if it is new; nothing else in the document changes."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    section = f"{begin}\n{text.strip()}\n{end}\n"
    document = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else TITLE
    before, found, rest = document.partition(begin)
    if found:
        document = before + section + rest.partition(end)[2].removeprefix("\n")
    else:
        document = f"{document.rstrip()}\n\n{section}"
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document, "utf-8")


def section_of(name: str) -> str:
    """What stands between the markers of a section; empty if it is not there."""
    document = DOCUMENT.read_text("utf-8") if DOCUMENT.exists() else ""
    return document.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def circumstances() -> str:
    """When and on what it was measured, in one sentence."""
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()}, python-telegram-bot"
        f" {version('python-telegram-bot')}, {os.cpu_count()} cores shared with other work, bot and Bot API server"
        " on the same machine: compare figures of one run with each other only."
    )
