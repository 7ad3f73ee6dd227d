"""The local chat: as a process with its input piped, and inside this one."""

import io
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.chat import Chat
from bot.chat.chat import HOW_TO_GO_ON
from bot.handlers.context import Services
from bot.handlers.texts import NOTHING_CHOSEN, WHAT_IT_IS
from bot.knowledge import LANGUAGES
from bot.store import MemoryLanguages
from tests.support.base import small_library, voices
from tests.support.process import BotProcess, names_in
from tests.support.scene import say
from tests.support.scripted import scripted

OFFLINE = """
import os, sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"):
        os.write(2, b"the network was used\\n")
        os._exit(70)

sys.addaudithook(watch)
"""
"""A `sitecustomize` that ends a process which turns to the network."""


def flat(output: str) -> str:
    return " ".join(output.split())


def offline(folder: Path, **settings: str) -> dict[str, str]:
    (folder / "offline").mkdir()
    (folder / "offline" / "sitecustomize.py").write_text(OFFLINE)
    return {"PYTHONPATH": str(folder / "offline"), **settings}


async def piped(folder: Path, typed: bytes, command: str = "run", **settings: str) -> str:
    async with BotProcess(command, folder=folder, settings=offline(folder, **settings)) as process:
        assert await process.ends(typed) == 0, process.errors
    assert process.errors == ""
    return process.output


async def test_it_greets_answers_presses_and_leaves_at_quit(tmp_path: Path) -> None:
    typed = "можно ли протестовать без разрешения\n1\n/quit\nкому это\n"
    output = await piped(tmp_path, typed.encode(), LANG="ru_RU.UTF-8")
    assert flat(HOW_TO_GO_ON) in flat(output)
    greeting, answer, pressed = output.split("\n› ")[:3]
    assert flat(say("ru", WHAT_IT_IS)) in flat(greeting)
    assert "  1  Можно ли протестовать без разрешения?" in greeting
    assert "Нет, без риска нельзя." in answer
    assert "  1  Қазақша\n  2  English\n" in answer
    assert "Жоқ, тәуекелсіз болмайды." in pressed
    assert "кому это" not in output
    assert names_in(tmp_path) == ["offline"]  # nothing is written to disk


@pytest.mark.parametrize("lang", ["", "C.UTF-8", "POSIX", "de_DE.UTF-8"])
async def test_it_greets_in_all_three_where_the_machine_tells_no_language(tmp_path: Path, lang: str) -> None:
    output = await piped(tmp_path, b"", LANG=lang)
    for language in LANGUAGES:
        assert flat(say(language, NOTHING_CHOSEN)) in flat(output)
    assert "  1  Қазақша\n  2  Русский\n  3  English\n" in output


async def test_bytes_that_are_no_text_and_a_last_line_without_an_end(tmp_path: Path) -> None:
    typed = b"\xff\xfe\x00\xf0\x28\n\xd0\n\r\n\n\x1b[2J\ncan i protest\xff without permission"
    output = await piped(tmp_path, typed, LANG="en_GB.UTF-8")
    assert "No, not without risk." in output
    assert "\x1b" not in output


async def test_it_stays_on_this_machine_even_with_a_token(tmp_path: Path) -> None:
    settings = {"BOT_TOKEN": "123:token", "BOT_API_URL": "http://127.0.0.1:9"}
    output = await piped(tmp_path, b"/about\n/quit\n", "chat", **settings, BOT_USERNAME="@genuine_bot")
    assert "@genuine_bot" in output


async def test_the_watch_over_the_network_works(tmp_path: Path) -> None:
    settings = offline(tmp_path, BOT_TOKEN="123:token", BOT_API_URL="http://127.0.0.1:9")
    async with BotProcess("run", folder=tmp_path, settings=settings) as process:
        assert await process.ends(b"") == 70


class Terminal:
    """The chat inside this process, with lines typed before it begins."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.services = Services(small_library(), voices(), MemoryLanguages(), "tests_bot")

    async def shows(self, *lines: str, language_code: str | None = "en") -> list[str]:
        """What is shown, first before any line, then for each of them."""
        typed = "".join(f"{line}\n" for line in lines).encode()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed)))
        output = io.StringIO()
        console = Console(file=output, width=100, highlight=False)
        await Chat(self.services, console, language_code=language_code).run()
        return output.getvalue().split("\n› ")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(monkeypatch)


async def test_numbers_walk_from_topic_to_card_and_back(terminal: Terminal) -> None:
    shown = await terminal.shows("/topics", "3", "1", "4")
    _, topics, topic, card, back = shown
    assert "  3  Freedom of religion" in topics
    assert "Freedom of religion\n1 question" in topic
    assert "May we pray together at home?" in card
    assert "  4  ‹ Freedom of religion" in card
    assert back == topic.replace("3\n", "4\n", 1)


async def test_what_only_telegram_can_do_is_said_and_not_pressed(terminal: Terminal) -> None:
    *_, menu, pressed = await terminal.shows("/start r_revise-religion-law", "3", "2")
    assert "  2  Copy the link: https://t.me/" in menu
    assert "That button is pressed on Telegram only." in pressed


async def test_a_number_that_no_button_has_is_a_question(terminal: Terminal) -> None:
    for line in ("0", "99", "-1", "²", "1e3"):
        _, answer = await terminal.shows(line)
        assert "I " in answer


async def test_after_a_page_without_buttons_the_last_buttons_can_still_be_pressed(terminal: Terminal) -> None:
    *_, pressed = await terminal.shows("/topics", "/privacy", "3")
    assert "Freedom of religion\n1 question" in pressed


async def test_the_choice_of_a_language_holds(terminal: Terminal) -> None:
    *_, topics = await terminal.shows("/language", "1", "can i protest without permission", "/topics")
    assert "Бейбіт жиналыс" in topics


@pytest.mark.parametrize(
    "line", ["/", "/ start", "/no-such", "[bold]x[/bold]", "<b>&lt;", "[/]", ":smile:", "/start x"]
)
async def test_odd_lines_are_answered(terminal: Terminal, line: str) -> None:
    _, answer = await terminal.shows(line)
    assert answer.startswith(f"{line}\n\n")
    assert len(answer) > len(line) + 20


async def test_a_failure_is_told(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    terminal.services.library = scripted(terminal.services.library, {"boom": ValueError("broken")})
    _, failed, after = await terminal.shows("boom", "can i protest without permission")
    assert "Something went wrong on my side." in failed
    assert "No, not without risk." in after
    assert "boom" not in capsys.readouterr().out
