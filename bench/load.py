"""The real bot under load, beside a bare echo bot: writes the load section of docs/benchmarks.md.

    python -m bench.load [--people N] [--questions M] [--at-once K] [--compared C] [--mode polling] [--dry]

Each part starts bots as processes of their own against the local Bot API server, which is in this process together
with the people who ask. Everything stays on this machine and ends by itself. `--dry` prints and writes nothing.
"""

import argparse
import asyncio
import json
import math
import os
import signal
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from bench.bystanders import Bystanders
from bench.document import circumstances, put_section, section_of, table
from bench.town import Bot, Town, percentiles, texts
from tests.support.telegram import TelegramServer

REAL: Final = ("-m", "bot", "run")
ECHO: Final = ("-m", "bench.echo_bot")

STARTS: Final = 5
WARM: Final = 150
"""Questions before a comparison begins, so that what is made once is made."""

ROUNDS: Final = 2
DIFFERENT: Final = 100
"""So many different texts where search is taken from memory."""

SLICES: Final = 10
CROWD: Final = 1_000
REST: Final = 5.0
"""Seconds of rest before memory at rest is read."""


@dataclass(frozen=True)
class Options:
    """How much is asked."""

    people: int
    questions: int
    at_once: int
    compared: int
    mode: str


@dataclass(frozen=True)
class Cost:
    """What a bot took for some questions: seconds in all, seconds of CPU, and each latency."""

    seconds: float
    cpu: float
    latencies: Sequence[float]

    @property
    def each(self) -> float:
        """Milliseconds of CPU for each question."""
        return 1000 * self.cpu / len(self.latencies)

    @property
    def rate(self) -> float:
        """Questions a second."""
        return len(self.latencies) / self.seconds


