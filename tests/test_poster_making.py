"""Posters on demand: one at a time, each once, in a process of its own, never more than is decent."""

import asyncio
import os
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.knowledge import LANGUAGES, Language, Ref
from bot.posters import DrawingError, Drawn, Poster, Posters, PostersBusyError, draw_apart, poster_of
from bot.posters.drawing import draw
from bot.posters.text import PosterText
from tests.support.base import Folder, small_library
from tests.support.command import command

PRAY = Ref("question", "pray-at-home")


def poster(ref: Ref = PRAY, language: Language = "en", username: str = "quqyq_bot") -> Poster:
    return poster_of(small_library().cards, ref, language, f"https://t.me/{username}?start={ref.payload}")


class Desk:
    """Draws nothing, but counts, and can be held up."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.at_once = self.most_at_once = 0
        self.open = asyncio.Event()
        self.open.set()

    async def __call__(self, text: PosterText) -> Drawn:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.open.wait()
            await asyncio.sleep(0)
        finally:
            self.at_once -= 1
        self.drawn.append(text.title)
        return Drawn((b"x" * 60,), b"y" * 40)


async def test_the_process_draws_what_would_be_drawn_here() -> None:
    text = poster(language="kk").text
    assert await draw_apart(text) == draw(text)


async def test_the_process_is_told_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[dict[str, str]] = []
    start = asyncio.create_subprocess_exec

    async def watched(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        environment = options["env"]
        assert isinstance(environment, dict)
        seen.append(environment)
        return await start(*arguments, **options)  # type: ignore[arg-type] # what it was called with

    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    monkeypatch.setattr(asyncio, "create_subprocess_exec", watched)
    await draw_apart(poster().text)
    assert "123:secret" not in str(seen)
    assert len(seen) == 1


async def test_a_process_that_fails_is_said_without_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(DrawingError, match=r"^the process that draws posters ended with 1$"):
        await draw_apart(poster().text)


async def test_a_process_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n", "utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    monkeypatch.setattr("bot.posters.worker.PATIENCE", 0.5)
    with pytest.raises(DrawingError, match="not drawn within"):
        await draw_apart(poster().text)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text("utf-8")), 0)


async def test_the_same_poster_is_drawn_once_for_all_who_want_it() -> None:
    desk = Desk()
    posters = Posters(desk)
    desk.open.clear()
    wanted = [asyncio.create_task(posters.drawn(poster())) for _ in range(5)]
    await asyncio.sleep(0.01)
    desk.open.set()
    assert len({id(drawn) for drawn in await asyncio.gather(*wanted)}) == 1
    await posters.drawn(poster())
    assert len(desk.drawn) == 1


async def test_posters_are_drawn_one_at_a_time() -> None:
    desk = Desk()
    posters = Posters(desk)
    await asyncio.gather(*(posters.drawn(poster(language=language)) for language in LANGUAGES))
    assert (len(desk.drawn), desk.most_at_once) == (3, 1)


async def test_who_wants_one_too_many_is_told_to_come_back() -> None:
    desk = Desk()
    desk.open.clear()
    posters = Posters(desk, max_waiting=2)
    waiting = [asyncio.create_task(posters.drawn(poster(language=language))) for language in ("kk", "ru")]
    await asyncio.sleep(0.01)
    with pytest.raises(PostersBusyError):
        await posters.drawn(poster(language="en"))
    desk.open.set()
    await asyncio.gather(*waiting)
    assert (await posters.drawn(poster(language="en"))).size == 100


async def test_one_who_leaves_does_not_stop_it_for_another() -> None:
    desk = Desk()
    desk.open.clear()
    posters = Posters(desk)
    first, second = (asyncio.create_task(posters.drawn(poster())) for _ in range(2))
    await asyncio.sleep(0.01)
    first.cancel()
    await asyncio.sleep(0.01)
    desk.open.set()
    assert (await second).size == 100


async def test_what_fails_is_tried_anew_the_next_time() -> None:
    calls: list[int] = []

    async def fails_once(text: PosterText) -> Drawn:
        calls.append(1)
        if len(calls) == 1:
            raise DrawingError("no paper")
        return Drawn((b"x",), b"y")

    posters = Posters(fails_once)
    with pytest.raises(DrawingError):
        await posters.drawn(poster())
    assert (await posters.drawn(poster())).size == 2


async def test_what_is_kept_is_bounded_and_the_longest_unused_goes_first() -> None:
    desk = Desk()
    posters = Posters(desk, max_bytes=250)
    kk, ru, en = (poster(language=language) for language in LANGUAGES)
    await posters.drawn(kk)
    await posters.drawn(ru)
    await posters.drawn(kk)
    await posters.drawn(en)
    assert posters.kept_bytes == 200
    await posters.drawn(kk)
    assert len(desk.drawn) == 3
    await posters.drawn(ru)
    assert len(desk.drawn) == 4


async def test_closing_ends_what_is_under_way() -> None:
    desk = Desk()
    desk.open.clear()
    posters = Posters(desk)
    task = asyncio.create_task(posters.drawn(poster()))
    await asyncio.sleep(0.01)
    await posters.close()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert desk.at_once == 0


def test_another_text_link_or_language_is_another_poster(folder: Folder) -> None:
    keys = {poster(language=language).key for language in LANGUAGES} | {poster(username="other_bot").key}
    assert len(keys) == 4
    assert poster().key == poster().key


def test_files_come_out_of_the_package_as_they_went_in() -> None:
    drawn = Drawn((b"one\n", b""), b"\x00pdf")
    assert Drawn.unpack(drawn.pack()) == drawn
    with pytest.raises(ValueError, match="not as long"):
        Drawn.unpack(drawn.pack()[:-1])


@pytest.mark.parametrize("name", ["pray-at-home", "q_pray-at-home", "question:pray-at-home"])
def test_the_command_writes_a_photo(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("BOT_USERNAME", "@quqyq_bot")
    output = tmp_path / "poster.png"
    ran = command(folder, "poster", name, "--language", "ru", "--format", "png", "--output", str(output))
    assert (ran.code, ran.out, ran.err) == (0, f"{output}\n", "")
    assert [code.text for code in zxingcpp.read_barcodes(Image.open(output))] == [
        "https://t.me/quqyq_bot?start=q_pray-at-home"
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_tells_the_caution_first(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: Language
) -> None:
    monkeypatch.setenv("BOT_USERNAME", "quqyq_bot")
    monkeypatch.setattr("bot.cli.moderating.draw_poster", lambda *_: Drawn((b"",), b"%PDF-"))
    output = tmp_path / "poster.pdf"
    ran = command(folder, "poster", "protest-without-permission", "--language", language, "--output", str(output))
    caution = folder.load().question("protest-without-permission").caution
    assert caution is not None
    assert (ran.code, ran.out) == (0, f"{output}\n")
    assert caution[language] in " ".join(ran.err.split())


def test_the_command_writes_a_pdf(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_USERNAME", "quqyq_bot")
    output = tmp_path / "poster.pdf"
    assert command(folder, "poster", "t_religion", "--output", str(output)).code == 0
    assert output.read_bytes().startswith(b"%PDF-")


def test_the_command_says_what_is_missing_in_one_line(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = ("--output", str(tmp_path / "no" / "poster.pdf"))
    monkeypatch.setenv("BOT_USERNAME", "")
    assert command(folder, "poster", "pray-at-home", *output).err.startswith("quqyq: BOT_USERNAME: ")
    monkeypatch.setenv("BOT_USERNAME", "quqyq_bot")
    assert "none of kk, ru, en" in command(folder, "poster", "pray-at-home", "--language", "de", *output).err
    assert "did you mean" in command(folder, "poster", "pray-at-hom", *output).err
    ran = command(folder, "poster", "pray-at-home", *output)
    assert (ran.code, ran.err) == (2, f"quqyq: {output[1]}: No such file or directory\n")
