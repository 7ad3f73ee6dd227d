"""Counts and unanswered questions in a database: they name nobody, and what is deleted is gone."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.knowledge import Ref
from bot.listening import Listening, Marks, Statistics, shown_number, shown_parts
from bot.listening.alerts import MAX_WAITING, QUIET, REFUSALS, WITHIN, Alerts
from bot.search import Refuse
from bot.store import (
    Counts,
    UnansweredQuestions,
    Unavailable,
    empty,
    open_languages,
    open_records,
    open_store,
    stored_questions,
)
from bot.store.tables import COUNTS
from tests.support.base import TODAY, small_library
from tests.support.listening import Database, open_database
from tests.support.process import names_in

pytest_plugins = ["tests.support.postgres"]

ENTRY = Ref("question", "pray-at-home")
DAY = TODAY.isoformat()
TEXT = "marker question zzzz qqqq"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path) as database:
        yield database


async def use(url: str) -> None:
    """Everything that the bot does with its records, on any database."""
    records = await open_records(url)
    listening = Listening(records, lambda: TODAY)
    for helped in (True, True, False):
        listening.rated(ENTRY, "kk", helped=helped)
        await listening.flush()
    listening.asked(Refuse("en", "outside"), small_library().base)
    assert await listening.keep(TEXT, "en") == "kept"
    assert await listening.keep("другой вопрос", "ru") == "kept"
    assert await listening.statistics() == Statistics(
        {DAY: 1}, {}, {"en": 1}, {"refuse/outside": 1}, {"q_pray-at-home": (2, 1)}, {}
    )
    waiting = await listening.unanswered()
    assert {(each.text, each.language, each.day) for each in waiting} == {
        (TEXT, "en", DAY),
        ("другой вопрос", "ru", DAY),
    }
    await listening.deal_with(waiting[0].id, "done")
    await listening.deal_with(waiting[0].id, "done")
    assert await listening.unanswered() == waiting[1:]
    assert (await listening.statistics()).dealt == {"done": 1}
    await records.close()
    languages = await open_languages(url, b"key")
    await languages.choose(1, "kk")
    await languages.forget(1)
    await languages.choose(2, "kk")
    await languages.close()
    assert await empty(url, everything=False) == {"chat_language": 1, "seen_update": 0}
    assert len(await stored_questions(url)) == 1
    emptied = await empty(url, everything=True)
    assert emptied == {"chat_language": 0, "seen_update": 0, "asked": 1, "helped": 2, "unanswered": 1, "dealt": 1}
    assert await stored_questions(url) == []


async def test_everything_works_in_sqlite(tmp_path: Path) -> None:
    await use(f"sqlite:///{tmp_path / 'quqyq.db'}")


async def test_everything_works_in_postgresql(postgres: str) -> None:
    await use(postgres)


async def test_without_a_key_only_what_is_about_nobody_is_written(tmp_path: Path, postgres: str) -> None:
    for url in (f"sqlite:///{tmp_path / 'quqyq.db'}", postgres):
        store = await open_store(url, None, counting=True)
        assert store.claims is None
        assert not store.languages.on_disk
        await store.languages.choose(1, "kk")
        assert store.records is not None
        await store.records.counts.add({("dealt", DAY, "done"): 2})
        await store.close()
        found = await empty(url, everything=True)
        assert {name for name, number in found.items() if number} == {"dealt"}


async def test_forgetting_covers_the_updates_that_were_dealt_with(postgres: str) -> None:
    store = await open_store(postgres, b"key")
    assert store.claims is not None
    await store.claims.claim(1)
    await store.claims.done(2)
    await store.close()
    assert await empty(postgres, everything=False) == {"chat_language": 0, "seen_update": 2}


async def test_what_is_older_than_30_days_is_deleted_for_good(database: Database) -> None:
    await database.listening.keep(TEXT, "en")
    database.calendar.day = TODAY + timedelta(days=1)
    await database.listening.keep("a later one", "en")
    database.calendar.day = TODAY + timedelta(days=30)
    await clear(database)
    assert len(database.rows("unanswered")) == 2
    database.calendar.day = TODAY + timedelta(days=31)
    await clear(database)
    assert [row[1] for row in database.rows("unanswered")] == ["a later one"]
    assert TEXT.encode() not in database.content()


async def clear(database: Database) -> None:
    """What happens at the start and each day."""
    running = asyncio.create_task(database.listening.run())
    await asyncio.sleep(0)
    database.listening.stop()
    await running
    database.listening._stopping.clear()


async def test_counts_are_kept_for_a_year(database: Database) -> None:
    database.listening.rated(ENTRY, "en", helped=True)
    await database.listening.flush()
    database.calendar.day = TODAY + timedelta(days=367)
    await clear(database)
    assert database.rows("helped") == []


async def test_the_order_of_the_rows_tells_no_time(database: Database) -> None:
    for number in range(40):
        await database.listening.keep(f"question {number:02}", "en")
    with closing(sqlite3.connect(database.path)) as connection:
        stored = [row[0] for row in connection.execute("SELECT text FROM unanswered")]
        assert stored != sorted(stored)
        for table in ("chat_language", "seen_update", "asked", "helped", "unanswered", "dealt"):
            with pytest.raises(sqlite3.OperationalError, match="no such column"):
                connection.execute(f"SELECT rowid FROM {table}")
    assert [each.text for each in await database.listening.unanswered()] != sorted(stored)


async def test_there_is_room_for_so_many_and_no_more(tmp_path: Path) -> None:
    records = await open_records(f"sqlite:///{tmp_path / 'quqyq.db'}")
    few = UnansweredQuestions(records.engine, limit=2)
    assert [await few.add("x", "en", DAY) for _ in range(3)] == [True, True, False]
    await records.close()


async def test_while_the_store_fails_the_numbers_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise OperationalError("insert", {}, Exception("disk is full"))

    monkeypatch.setattr("bot.store.breaker.REST", 0)
    with monkeypatch.context() as patch:
        patch.setattr(Counts, "add", fail)
        for _ in range(3):
            database.listening.rated(ENTRY, "en", helped=True)
            await database.listening.flush()
    assert database.rows("helped") == []
    assert await database.counted("helped") == [(DAY, "q_pray-at-home", "en", "yes", 3)]


async def test_a_locked_file_costs_only_the_writing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.breaker.REST", 0)
    database.listening.rated(ENTRY, "en", helped=True)
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        await database.listening.flush()
        assert await database.listening.keep(TEXT, "en") == "failed"
        other.execute("ROLLBACK")
    assert await database.counted("helped") == [(DAY, "q_pray-at-home", "en", "yes", 1)]


async def test_a_store_that_has_failed_is_left_alone_for_a_while(tmp_path: Path) -> None:
    records = await open_records(f"sqlite:///{tmp_path / 'quqyq.db'}")
    failures: list[None] = []
    listening = Listening(records, lambda: TODAY, lambda: failures.append(None))
    async with records.engine.begin() as connection:
        await connection.execute(text("DROP TABLE unanswered"))
    assert [await listening.keep(TEXT, "en") for _ in range(3)] == ["failed"] * 3
    listening.rated(ENTRY, "en", helped=True)
    await listening.flush()
    with pytest.raises(Unavailable):
        await listening.statistics()
    assert len(failures) == 1
    await records.close()


async def test_what_waits_is_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.listening.listening.MAX_WAITING", 2)
    for id_ in ("a", "b", "c", "a"):
        database.listening.rated(Ref("question", id_), "en", helped=True)
    assert [(row[1], row[4]) for row in await database.counted("helped")] == [("q_a", 2), ("q_b", 1)]


async def test_nothing_that_counts_has_a_column_for_a_person() -> None:
    columns = {column.name for table in COUNTS for column in table.__table__.columns}
    assert columns == {
        "day",
        "topic",
        "language",
        "decision",
        "reason",
        "entry",
        "verdict",
        "outcome",
        "number",
    }


async def test_a_database_that_is_not_there_is_not_made_to_be_emptied(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'data' / 'quqyq.db'}"
    assert await empty(url, everything=True) == {}
    assert await stored_questions(url) == ()
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (123, "123")])
def test_a_number_under_five_is_not_told_apart(number: int, shown: str) -> None:
    assert shown_number(number) == shown


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ((), ()),
        ((12,), ("12",)),
        ((3,), ("<5",)),
        ((2, 1), ("<5", "<5")),
        ((1, 1, 1), None),  # of at most four, three are one each, or nearly
        ((4, 4), None),  # of eight
        ((20, 9, 5), ("20", "9", "5")),
        ((20, 11, 4), ("20", "≥5", "<5")),
        ((20, 8, 1), ("20", "≥5", "<5")),
        ((20, 7, 1), ("≥5", "≥5", "<5")),  # of eight it could be 1, 2 or 3, and no 4
        ((5, 1), None),  # of six it could only be 1
        ((30, 8, 8, 2, 1, 0), ("30", "≥5", "≥5", "<5", "<5", "0")),
    ],
)
def test_no_part_of_a_known_sum_under_five_can_be_calculated(
    numbers: tuple[int, ...], shown: tuple[str, ...] | None
) -> None:
    assert shown_parts(numbers) == shown


@given(st.lists(st.integers(0, 30), max_size=8))
def test_a_part_under_five_can_be_one_to_four_whatever_the_others_are(numbers: list[int]) -> None:
    shown = shown_parts(numbers)
    if shown is None or sum(numbers) < 5:
        return
    few, more = shown.count("<5"), shown.count("≥5")
    assert all(each in {"<5", "≥5", str(number)} for each, number in zip(shown, numbers, strict=True))
    rest = sum(numbers) - sum(int(each) for each in shown if each.isdigit())
    if few:
        possible = [value for value in range(1, 5) if rest - value >= few - 1 + 5 * more and more]
        assert possible == [1, 2, 3, 4]
    else:
        assert more == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abc"))), st.integers(1, 5))
def test_marks_are_bounded_and_never_add_what_is_there(what: list[tuple[int, str]], limit: int) -> None:
    marks = Marks(limit)
    for chat, entry in what:
        known = (chat, entry) in marks
        assert marks.add(chat, entry) == (not known)
        assert (chat, entry) in marks
        assert len(marks) <= limit


def test_a_mark_means_nothing_to_another_process() -> None:
    one, other = Marks(), Marks()
    one.add(1, "q_x")
    other.add(1, "q_x")
    assert one._marks.keys().isdisjoint(other._marks.keys())
    one.discard(1, "q_x")
    one.discard(1, "q_x")
    assert (1, "q_x") not in one


async def test_alerts_are_rare_and_bounded() -> None:
    clock = [0.0]
    alerts = Alerts(lambda: clock[0])

    async def told() -> list[str]:
        said = []
        while alerts._waiting.qsize():
            said.append((await alerts.next()).message[:8])
        return said

    alerts.base_not_taken(1, "x")
    alerts.base_not_taken(2, "y")
    assert await told() == ["The chan"]
    for _ in range(REFUSALS - 1):
        alerts.refused()
    clock[0] += WITHIN + 1
    alerts.refused()
    assert await told() == []  # too far apart
    for _ in range(REFUSALS):
        alerts.refused()
    assert await told() == ["Telegram"]
    for _ in range(3 * MAX_WAITING):
        clock[0] += QUIET
        alerts.base_not_taken(1, "x")
    assert len(await told()) == MAX_WAITING