def tell(line: str) -> None:
    """Say how far it is."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def ms(seconds: float) -> str:
    """Seconds as milliseconds."""
    return f"{1000 * seconds:,.0f} ms"


async def measured(bot: Bot, town: Town, questions: int, at_once: int, different: int | None = None) -> Cost:
    """Ask so many questions and see what they cost."""
    first, cpu, begun = len(town.latencies), bot.cpu, time.monotonic()
    await town.keep_asking(questions, at_once, texts(different))
    return Cost(time.monotonic() - begun, bot.cpu - cpu, town.latencies[first:])


async def starts(folder: Path) -> str:
    """From start to first answer with a warm cache, and memory at rest with everything on."""
    seconds, cpu, rest = [], [], 0.0
    for number in range(STARTS + 1):
        log = folder / f"start-{number}.log"
        async with TelegramServer() as server:
            town = Town(server, 1)
            await town.ask(next(texts()))
            settings = {"LOG_LEVEL": "DEBUG", "STORAGE_KEY": "benchmark", **on_disk(folder)}
            async with Bot(server, *REAL, settings=settings, log=log) as bot:
                await town.answers(1)
                if number:  # the first start warms the cache
                    seconds.append(town.answered_at[0] - bot.started)
                    cpu.append(bot.cpu)
                if number in (0, STARTS):
                    while "understands meaning" not in log.read_text("utf-8"):  # noqa: ASYNC110 - a process writes it
                        await asyncio.sleep(0.2)
                    await asyncio.sleep(REST)
                    rest = bot.memory
    tell(f"starts {seconds}, at rest {rest:.0f} MB")
    return table(
        ("", "measured", "target"),
        (
            (
                f"start to first answer, warm cache, {STARTS} starts",
                f"median {statistics.median(seconds):.2f} s, longest {max(seconds):.2f} s",
                "< 3 s",
            ),
            ("CPU until then", f"median {statistics.median(cpu):.2f} s", ""),
            ("memory at rest, encoder and store on", f"{rest:.0f} MB", "< 300 MB"),
        ),
    )


def on_disk(folder: Path) -> dict[str, str]:
    """Where a bot with a store keeps it."""
    return {"DATABASE_URL": f"sqlite:///{folder / 'quqyq.db'}"}


async def many(options: Options, folder: Path) -> str:
    """Questions to the real bot with everything on: speed, latency, CPU."""
    report = folder / "many.json"
    async with TelegramServer() as server:
        town = Town(server, options.people)
        settings = {"STORAGE_KEY": "benchmark", **on_disk(folder)}
        async with Bot(server, "-m", "bench.gauged", str(report), settings=settings) as bot:
            await town.keep_asking(WARM, options.at_once, texts())
            bot.process.send_signal(signal.SIGUSR1)
            whole = await measured(bot, town, options.compared, options.at_once)
            peak = bot.peak
    gauges = json.loads(report.read_text("utf-8"))
    p50, p95, p99 = percentiles(whole.latencies)
    tell(f"many: {whole.rate:.0f} a second, {whole.each:.1f} ms each")
    rows = [
        ("questions asked and answered", f"{len(whole.latencies):,} by {options.people:,} people"),
        ("answered per second", f"{whole.rate:.0f}"),
        ("latency p50 / p95 / p99", f"{ms(p50)} / {ms(p95)} / {ms(p99)}"),
        ("the bot's CPU for each question", f"{whole.each:.1f} ms"),
        ("of that search", f"{1000 * gauges['search_seconds'] / max(gauges['searches'], 1):.1f} ms"),
        ("peak memory", f"{peak:.0f} MB"),
    ]
    return table((f"{options.at_once} unanswered at any time, {options.mode}", "measured"), rows)


async def memory(options: Options, folder: Path) -> str:
    """Memory from the first to the last of many questions, with everything on; each text is searched for once."""
    async with TelegramServer() as server:
        town = Town(server, options.people)
        settings = {"STORAGE_KEY": "benchmark", **on_disk(folder)}
        arguments = ("-m", "bench.gauged", str(folder / "memory.json"), "--remembered")
        async with Bot(server, *arguments, settings=settings) as bot:
            await town.keep_asking(WARM, options.at_once, texts(DIFFERENT))
            resident = [bot.memory]
            for number in range(SLICES):
                await town.keep_asking(options.questions // SLICES, options.at_once, texts(DIFFERENT))
                resident.append(bot.memory)
                tell(f"{number + 1}/{SLICES}: {resident[-1]:.0f} MB")
            peak = bot.peak
    rows = [
        ("at the beginning, then after each tenth (MB)", " ".join(f"{each:.0f}" for each in resident)),
        ("grown over the second half", f"{resident[-1] - resident[SLICES // 2]:+.1f} MB"),
        ("peak", f"{peak:.0f} MB"),
    ]
    return table((f"{options.questions:,} questions by {options.people:,} people", "measured"), rows)


async def beside_echo(options: Options, folder: Path) -> str:
    """CPU for each update without search and store, in turns with the echo bot."""
    ours: dict[int, list[Cost]] = {1: [], options.at_once: []}
    echo: dict[int, list[Cost]] = {1: [], options.at_once: []}
    for _ in range(ROUNDS):
        for arguments, costs in (
            (ECHO, echo),
            (("-m", "bench.gauged", str(folder / "beside.json"), "--remembered"), ours),
        ):
            async with TelegramServer() as server:
                town = Town(server, options.people)
                async with Bot(server, *arguments) as bot:
                    await town.keep_asking(WARM, options.at_once, texts(DIFFERENT))
                    for at_once in costs:
                        costs[at_once].append(
                            await measured(bot, town, options.compared // ROUNDS, at_once, DIFFERENT)
                        )
                        tell(f"{arguments[1]} {at_once} at once: {costs[at_once][-1].each:.2f} ms each")
    rows = []
    for at_once, own in ours.items():
        beside = echo[at_once]
        mine, theirs = (statistics.median(cost.each for cost in taken) for taken in (own, beside))
        spread = [a.each / b.each for a, b in zip(own, beside, strict=True)]
        rate, echoes = (statistics.median(cost.rate for cost in taken) for taken in (own, beside))
        rows.append(
            (
                at_once,
                f"{mine:.2f} ms",
                f"{theirs:.2f} ms",
                f"{mine / theirs:.2f} ({min(spread):.2f}–{max(spread):.2f})",
                f"{rate:.0f} / {echoes:.0f}",
            )
        )
    head = ("unanswered at once", "CPU, ours", "CPU, echo", "ratio (of single rounds), target ≤ 1.5", "a second")
    return table(head, rows)


async def crowd() -> str:
    """A thousand people within one second, each asking once: who waits how long?"""
    async with TelegramServer() as server:
        town, source = Town(server, CROWD + 1), texts()
        async with Bot(server, *REAL) as bot:
            await town.ask(next(source))
            await town.answers(1)
            await asyncio.sleep(REST)  # until the encoder's voice is there as well
            begun = time.monotonic()
            for number in range(CROWD):
                await asyncio.sleep(max(0.0, begun + number / CROWD - time.monotonic()))
                await town.ask(next(source))
            asked = time.monotonic() - begun
            await town.answers(1 + CROWD)
            peak = bot.peak
    latencies = town.latencies[1:]
    tenth = CROWD // 10
    means = [statistics.mean(latencies[at : at + tenth]) for at in range(0, CROWD, tenth)]
    ends = [at / CROWD + latency for at, latency in enumerate(latencies)]
    overtaken = sum(later < earlier - 1.0 for earlier, later in zip(ends, ends[tenth:], strict=False))
    p50, p95, p99 = percentiles(latencies)
    tell(f"crowd: asked in {asked:.2f} s, longest {max(latencies):.1f} s")
    rows = [
        ("answered", f"{sum(not math.isnan(each) for each in latencies):,} of {CROWD:,}, asked within {asked:.2f} s"),
        ("latency p50 / p95 / p99 / longest", f"{p50:.1f} / {p95:.1f} / {p99:.1f} / {max(latencies):.1f} s"),
        ("mean latency of each tenth, by arrival (s)", " ".join(f"{each:.1f}" for each in means)),
        ("answered over a second later than who came 100 places behind", f"{overtaken} of {len(ends) - tenth}"),
        ("peak memory", f"{peak:.0f} MB"),
    ]
    return table(("1,000 people within one second", "measured"), rows)


async def meanwhile(options: Options, folder: Path) -> str:
    """Presses and inline queries while questions never end: search on the loop, as it was, and in threads."""
    rows = []
    for name, more in (("on the loop (before)", ["--on-the-loop"]), ("in threads", [])):
        report = folder / "meanwhile.json"
        async with TelegramServer() as server:
            town = Town(server, options.people)
            arguments = ("-m", "bench.gauged", str(report), "--heartbeat", *more)
            async with Bot(server, *arguments) as bot:
                await town.keep_asking(WARM, options.at_once, texts())
                await asyncio.sleep(REST)
                bystanders = Bystanders(server)
                await bystanders.arrive()
                bot.process.send_signal(signal.SIGUSR1)
                async with bystanders:
                    cost = await measured(bot, town, options.compared // 4, options.at_once)
        pause = json.loads(report.read_text("utf-8"))["longest_pause"]
        pressed, typed = percentiles(bystanders.presses), percentiles(bystanders.queries)
        tell(f"meanwhile {name}: pause {pause:.3f}, presses {pressed}, typed {typed}, {cost.rate:.0f} a second")
        rows.append(
            (
                name,
                ms(pause),
                f"{ms(pressed[0])} / {ms(pressed[1])} ({len(bystanders.presses)})",
                f"{ms(typed[0])} / {ms(typed[1])} ({len(bystanders.queries)})",
                f"{cost.rate:.0f}",
            )
        )
    head = ("search", "the loop's longest pause", "presses p50 / p95", "inline p50 / p95", "questions a second")
    return table(head, rows)


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
            "crowd": ("A thousand at once", crowd),
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
    return (
        f"`python -m bench.load --only {part} {asked} --mode {options.mode}`; the machine's load in the last five"
        f" minutes: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores."
    )


def main() -> None:
    """Measure and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2_000)
    parser.add_argument("--questions", type=int, default=20_000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--compared", type=int, default=3_000, help="questions with search, and to compare with")
    parser.add_argument("--mode", choices=["polling"], default="polling")
    parser.add_argument("--only", nargs="*", default=[], help="starts, many, memory, echo, crowd, meanwhile")
    parser.add_argument("--dry", action="store_true", help="print and write nothing")
    asked = parser.parse_args()
    options = Options(asked.people, asked.questions, asked.at_once, asked.compared, asked.mode)
    keep = (lambda _: None) if asked.dry else partial(put_section, "load")
    print(asyncio.run(everything(options, asked.only, keep)))


if __name__ == "__main__":
    main()
