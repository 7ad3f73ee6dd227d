"""`quqyq unanswered` and `quqyq forget-all`: on a database as the bot leaves it."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.check import check
from bot.knowledge import LANGUAGES
from bot.store import open_languages
from tests.support.base import TODAY, Folder
from tests.support.command import Ran, command
from tests.support.listening import open_database

pytest_plugins = ["tests.support.postgres"]

SENT = (
    ("may i stand alone with a small poster […]?", "en"),
    ("may I stand alone with a poster", "en"),
    ("почём булка в пекарне", "ru"),
    ("жалғыз өзім плакатпен тұрсам бола ма", "kk"),
    ('почём: "булка" - в пекарне #1', "ru"),
)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with what people sent, two chosen languages and a count."""
    url = f"sqlite:///{tmp_path / 'data' / 'quqyq.db'}"

    async def fill() -> None:
        async with open_database(tmp_path) as database:
            for text, language in SENT:
                await database.listening._records.unanswered.add(text, language, TODAY.isoformat())
            await database.listening.deal_with("0", "done")
        languages = await open_languages(url, b"key")
        for chat in (1, 2):
            await languages.choose(chat, "kk")
        await languages.close()

    asyncio.run(fill())
    monkeypatch.setenv("DATABASE_URL", url)
    return url


def rows(url: str, table: str) -> int:
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        (number,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(number)


def groups(ran: Ran) -> list[list[str]]:
    return [group.splitlines() for group in ran.out.split("\n\n")]


def test_like_is_put_with_like_and_the_nearest_questions_are_shown(url: str, folder: Folder) -> None:
    ran = command(folder, "unanswered")
    assert (ran.code, ran.err) == (0, "")
    found = groups(ran)
    assert sorted(group[0].split(". ")[1] for group in found) == ["1 question", "2 questions", "2 questions"]
    (poster,) = [group for group in found if any("alone with a poster" in line for line in group)]
    assert {f"   {TODAY} en  {SENT[0][0]}", f"   {TODAY} en  {SENT[1][0]}"} <= set(poster)
    assert any(line.startswith("   near: ") and "q_one-person-picket" in line for line in poster)
    assert "   topics: assembly" in "\n".join(poster)


def test_the_stub_loads_once_its_blanks_are_filled(url: str, folder: Folder) -> None:
    ran = command(folder, "unanswered", "--as-yaml")
    assert (ran.code, ran.err) == (0, "")
    stubs = ran.out.split("---\n")
    assert len(stubs) == 3
    phrased = []
    for number, stub in enumerate(stubs):
        id_ = f"new-{number}"
        assert command(folder, "new", "question", id_, "--topic", "religion").code == 0
        name = f"topics/religion/questions/{id_}.yaml"
        folder.write(name, stub)
        assert {problem.place.path for problem in folder.problems()} == {f"knowledge/{name}"}  # the blanks
        blanks, found, phrasings = stub.replace("paragraphs: []", "paragraphs: [39]").partition("\nphrasings:")
        for language in LANGUAGES:
            blanks = blanks.replace(f"\n  {language}:\n", f"\n  {language}: A text.\n")
        folder.write(name, f"{blanks}{found}{phrasings}")
        assert folder.problems() == ()
        question = folder.load().question(id_)
        phrased += [text for _, text in question.phrasings.pairs()]
    assert sorted(phrased) == sorted(
        [
            "may i stand alone with a small poster",
            "may I stand alone with a poster",
            "почём булка в пекарне",
            'почём: "булка" - в пекарне #1',
            "жалғыз өзім плакатпен тұрсам бола ма",
        ]
    )
    assert not any(problem.code == "not-yaml" for problem in check(folder.path, TODAY))


def test_where_nothing_was_sent_nothing_is_printed(
    tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none' / 'quqyq.db'}")
    for arguments in (["unanswered"], ["unanswered", "--as-yaml"]):
        assert command(folder, *arguments) == Ran(0, "", "")
    assert command(folder, "forget-all") == Ran(0, "nothing was kept\n", "")
    assert not (tmp_path / "none").exists()


def test_forget_all_empties_what_is_about_chats(url: str, folder: Folder) -> None:
    assert command(folder, "forget-all") == Ran(0, "chat_language: 2 deleted\nseen_update: 0 deleted\n", "")
    assert rows(url, "chat_language") == 0
    assert rows(url, "unanswered") == len(SENT)


async def test_forget_all_runs_on_postgresql(postgres: str, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    languages = await open_languages(postgres, b"key")
    await languages.choose(1, "kk")
    await languages.close()
    monkeypatch.setenv("DATABASE_URL", postgres)
    ran = await asyncio.to_thread(command, folder, "forget-all")
    assert ran == Ran(0, "chat_language: 1 deleted\nseen_update: 0 deleted\n", "")


def test_forget_all_with_everything_leaves_nothing_in_the_file(url: str, folder: Folder) -> None:
    ran = command(folder, "forget-all", "--everything")
    assert ran.code == 0
    assert f"unanswered: {len(SENT)} deleted" in ran.out
    for table in ("chat_language", "asked", "helped", "unanswered", "dealt"):
        assert rows(url, table) == 0
    for path in Path(url.removeprefix("sqlite:///")).parent.iterdir():
        content = path.read_bytes()
        for text, _ in SENT:
            assert text.encode() not in content


def test_a_database_that_cannot_be_used_is_one_line(
    tmp_path: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "quqyq.db"
    path.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    for name in ("unanswered", "forget-all"):
        ran = command(folder, name)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith("quqyq: DATABASE_URL: cannot use ")
        assert ran.err.count("\n") == 1
