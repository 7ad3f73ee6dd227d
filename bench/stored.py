"""What the store takes for each question, in SQLite and in PostgreSQL: into docs/benchmarks.md.

    python -m bench.stored [--questions N] [--at-once K] [--dry]

By polling with SQLite a question reads the language that its chat chose. By webhook with PostgreSQL its update is
claimed besides, and marked as done. Both happen here as in the bot, one after the other for each question, without
the rest of it. PostgreSQL is the one on this machine that the tests use, or that TEST_DATABASE_URL names. `--dry`
writes nothing.
"""

import argparse
import asyncio
import itertools
import math
import os
import secrets
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
import psutil
from sqlalchemy import text
from sqlalchemy.engine import make_url

from bench.document import circumstances, put_section, table
from bot.store import Claim, Store, open_store
from tests.support.postgres import LOCAL

KEY: Final = b"of no importance"
FIRST: Final = 7_000_000_000
WARM: Final = 200
"""Questions before it counts, so that connections are open and statements prepared."""


@dataclass(frozen=True)
class Cost:
    """Of each question: milliseconds of this process, of the database's processes, and each time waited for it."""

    ours: float
    theirs: float
    waited: Sequence[float]


async def question(store: Store, number: int) -> float:
    """Do with the store what the bot does for a question; the milliseconds that it took."""
    began = time.perf_counter()
    if store.claims is not None and await store.claims.claim(number) is not Claim.MINE:
        raise RuntimeError("an update that nobody else has was not to be had")
    await store.languages.get(FIRST + number)
    if store.claims is not None:
        await store.claims.done(number)
    return 1000 * (time.perf_counter() - began)


async def backends(store: Store) -> float:
    """Milliseconds of processor time that PostgreSQL's processes for our connections have had; 0 with SQLite."""
    if store.engine is None or store.engine.dialect.name != "postgresql":
        return 0.0
    async with store.engine.connect() as connection:
        rows = await connection.execute(
            text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = :type"),
            {"type": "client backend"},
        )
        times = [psutil.Process(pid).cpu_times() for (pid,) in rows]
    return 1000.0 * float(sum(each.user + each.system for each in times))


async def measure(store: Store, numbers: Iterator[int], questions: int, at_once: int) -> Cost:
    """Play so many questions, so many at once, with the next of the updates' numbers."""
    waited: list[float] = []

    async def ask(count: int) -> None:
        for _ in range(count):
            waited.append(await question(store, next(numbers)))

    await asyncio.gather(*(ask(WARM // at_once) for _ in range(at_once)))
    waited.clear()
    theirs, ours = await backends(store), time.process_time()
    await asyncio.gather(*(ask(questions // at_once) for _ in range(at_once)))
    ours = 1000 * (time.process_time() - ours)
    theirs = await backends(store) - theirs
    return Cost(ours / len(waited), theirs / len(waited), waited)


@asynccontextmanager
async def postgresql() -> AsyncIterator[str]:
    """The address of an empty database, which is dropped afterwards."""
    server, name = os.environ.get("TEST_DATABASE_URL") or LOCAL, f"quqyq_bench_{secrets.token_hex(6)}"
    connection = await asyncpg.connect(server)
    await connection.execute(f"CREATE DATABASE {name}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await connection.close()


def row(name: str, cost: Cost) -> tuple[str, ...]:
    """A row of the table."""
    worst = sorted(cost.waited)[math.ceil(0.99 * len(cost.waited)) - 1]
    theirs = f"{cost.theirs:.2f}" if cost.theirs else ""
    return name, f"{cost.ours:.2f}", theirs, f"{statistics.median(cost.waited):.1f}", f"{worst:.1f}"


async def everything(questions: int, at_once: int) -> str:
    """Measure both databases, with questions one by one and some at once; the section."""
    rows, numbers = [], itertools.count()
    with tempfile.TemporaryDirectory() as folder:
        async with postgresql() as server:
            for name, address in (
                ("SQLite, by polling", f"sqlite:///{Path(folder) / 'quqyq.db'}"),
                ("PostgreSQL, by webhook", server),
            ):
                for several in (1, at_once):
                    store = await open_store(address, KEY)
                    rows.append(row(f"{name}, {several} at once", await measure(store, numbers, questions, several)))
                    await store.close()
                    print(*rows[-1], sep="\t", flush=True)
    head = ("", "processor ms of the bot", "processor ms of the database", "median ms waited", "99th ms")
    return (
        f"## What the store takes\n\n{circumstances()}\n\n{questions:,} questions each, without the bot and Telegram:"
        " by polling one statement, by webhook three (claim, language, done). The database's processor time is that"
        f" of the processes which serve the connections, without its writer's.\n\n{table(head, rows)}"
    )


def main() -> None:
    """Measure, and write what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=5_000)
    parser.add_argument("--at-once", type=int, default=10)  # as many as the pool keeps open
    parser.add_argument("--dry", action="store_true")
    options = parser.parse_args()
    section = asyncio.run(everything(options.questions, options.at_once))
    if not options.dry:
        put_section("store", section)


if __name__ == "__main__":
    main()
