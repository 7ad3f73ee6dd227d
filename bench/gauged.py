"""The real bot with gauges on it: `quqyq run` as it is, but for what the options say.

    python -m bench.gauged REPORT [--remembered] [--on-the-loop] [--heartbeat]

At SIGUSR1 the gauges begin anew, at the end they are written to the file REPORT, as JSON. `--remembered` searches for
each text once and then takes the decision from memory, so that what remains is everything but search; `--on-the-loop`
searches on the event loop, as the bot once did; `--heartbeat` measures how long the loop is away.
"""

import argparse
import asyncio
import json
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from bot.cli import main
from bot.finding import Finding, find
from bot.knowledge import Language
from bot.library import Library
from bot.polling import Polling
from bot.search import Decision, Search
from bot.thinking import Thinking
from bot.webhook import Webhook

T = TypeVar("T")

BEAT: Final = 0.005
"""Seconds between two beats."""


@dataclass
class Gauges:
    """Since they began: how many searches there were, their seconds of CPU, and the loop's longest pause."""

    searches: int = 0
    search_seconds: float = 0.0
    longest_pause: float = 0.0

    def begin_anew(self) -> None:
        """Back to naught."""
        self.searches, self.search_seconds, self.longest_pause = 0, 0.0, 0.0


def gauge_search(gauges: Gauges, *, remembered: bool) -> None:
    """Count what search costs; with `remembered` only the first time for each text."""
    lock, usual = Lock(), Search.decide
    known: dict[str, Decision] = {}

    def decide(search: Search, text: str, reader: Language | None = None) -> Decision:
        if remembered and text in known:
            return known[text]
        before = time.thread_time()
        decision = usual(search, text, reader)
        with lock:
            gauges.searches += 1
            gauges.search_seconds += time.thread_time() - before
        if remembered:
            known[text] = decision
        return decision

    setattr(Search, "decide", decide)  # noqa: B010 - here another method is put in its place on purpose


def search_on_the_loop() -> None:
    """Let every search stop everything else."""

    async def decide(_: Thinking, library: Library, text: str, reader: Language | None) -> Decision:
        return library.search.decide(text, reader)

    async def found(_: Thinking, library: Library, text: str, person: Language) -> Finding:
        return find(library, text, person)

    setattr(Thinking, "decide", decide)  # noqa: B010
    setattr(Thinking, "find", found)  # noqa: B010


def gauge_loop(gauges: Gauges, *, heartbeat: bool) -> None:
    """Begin anew at the signal; with `heartbeat` note how late the loop comes back."""

    async def beat() -> None:
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT)
            gauges.longest_pause = max(gauges.longest_pause, time.monotonic() - before - BEAT)

    def gauged(usual: Callable[[T, asyncio.Event], Awaitable[None]]) -> Callable[[T, asyncio.Event], Awaitable[None]]:
        async def run(receiving: T, stop: asyncio.Event) -> None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, gauges.begin_anew)
            beating = asyncio.create_task(beat()) if heartbeat else None
            try:
                await usual(receiving, stop)
            finally:
                if beating:
                    beating.cancel()

        return run

    setattr(Polling, "run", gauged(Polling.run))  # noqa: B010
    setattr(Webhook, "run", gauged(Webhook.run))  # noqa: B010


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("report", type=Path)
    parser.add_argument("--remembered", action="store_true")
    parser.add_argument("--on-the-loop", action="store_true")
    parser.add_argument("--heartbeat", action="store_true")
    options = parser.parse_args()
    gauges = Gauges()
    gauge_search(gauges, remembered=options.remembered)
    if options.on_the_loop:
        search_on_the_loop()
    gauge_loop(gauges, heartbeat=options.heartbeat)
    sys.argv = ["quqyq", "run"]
    try:
        main()
    finally:
        options.report.write_text(json.dumps(asdict(gauges)), "utf-8")
