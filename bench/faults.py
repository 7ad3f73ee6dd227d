"""The real bot under faults: writes the faults section of docs/benchmarks.md.

    python -m bench.faults [--questions N] [--only NAME ...] [--dry]

Under each fault so many people ask one question each, within some seconds, while the fault is there. Then it is
counted who was answered, answered twice, and not at all. Everything stays on this machine and ends by itself.
"""

import argparse
import asyncio
import random
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from typing import Any, Final

from bench.document import circumstances, put_section, table
from bench.town import LANGUAGES, SEED, Bot
from bot.knowledge import load_base
from bot.settings import Settings
from tests.support.telegram import Fault, Person, TelegramServer

REAL: Final = ("-m", "bot", "run")

ASKED_A_SECOND: Final = 50
PATIENCE: Final = 120.0
"""Seconds that are waited after the last question until everybody is answered and everything confirmed."""

GONE: Final = 30.0
LONG_GONE: Final = 600.0
"""Seconds for which the network is gone."""

ENDS: Final = 5
"""So often the process is killed, or told to stop."""

POISON: Final = 20
"""So many updates that nobody can read are among the others."""


@dataclass(frozen=True)
class Asked:
    """A question that has been asked, by the one person who asks it, and how its answer begins."""

    person: Person
    title: str

    @property
    def answers(self) -> int:
        """How often it was answered."""
        return sum(message.text.startswith(self.title) for message in self.person.screen)


class Run:
    """A server, the bot that runs (it may be ended and started again), and everybody who asks."""

    def __init__(self, server: TelegramServer, titles: Mapping[str, list[str]], questions: int) -> None:
        self.server = server
        self.faults = server.faults
        self.questions = questions
        self.seconds = questions / ASKED_A_SECOND
        self.dice = random.Random(SEED)
        self.asked: list[Asked] = []
        self.ended = 0
        self._titles = titles
        self._bot = Bot(server, *REAL)

    async def start(self) -> None:
        """Start the bot."""
        await self._bot.__aenter__()

    async def end(self, number: int) -> None:
        """End the bot by a signal."""
        self.ended += 1
        await self._bot.stop(number)

    async def ask(self) -> None:
        """Everybody asks, one after the other."""
        begun = time.monotonic()
        for number, language in zip(range(self.questions), cycle(LANGUAGES), strict=False):
            await asyncio.sleep(max(0.0, begun + number / ASKED_A_SECOND - time.monotonic()))
            person = Person(self.server, f"Person {number}", language_code=language)
            title = self.dice.choice(self._titles[language])
            self.asked.append(Asked(person, title))
            await person.says(title)

    async def settle(self) -> bool:
        """Wait until everybody is answered and everything confirmed; whether that came about."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if not self.server.world.updates.pending and all(each.answers for each in self.asked):
                return True
            await asyncio.sleep(0.5)
        return False

    def sometimes(self, part: float) -> Callable[[Mapping[str, Any]], bool]:
        """True for this part of all calls."""
        return lambda _: self.dice.random() < part


Play = Callable[[Run], Awaitable[None]]


async def nothing(run: Run) -> None:
    """No fault at all, to compare with."""
    await run.ask()


async def too_many_requests(run: Run) -> None:
    """A tenth of all messages, and of the calls for updates, is refused with 429, for 1 to 3 seconds."""
    for seconds in (1, 2, 3):
        for method in ("sendMessage", "getUpdates"):
            run.faults.add(method, Fault.too_many_requests(seconds), None, run.sometimes(0.1 / 3))
    await run.ask()


async def server_errors(run: Run) -> None:
    """A tenth of all calls is answered with 500, or with 502 and a page of HTML."""
    run.faults.add("*", Fault.server_error(), None, run.sometimes(0.05))
    run.faults.add("*", Fault.bad_gateway(), None, run.sometimes(0.05))
    await run.ask()


async def resets(run: Run) -> None:
    """A tenth of all connections is reset before the call is carried out."""
    run.faults.add("*", Fault.connection_reset(), None, run.sometimes(0.1))
    await run.ask()


async def lost_answers(run: Run) -> None:
    """A tenth of all messages is sent, and the connection reset before the bot hears of it."""
    run.faults.add("sendMessage", Fault.lost_answer(), None, run.sometimes(0.1))
    await run.ask()


async def time_outs(run: Run) -> None:
    """One message in fifty is sent, and the bot hears of it after 20 seconds, when it waits no more."""
    run.faults.add("sendMessage", Fault.slow_answer(20), None, run.sometimes(0.02))
    await run.ask()


async def gone(run: Run, *, seconds: float = GONE) -> None:
    """In the middle the network is gone for so many seconds: every connection is reset."""
    asking = asyncio.create_task(run.ask())
    await asyncio.sleep(run.seconds / 3)
    run.faults.add("*", Fault.connection_reset(), None)
    await asyncio.sleep(seconds)
    run.faults.clear()
    await asking


async def _ended(run: Run, number: int) -> None:
    asking = asyncio.create_task(run.ask())
    for _ in range(ENDS):
        await asyncio.sleep(run.seconds / (ENDS + 1) * run.dice.uniform(0.5, 1.5))
        await run.end(number)
        await run.start()
    await asking


async def killed(run: Run) -> None:
    """kill -9 and a start, five times while people ask."""
    await _ended(run, signal.SIGKILL)


async def stopped(run: Run) -> None:
    """SIGTERM and a start, five times while people ask."""
    await _ended(run, signal.SIGTERM)


async def poisoned(run: Run) -> None:
    """Twenty updates among the others hold what no bot can read."""
    asking = asyncio.create_task(run.ask())
    for number in range(POISON):
        await asyncio.sleep(run.seconds / (POISON + 1))
        broken: dict[str, Any] = {"message_id": number, "date": "never", "chat": "nobody", "text": ["?"]}
        await run.server.world.updates.put("message", broken)
    await asking


PLAYS: Final[dict[str, tuple[str, Play]]] = {
    "none": ("none", nothing),
    "429": ("429 with `retry_after` 1–3 s, a tenth of sendMessage and getUpdates", too_many_requests),
    "5xx": ("500 and 502, a tenth of all calls", server_errors),
    "resets": ("connection reset before the call is carried out, a tenth of all calls", resets),
    "lost": ("connection reset after the message was sent, a tenth of them ¹", lost_answers),
    "time-outs": ("message sent, its answer 20 s late, one in fifty ¹", time_outs),
    "gone": (f"network gone for {GONE:.0f} s", gone),
    "long-gone": (f"network gone for {LONG_GONE / 60:.0f} minutes", partial(gone, seconds=LONG_GONE)),
    "killed": (f"kill -9 and start, {ENDS} times ²", killed),
    "stopped": (f"SIGTERM and start, {ENDS} times", stopped),
    "poisoned": (f"{POISON} poisoned updates among them", poisoned),
}

NOTES: Final = """\
¹ The bot cannot know that the message arrived, and answers once more rather than leave anybody unanswered.

