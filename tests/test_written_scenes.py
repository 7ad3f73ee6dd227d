"""The scenes that moderators have written in `knowledge/scenes/`, played against the real application."""

import pytest

from bot.knowledge.scenes import WrittenScene, read_scenes
from tests.support.base import REAL_BASE, Folder, real_library
from tests.support.scene import Scene
from tests.support.telegram import TelegramServer

pytest_plugins = ["tests.support.scene_fixtures"]

SCENES = [
    pytest.param(scene, id=f"{file}: {scene.name}")
    for file, scenes in read_scenes(REAL_BASE).items()
    for scene in scenes.scenes
]


@pytest.mark.parametrize("written", SCENES)
async def test_a_written_scene(written: WrittenScene, server: TelegramServer) -> None:
    async with Scene(server, real_library()) as scene:
        person = scene.person(language_code=written.language)
        for number, step in enumerate(written.steps, 1):
            if step.says is not None:
                await person.says(step.says)
            if step.presses is not None:
                await person.presses(step.presses)
            seen = await person.sees()
            for text in step.sees:
                assert text in seen.text, f"step {number}"
            for text in step.never:
                assert text not in seen.text, f"step {number}"
            labels = [button.text for button in seen.all_buttons]
            for label in step.buttons:
                assert label in labels, f"step {number}"


def test_a_scene_that_cannot_be_played_is_reported_with_its_place(folder: Folder) -> None:
    step = "    steps:\n      - says: привет\n        presses: Все темы\n        sees: [здравствуйте]\n"
    folder.write("scenes/wrong.yaml", f"scenes:\n  - name: both\n    language: ru\n{step}")
    with pytest.raises(Exception, match=r"scenes/wrong.yaml:5:9: error wrong-value .*either 'says' or 'presses'"):
        read_scenes(folder.path)
