"""`quqyq links`: every entry with its permanent link, for people, spreadsheets and programs."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.support.base import small_library
from tests.support.process import BotProcess
from tests.support.telegram import TelegramServer
from tests.test_cli import quqyq

pytest_plugins = ["tests.support.telegram.fixtures"]

PAYLOADS = [ref.payload for ref in small_library().base.entries]
NAME = {"BOT_USERNAME": "@quqyq_bot"}


def test_every_entry_is_listed_as_csv() -> None:
    done = quqyq("links", "--format", "csv", **NAME)
    assert (done.returncode, done.stderr) == (0, "")
    heading, *rows = csv.reader(io.StringIO(done.stdout))
    assert heading == ["kind", "id", "payload", "link", "title_kk", "title_ru", "title_en"]
    assert [row[2] for row in rows] == PAYLOADS
    assert rows[0][:4] == ["topic", "assembly", "t_assembly", "https://t.me/quqyq_bot?start=t_assembly"]
    assert rows[0][4:] == ["Бейбіт жиналыс", "Мирные собрания", "Peaceful assembly"]


def test_every_entry_is_listed_as_json() -> None:
    entries = json.loads(quqyq("links", "--format", "json", **NAME).stdout)
    assert [entry["payload"] for entry in entries] == PAYLOADS
    for entry in entries:
        assert list(entry) == ["kind", "id", "payload", "link", "title"]
        assert entry["link"] == f"https://t.me/quqyq_bot?start={entry['payload']}"
        assert list(entry["title"]) == ["kk", "ru", "en"]
        assert all(entry["title"].values())
    assert {entry["kind"] for entry in entries} == {"topic", "question", "recommendation", "update"}


def test_every_entry_is_listed_for_people() -> None:
    shown = quqyq("links", **NAME).stdout
    assert re.findall(r"\?start=(\S+)\n", shown) == PAYLOADS
    assert "question pray-at-home\n  https://t.me/quqyq_bot?start=q_pray-at-home\n  kk  Үйде" in shown


def test_without_a_name_and_a_token_it_says_what_to_set() -> None:
    done = quqyq("links", BOT_USERNAME="", BOT_TOKEN="")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "quqyq: BOT_USERNAME: links need the bot's name; set it, or BOT_TOKEN to ask Telegram for it\n"
    )


@pytest.mark.parametrize("name", ["a b", "@", "https://t.me/quqyq_bot", "құқық_bot", "bot"])
def test_a_name_that_no_bot_can_have_is_refused(name: str) -> None:
    done = quqyq("links", BOT_USERNAME=name)
    assert done.returncode == 2
    assert "BOT_USERNAME: must be the bot's name on Telegram" in done.stderr


async def test_telegram_is_asked_for_the_name(server: TelegramServer, tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": server.token, "BOT_API_URL": server.url}
    async with BotProcess("links", "--format", "json", folder=tmp_path, settings=settings) as process:
        assert await process.ends() == 0
    assert process.errors == ""
    assert json.loads(process.output)[0]["link"] == "https://t.me/tests_bot?start=t_assembly"
    assert [call.method for call in server.calls] == ["getMe"]


async def test_a_token_that_telegram_does_not_accept_is_a_clear_line(server: TelegramServer, tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "123:wrong", "BOT_API_URL": server.url}
    async with BotProcess("links", folder=tmp_path, settings=settings) as process:
        assert await process.ends() == 2
    assert process.errors == "quqyq: BOT_TOKEN: Telegram does not accept this token; get one from @BotFather\n"


async def test_telegram_that_cannot_be_reached_is_a_clear_line(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "123:secret", "BOT_API_URL": "http://127.0.0.1:9"}
    async with BotProcess("links", folder=tmp_path, settings=settings) as process:
        assert await process.ends() == 2
    assert process.errors == "quqyq: BOT_USERNAME: not set, and http://127.0.0.1:9 cannot be asked for it\n"