² Those in flight when it was killed may be answered again: what was sent could not be confirmed any more."""


def titles() -> dict[str, list[str]]:
    """The titles of all questions in each language that can be told by their beginning."""
    base = load_base(Settings().knowledge_dir)
    found = {language: [question.title[language] for question in base.questions] for language in LANGUAGES}
    common = Counter(title for each in found.values() for title in each)
    return {language: [title for title in each if common[title] == 1] for language, each in found.items()}


async def play(name: str, known: Mapping[str, list[str]], questions: int) -> tuple[object, ...]:
    """Play one fault; the row of the table."""
    label, fault = PLAYS[name]
    async with TelegramServer() as server:
        run = Run(server, known, questions)
        await run.start()
        try:
            warm = Person(server, "Warm")
            await warm.says(known["en"][0])
            await warm.sees(timeout=PATIENCE)
            begun = time.monotonic()
            await fault(run)
            asked = time.monotonic() - begun
            settled = await run.settle()
            seconds = time.monotonic() - begun - asked
        finally:
            await run.end(signal.SIGTERM)
        counts = Counter(min(each.answers, 3) for each in run.asked)
        left = len(server.world.updates.pending)
    lost = counts[0]
    row = (
        label,
        len(run.asked),
        len(run.asked) - lost,
        counts[2],
        counts[3],
        lost,
        f"{asked:.0f} s + {seconds:.0f} s",
    )
    print(f"{time.strftime('%H:%M:%S')} {name}: {row[1:]}, settled: {settled}, unconfirmed: {left}", flush=True)
    return row


async def everything(questions: int, only: Sequence[str], keep: Callable[[str], None]) -> str:
    """All faults, or only those named; the section. `keep` gets what there is of it after each."""
    known = titles()
    head = ("fault", "asked", "answered", "twice", "more often", "lost", "asking + waiting for the last")
    introduction = f"## Faults\n\n{circumstances()} `python -m bench.faults --questions {questions}`, by polling."
    rows, section = [], introduction
    for name in only or PLAYS:
        rows.append(await play(name, known, questions))
        section = "\n\n".join((introduction, table(head, rows), NOTES))
        keep(section)
    return section


def main() -> None:
    """Play the faults and write the section."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=2_000, help="under each fault")
    parser.add_argument("--only", nargs="*", default=[], choices=list(PLAYS))
    parser.add_argument("--dry", action="store_true", help="print and write nothing")
    options = parser.parse_args()
    keep = (lambda _: None) if options.dry else partial(put_section, "faults")
    print(asyncio.run(everything(options.questions, options.only, keep)))


if __name__ == "__main__":
    main()
