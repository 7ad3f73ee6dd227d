"""A town of people who ask, the local Bot API server that they write through, and a bot as a process to ask."""

import asyncio
import os
import random
import signal
import socket
import sys
import time
from asyncio.subprocess import DEVNULL, Process
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Final, Self

import psutil

from bot.evaluating import read_questions
from bot.settings import CLONE
from tests.support.telegram import Person, TelegramServer

SEED: Final = 20260722
LOOK: Final = 0.004
"""Seconds after which it is looked who has been answered. When they were, the server says exactly."""

REST: Final = 2.0
"""Seconds over which it is seen whether a bot has nothing to do."""

ENOUGH: Final = 180.0
"""Seconds without any further answer after which a run is given up."""

MODES: Final = ("polling", "webhook")

QUIET: Final = 0.1
"""The part of a core below which a bot has nothing to do any more."""

QUESTIONS: Final = ("plain.jsonl", "outside.jsonl")

NOT_INHERITED: Final = ("LC_", "LANG", "PYTHONDONTWRITEBYTECODE")
"""Where our modules may not be kept compiled, as they are wherever the bot is installed, each start compiles them."""

LANGUAGES: Final = ("kk", "ru", "en")


def texts(different: int | None = None) -> Iterator[str]:
    """Written questions in three languages, inside the base and outside, again and again in a fixed order.

    At most so many `different` ones, where it must not take long to have seen them all.
    """
    found: list[str] = []
    for name in QUESTIONS:
        path = CLONE / "bench" / "questions" / name
        with path.open("rb") as lines:
            found += [question.text for question in read_questions(lines)]
    random.Random(SEED).shuffle(found)
    return cycle(found[:different])


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


class Bot:
    """A bot as a process of its own between `async with` and its end; its log goes to `log`, if given.

    `mode` says how it gets updates. Unless `settings` say otherwise its store lasts as long as this does.
    """

    def __init__(
        self,
        server: TelegramServer,
        *arguments: str,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
        mode: str = "polling",
    ) -> None:
        self._arguments = arguments
        self._log = log
        self._folder = TemporaryDirectory(prefix="quqyq-", ignore_cleanup_errors=True)
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
        own = {"BOT_TOKEN": server.token, "BOT_API_URL": server.url, "STORAGE_KEY": "", "LOG_LEVEL": "WARNING"}
        own["DATABASE_URL"] = f"sqlite:///{self._folder.name}/quqyq.db"
        if mode == "webhook":
            address = f"127.0.0.1:{free_port()}"
            own |= {"WEBHOOK_URL": f"http://{address}/hook", "WEBHOOK_SECRET": "benchmark", "LISTEN": address}
        self._environment = {**inherited, **own, **(settings or {})}
        self.process: Process
        self._seen: psutil.Process

    async def __aenter__(self) -> Self:
        """Start it."""
        self.started = time.monotonic()
        with self._log.open("ab") if self._log else open(os.devnull, "ab") as log:  # noqa: ASYNC230, PTH123
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *self._arguments,
                cwd=CLONE,
                env=self._environment,
                stdin=DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._seen = psutil.Process(self.process.pid)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def stop(self, number: int = signal.SIGTERM) -> None:
        """End it by a signal, and for good if that does not help within 20 seconds."""
        if self.process.returncode is not None:
            return
        self.process.send_signal(number)
        try:
            async with asyncio.timeout(20):
                await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()

    async def rests(self) -> None:
        """Wait until it does nothing: what it learns after its start must not count among what an update costs."""
        while True:
            cpu, since = self.cpu, time.monotonic()
            await asyncio.sleep(REST)
            if self.cpu - cpu < QUIET * (time.monotonic() - since):
                return

    @property
    def cpu(self) -> float:
        """Seconds of CPU that it has taken so far."""
        times = self._seen.cpu_times()
        return float(times.user + times.system)

    @property
    def memory(self) -> float:
        """Resident memory now, in MB."""
        return float(self._seen.memory_info().rss) / 1e6

    @property
    def peak(self) -> float:
        """The most resident memory that it ever had, in MB; what it has now where the system does not say."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return self.memory
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6


class Town:
    """People with their own chats, each of whom waits for an answer before asking again.

    `latencies` has the seconds to each answer, in the order of asking, nan while there is none; `answered_at` when
    they came, in their order.
    """

    def __init__(self, server: TelegramServer, people: int) -> None:
        self.server = server
        self.people = [
            Person(server, f"Person {number}", language_code=language)
            for number, language in zip(range(people), cycle(LANGUAGES), strict=False)
        ]
        self.latencies: list[float] = []
        self.answered_at: list[float] = []
        self.answered = 0
        self._by_id = {person.id: person for person in self.people}
        self._turn = cycle(self.people)
        self._waiting: dict[int, deque[tuple[int, float]]] = defaultdict(deque)
        self._unread: list[int] = []
        self._read = 0

    async def ask(self, text: str) -> None:
        """Let the next person ask."""
        person = next(self._turn)
        self._waiting[person.id].append((len(self.latencies), time.monotonic()))
        self.latencies.append(float("nan"))
        await person.says(text)

    def look(self) -> None:
        """See who has been answered since. What was read is forgotten here, so that only the bot's memory counts."""
        calls = self.server.calls
        self._unread += range(self._read, len(calls))
        self._read = len(calls)
        still = []
        for number in self._unread:
            call = calls[number]
            if not call.finished:
                still.append(number)
                continue
            waiting = self._waiting.get(call.parameters.integer("chat_id"))
            if call.method == "sendMessage" and call.status == HTTPStatus.OK and waiting:
                asked, at = waiting.popleft()
                self.latencies[asked] = call.at - at
                self.answered_at.append(call.at)
                self.answered += 1
                chat = self._by_id[call.parameters.integer("chat_id")].chat
                chat.messages.clear()
                chat.shown.clear()
            call.parameters.clear()
        self._unread = still
        if not still:
            del calls[: self._read]
            self._read = 0
        self.server.world.updates.confirmed.clear()
        self.server.world.updates.deliveries.clear()
        self.server.world.deliveries.statuses.clear()

    async def answers(self, count: int) -> None:
        """Wait until so many have been answered in all. TimeoutError if nobody is for long."""
        before, since = self.answered, time.monotonic()
        while self.answered < count:
            await asyncio.sleep(LOOK)
            self.look()
            if self.answered > before:
                before, since = self.answered, time.monotonic()
            if time.monotonic() - since > ENOUGH:
                raise TimeoutError(f"{self.answered} of {len(self.latencies)} questions were answered")

    async def keep_asking(self, questions: int, at_once: int, source: Iterator[str]) -> None:
        """Ask so many questions, never more than `at_once` being unanswered, and wait for all answers."""
        end = len(self.latencies) + questions
        unanswered_before = len(self.latencies) - self.answered
        while len(self.latencies) < end:
            free = at_once - (len(self.latencies) - self.answered - unanswered_before)
            for _ in range(min(free, end - len(self.latencies))):
                await self.ask(next(source))
            await self.answers(self.answered + 1)
        await self.answers(end - unanswered_before)


def percentiles(latencies: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th percentile, by nearest rank."""
    ordered = sorted(latencies)
    p50, p95, p99 = (ordered[min(len(ordered) - 1, round(part * len(ordered)))] for part in (0.5, 0.95, 0.99))
    return p50, p95, p99
