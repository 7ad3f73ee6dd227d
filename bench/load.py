"""The real bot under load, beside a bare echo bot: writes the load section of docs/benchmarks.md.

    python -m bench.load [--people N] [--questions M] [--at-once K] [--compared C] [--mode polling|webhook|both]
        [--only PART ...] [--dry]

Each part starts bots as processes of their own against the local Bot API server, which is in this process together
with the people who ask. Everything stays on this machine and ends by itself. `--dry` prints and writes nothing.
"""

import argparse
import asyncio
import os
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from bench.document import circumstances, put_section, section_of
from bench.loads import Options, beside_echo, crowd, many, meanwhile, memory, starts, tell
from bench.town import MODES

BOTH: Final = "both"


async def everything(options: Options, only: Sequence[str], keep: Callable[[str], None]) -> str:
    """All parts one after the other, or only those that are named; the section.

    `keep` gets the section after each part. Parts that are not named stay in it as they were measured before.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts: dict[str, tuple[str, Callable[[], Awaitable[str]]]] = {
            "starts": ("Start and rest", lambda: starts(folder)),
            "many": ("Many questions", lambda: many(options, folder)),
            "memory": ("Memory over many questions", lambda: memory(options, folder)),
            "echo": ("Beside a bare echo bot, without search and store", lambda: beside_echo(options, folder)),
            "crowd": ("A thousand at once", lambda: crowd(options)),
            "meanwhile": ("Who presses and types meanwhile", lambda: meanwhile(options, folder)),
        }
        titles = [title for title, _ in parts.values()]
        done = {} if not only else subsections(section_of("load"))
        section = ""
        for key in only or parts:
            title, part = parts[key]
            tell(title)
            measured_now = await part()
            done[title] = f"{measured_now}\n\n{command(options, key)}"
            told = [f"### {title}\n\n{done[title]}" for title in titles if title in done]
            section = "\n\n".join((f"## Load\n\n{circumstances()}", *told))
            keep(section)
    return section


def subsections(section: str) -> dict[str, str]:
    """The parts of a section by their titles."""
    parts = (part.partition("\n") for part in section.split("\n### ")[1:])
    return {title: text.strip() for title, _, text in parts}


def command(options: Options, part: str) -> str:
    """How a part was measured, and how busy the machine was with this and other work."""
    asked = f"--people {options.people} --questions {options.questions} --compared {options.compared}"
    mode = options.modes[0] if len(options.modes) == 1 else BOTH
    return (
        f"`python -m bench.load --only {part} {asked} --mode {mode}`; the machine's load in the last five"
        f" minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    )


def main() -> None:
    """Measure and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=20_000, help="so many chats")
    parser.add_argument("--questions", type=int, default=100_000, help="over which memory is watched")
    parser.add_argument("--at-once", type=int, default=50, help="so many are unanswered at any time")
    parser.add_argument("--compared", type=int, default=2_000, help="questions with search, and to compare with")
    parser.add_argument("--mode", choices=[*MODES, BOTH], default=BOTH)
    parser.add_argument("--only", nargs="*", default=[], help="starts, many, memory, echo, crowd, meanwhile")
    parser.add_argument("--dry", action="store_true", help="print and write nothing")
    asked = parser.parse_args()
    modes = MODES if asked.mode == BOTH else (asked.mode,)
    options = Options(asked.people, asked.questions, asked.at_once, asked.compared, modes)
    keep = (lambda _: None) if asked.dry else partial(put_section, "load")
    print(asyncio.run(everything(options, asked.only, keep)))


if __name__ == "__main__":
    main()
