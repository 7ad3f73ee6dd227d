"""The chosen language: in memory without a key; with one on disk, where nobody can tell whose it is."""

import hashlib
import hmac
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.store import ForgivingLanguages, MemoryLanguages, StoreError, open_languages

CHAT = 7_000_123_456
KEY = b"the secret of these tests"


def address(folder: Path) -> str:
    return f"sqlite:///{folder / 'data' / 'quqyq.db'}"


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_memory_remembers_the_last_choice_and_forgets() -> None:
    languages = MemoryLanguages()
    assert await languages.get(CHAT) is None
    await languages.choose(CHAT, "kk")
    await languages.choose(CHAT, "ru")
    assert await languages.get(CHAT) == "ru"
    await languages.forget(CHAT)
    await languages.forget(CHAT)
    assert await languages.get(CHAT) is None
    await languages.close()


async def test_memory_is_bounded_and_lets_go_of_what_was_not_used_for_longest() -> None:
    languages = MemoryLanguages(limit=2)
    await languages.choose(1, "kk")
    await languages.choose(2, "ru")
    assert await languages.get(1) == "kk"
    await languages.choose(3, "en")
    assert [await languages.get(chat) for chat in (1, 2, 3)] == ["kk", None, "en"]


async def test_without_a_key_nothing_touches_the_disk(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), None)
    await languages.choose(CHAT, "kk")
    assert not languages.on_disk
    assert await languages.get(CHAT) == "kk"
    assert files_in(tmp_path) == []


async def test_a_choice_survives_reopening(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), KEY)
    assert languages.on_disk
    await languages.choose(CHAT, "kk")
    await languages.choose(CHAT, "en")
    await languages.close()
    again = await open_languages(address(tmp_path), KEY)
    assert await again.get(CHAT) == "en"
    assert await again.get(CHAT + 1) is None
    await again.close()


async def test_a_chat_can_be_forgotten(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), KEY)
    await languages.choose(CHAT, "kk")
    await languages.choose(1, "ru")
    await languages.forget(CHAT)
    await languages.forget(CHAT)
    assert await languages.get(CHAT) is None
    assert await languages.get(1) == "ru"
    await languages.close()


async def test_another_key_does_not_find_it(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), KEY)
    await languages.choose(CHAT, "kk")
    await languages.close()
    other = await open_languages(address(tmp_path), b"another secret")
    assert await other.get(CHAT) is None
    await other.close()


async def test_the_files_name_nobody(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), KEY)
    await languages.choose(CHAT, "kk")
    await languages.close()
    number = str(CHAT).encode()
    forms = {
        "digits": number,
        "hexadecimal": f"{CHAT:x}".encode(),
        "big-endian": CHAT.to_bytes(8, "big").lstrip(b"\0"),
        "little-endian": CHAT.to_bytes(8, "little").rstrip(b"\0"),
        "the key": KEY,
        **{f"{name} without key": hashlib.new(name, number).digest() for name in ("md5", "sha1", "sha256")},
        "sha256 of the text": hashlib.sha256(b"chat:" + number).digest(),
        "with an empty key": hmac.digest(b"", b"chat:" + number, "sha256"),
    }
    files = files_in(tmp_path)
    assert files
    for content in [path.read_bytes() for path in files]:
        for name, form in forms.items():
            assert form not in content, name
            assert form.hex().encode() not in content, name


async def test_a_row_holds_a_hash_and_a_language_and_nothing_else(tmp_path: Path) -> None:
    languages = await open_languages(address(tmp_path), KEY)
    await languages.choose(CHAT, "kk")
    await languages.choose(-CHAT, "kk")
    await languages.close()
    connection = sqlite3.connect(tmp_path / "data" / "quqyq.db")
    rows = connection.execute("SELECT * FROM chat_language").fetchall()
    connection.close()
    assert len(rows) == 2
    assert {(len(chat), language) for chat, language in rows} == {(32, "kk")}


async def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"^DATABASE_URL: cannot use sqlite\+aiosqlite:///.*quqyq\.db: "):
        await open_languages(address(tmp_path), KEY)


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "quqyq.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="not a database"):
        await open_languages(f"sqlite:///{path}", KEY)


async def test_a_server_that_cannot_be_reached_is_named_without_its_password() -> None:
    with pytest.raises(StoreError) as caught:
        await open_languages("postgresql://quqyq:s3cret@127.0.0.1:1/quqyq", KEY)
    assert "127.0.0.1:1/quqyq" in str(caught.value)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("error", [TimeoutError(), RuntimeError("no entry\nfor host")])
async def test_whatever_a_driver_raises_is_said_in_one_line(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("asyncpg.connect", fail)
    with pytest.raises(StoreError) as caught:
        await open_languages("postgresql://quqyq:s3cret@db/quqyq", KEY)
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(("TimeoutError", "no entry"))


async def test_a_database_in_memory_is_one_as_well() -> None:
    languages = await open_languages("sqlite:///:memory:", KEY)
    assert isinstance(languages, ForgivingLanguages)
    await languages.choose(CHAT, "ru")
    assert await languages.get(CHAT) == "ru"
    await languages.close()


class Broken(MemoryLanguages):
    """A store whose database is locked or gone."""

    async def get(self, chat_id: int) -> str | None:
        raise OperationalError("select", {}, Exception("database is locked"))

    async def choose(self, chat_id: int, language: str) -> None:
        raise OperationalError("insert", {}, Exception("disk is full"))


async def test_a_store_that_fails_costs_nobody_an_answer() -> None:
    languages = ForgivingLanguages(Broken())
    assert await languages.get(1) is None
    await languages.choose(1, "kk")
    assert await languages.get(1) == "kk"
