"""A changed base is picked up while the bot runs; a broken one never takes the place of a good one."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.handlers.context import Services
from bot.search import Learning
from bot.store import MemoryLanguages
from bot.watching import reload, watch
from tests.support.base import REAL_BASE, Folder, voices

PATIENCE = 60
"""Seconds after which a test gives up; on an idle machine a change of the whole base is in use after five."""

TITLE = "Can I protest without permission?"
NEW_TITLE = "May I protest without asking?"
QUESTION = "topics/assembly/questions/protest-without-permission.yaml"


@pytest.fixture
def real(tmp_path: Path) -> Folder:
    """A copy of the real base, in which the check finds no error."""
    return Folder(Path(shutil.copytree(REAL_BASE, tmp_path / "knowledge")))


@pytest.fixture
def sound(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """The small base, without the check, which finds it too small."""
    monkeypatch.setattr("bot.watching.check_files", lambda files, today: ())
    return folder


def services_of(folder: Folder) -> Services:
    return Services(folder.library(), voices(), MemoryLanguages(), "quqyq_bot")


@asynccontextmanager
async def watched(folder: Folder, services: Services) -> AsyncIterator[asyncio.Event]:
    """The folder is watched; the event is set whenever a change was looked at."""
    looked = asyncio.Event()
    watching = asyncio.create_task(watch(folder.path, services, Learning(), looked.set))
    try:
        yield looked
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def change(folder: Folder, name: str, text: str, looked: asyncio.Event) -> None:
    """Write a file until somebody has looked: the watcher needs a moment to begin."""
    async with asyncio.timeout(PATIENCE):
        while not looked.is_set():
            folder.write(name, text)
            try:
                await asyncio.wait_for(looked.wait(), 2)
            except TimeoutError:
                continue


def title(services: Services) -> str:
    return services.library.base.question("protest-without-permission").title.en


async def test_a_changed_file_is_in_use_without_a_restart(sound: Folder) -> None:
    services = services_of(sound)
    async with watched(sound, services) as looked:
        await change(sound, QUESTION, sound.read(QUESTION).replace(TITLE, NEW_TITLE), looked)
    assert title(services) == NEW_TITLE
    assert services.library.search.decide(NEW_TITLE).language == "en"


async def test_a_broken_file_leaves_the_good_base_in_use(folder: Folder) -> None:
    services = services_of(folder)
    before = services.library
    async with watched(folder, services) as looked:
        await change(folder, QUESTION, "title: [", looked)
    assert services.library is before
    assert title(services) == TITLE


async def test_a_folder_that_is_put_in_its_place_whole_is_noticed(
    sound: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watching.LOOK", 200)
    services = services_of(sound)
    release = Folder(Path(shutil.copytree(sound.path, sound.path.with_name("release"))))
    release.replace(QUESTION, TITLE, NEW_TITLE)
    async with watched(sound, services) as looked:
        await asyncio.sleep(0.5)  # the watcher has begun
        sound.path.rename(sound.path.with_name("old"))
        await asyncio.wait_for(looked.wait(), PATIENCE)  # the folder is gone, and the base goes on
        assert title(services) == TITLE
        looked.clear()
        release.path.rename(sound.path)
        await asyncio.wait_for(looked.wait(), PATIENCE)
    assert title(services) == NEW_TITLE


async def test_a_reload_says_what_is_wrong_and_where(folder: Folder) -> None:
    services = services_of(folder)
    folder.replace(QUESTION, "paragraphs:", "paragrafs:")
    problems = await reload(folder.path, services, Learning())
    assert {problem.code for problem in problems} == {"unknown-field", "missing-field"}
    assert {problem.place.path.rpartition("/")[2] for problem in problems} == {"protest-without-permission.yaml"}


async def test_a_base_with_errors_of_the_check_is_not_taken_either(real: Folder) -> None:
    services = services_of(real)
    before = services.library
    real.replace("permalinks.yaml", "  - q_protest-without-permission\n", "")
    assert await reload(real.path, services, Learning())
    assert services.library is before


async def test_the_base_is_swapped_as_one_value(sound: Folder) -> None:
    services = services_of(sound)
    before = services.library
    sound.replace(QUESTION, TITLE, NEW_TITLE)
    assert await reload(sound.path, services, Learning()) == ()
    after = services.library
    assert after is not before
    assert after.cards.base is after.base
    assert before.base.question("protest-without-permission").title.en == TITLE
