"""What is measured of a bot under load, part by part; each returns its table. `bench.load` runs them."""

import asyncio
import json
import math
import signal
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.bystanders import Bystanders
from bench.document import table
from bench.town import MODES, Bot, Town, percentiles, texts
from tests.support.telegram import TelegramServer

REAL: Final = ("-m", "bot", "run")
ECHO: Final = ("-m", "bench.echo_bot")

STARTS: Final = 5
WARM: Final = 200
"""Questions before a comparison begins, so that what is made once is made."""

ROUNDS: Final = 2
DIFFERENT: Final = 100
"""So many different texts where search is taken from memory."""

SLICES: Final = 10
CROWD: Final = 1_000
REST: Final = 5.0
"""Seconds of rest before memory at rest is read."""

REMEMBERED: Final = "--remembered"


@dataclass(frozen=True)
class Options:
    """How much is asked: `questions` by `people` of the part about memory, `compared` of the others."""

    people: int
    questions: int
    at_once: int
    compared: int
    modes: tuple[str, ...] = MODES


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
    rows = []
    for mode in options.modes:
        report = folder / "many.json"
        async with TelegramServer() as server:
            town = Town(server, options.people)
            settings = {"STORAGE_KEY": "benchmark", **on_disk(folder)}
            async with Bot(server, "-m", "bench.gauged", str(report), settings=settings, mode=mode) as bot:
                await town.keep_asking(WARM, options.at_once, texts())
                await bot.rests()
                bot.process.send_signal(signal.SIGUSR1)
                whole = await measured(bot, town, options.compared, options.at_once)
                peak = bot.peak
        gauges = json.loads(report.read_text("utf-8"))
        tell(f"many, {mode}: {whole.rate:.0f} a second, {whole.each:.1f} ms each")
        rows.append(
            (
                mode,
                f"{len(whole.latencies):,}",
                f"{whole.rate:.0f}",
                " / ".join(ms(each) for each in percentiles(whole.latencies)),
                f"{whole.each:.1f} ms",
                f"{1000 * gauges['search_seconds'] / max(gauges['searches'], 1):.1f} ms",
                f"{peak:.0f} MB",
            )
        )
    head = (
        "by",
        "asked and answered",
        "a second",
        "p50 / p95 / p99",
        "CPU for each",
        "of that search",
        "peak memory",
    )
    return f"{options.at_once} questions unanswered at any time.\n\n{table(head, rows)}"


async def memory(options: Options, folder: Path) -> str:
    """Memory from the first to the last of many questions, with everything on; each text is searched for once."""
    async with TelegramServer() as server:
        town = Town(server, options.people)
        settings = {"STORAGE_KEY": "benchmark", **on_disk(folder)}
        arguments = ("-m", "bench.gauged", str(folder / "memory.json"), REMEMBERED)
        async with Bot(server, *arguments, settings=settings, mode=options.modes[0]) as bot:
            await town.keep_asking(WARM, options.at_once, texts(DIFFERENT))
            await bot.rests()
            resident, rates = [bot.memory], []
            for number in range(SLICES):
                cost = await measured(bot, town, options.questions // SLICES, options.at_once, DIFFERENT)
                resident.append(bot.memory)
                rates.append(cost.rate)
                tell(
                    f"{number + 1}/{SLICES}: {resident[-1]:.0f} MB, {cost.rate:.0f} a second, {cost.each:.2f} ms each"
                )
            peak = bot.peak
    rows = [
        ("at the beginning, then after each tenth (MB)", " ".join(f"{each:.0f}" for each in resident)),
        ("grown over the second half", f"{resident[-1] - resident[SLICES // 2]:+.1f} MB"),
        ("peak", f"{peak:.0f} MB"),
        ("questions a second in the first and in the last tenth", f"{rates[0]:.0f}, {rates[-1]:.0f}"),
    ]
    head = (f"{options.questions:,} questions in {options.people:,} chats, {options.modes[0]}", "measured")
    return table(head, rows)


async def beside_echo(options: Options, folder: Path) -> str:
    """CPU for each update without search and store, in turns with the echo bot."""
    rows = []
    for mode in options.modes:
        costs = await _in_turns(options, folder, mode)
        for at_once, pairs in costs.items():
            mine, theirs = (statistics.median(pair[each].each for pair in pairs) for each in (0, 1))
            spread = [own.each / echo.each for own, echo in pairs]
            rate, echoes = (statistics.median(pair[each].rate for pair in pairs) for each in (0, 1))
            rows.append(
                (
                    mode,
                    at_once,
                    f"{mine:.2f} ms",
                    f"{theirs:.2f} ms",
                    f"{mine / theirs:.2f} ({min(spread):.2f}–{max(spread):.2f})",
                    f"{rate:.0f} / {echoes:.0f}",
                )
            )
    head = ("by", "unanswered", "CPU, ours", "CPU, echo", "ratio (of single rounds), target ≤ 1.5", "a second")
    return table(head, rows)


async def _in_turns(options: Options, folder: Path, mode: str) -> dict[int, list[tuple[Cost, Cost]]]:
    """What ours and the echo bot cost with so many unanswered, round by round."""
    costs: dict[int, list[tuple[Cost, Cost]]] = {1: [], options.at_once: []}
    for _ in range(ROUNDS):
        taken: dict[int, list[Cost]] = {at_once: [] for at_once in costs}
        for arguments in (("-m", "bench.gauged", str(folder / "beside.json"), REMEMBERED), ECHO):
            async with TelegramServer() as server:
                town = Town(server, options.people)
                async with Bot(server, *arguments, mode=mode) as bot:
                    await town.keep_asking(WARM, options.at_once, texts(DIFFERENT))
                    await bot.rests()
                    for at_once, those in taken.items():
                        those.append(await measured(bot, town, options.compared // ROUNDS, at_once, DIFFERENT))
                        tell(f"{arguments[1]}, {mode}, {at_once} at once: {those[-1].each:.2f} ms each")
        for at_once, (ours, echo) in taken.items():
            costs[at_once].append((ours, echo))
    return costs


async def crowd(options: Options) -> str:
    """A thousand people within one second, each asking once: who waits how long?"""
    columns = [await _crowd(mode) for mode in options.modes]
    rows = [(label, *(dict(column)[label] for column in columns)) for label, _ in columns[0]]
    return table((f"{CROWD:,} people within one second", *options.modes), rows)


async def _crowd(mode: str) -> list[tuple[str, str]]:
    async with TelegramServer() as server:
        town, source = Town(server, CROWD + 1), texts()
        async with Bot(server, *REAL, mode=mode) as bot:
            await town.ask(next(source))
            await town.answers(1)
            await bot.rests()  # until the encoder's voice is there as well
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
    tell(f"crowd, {mode}: asked in {asked:.2f} s, longest {max(latencies):.1f} s")
    return [
        ("answered", f"{sum(not math.isnan(each) for each in latencies):,} of {CROWD:,}, asked within {asked:.2f} s"),
        ("latency p50 / p95 / p99 / longest", f"{p50:.1f} / {p95:.1f} / {p99:.1f} / {max(latencies):.1f} s"),
        ("mean latency of each tenth, by arrival (s)", " ".join(f"{each:.1f}" for each in means)),
        ("answered over a second later than who came 100 places behind", f"{overtaken} of {len(ends) - tenth}"),
        ("peak memory", f"{peak:.0f} MB"),
    ]


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
                await bot.rests()
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
