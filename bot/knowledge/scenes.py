"""Scenes: conversations that moderators write down, and that are played against the bot as tests.

They are not part of the base: the bot does not read them, `quqyq check` and the tests do.
"""

from pathlib import Path

from pydantic import Field, model_validator

from bot.knowledge.languages import Language
from bot.knowledge.problems import KnowledgeError, Problem
from bot.knowledge.shapes import Line, Model
from bot.knowledge.validation import validate
from bot.knowledge.yaml_source import read_source

FOLDER = "scenes"


class Step(Model):
    """What the person does, by exactly one of `says` and `presses`, and what the bot's answer then is like."""

    says: Line | None = Field(default=None, description="What the person writes.")
    presses: Line | None = Field(default=None, description="The label of the button that the person presses.")
    sees: tuple[Line, ...] = Field(default=(), description="Pieces of text that stand in the bot's answer.")
    buttons: tuple[Line, ...] = Field(default=(), description="Labels of buttons that stand below it.")
    never: tuple[Line, ...] = Field(default=(), description="Pieces of text that do not stand in it.")

    @model_validator(mode="after")
    def _one_thing_and_something_to_see(self) -> "Step":
        if (self.says is None) == (self.presses is None):
            raise ValueError("a step has either 'says' or 'presses'")
        if not (self.sees or self.buttons or self.never):
            raise ValueError("a step says what the person then sees: 'sees', 'buttons' or 'never'")
        return self


class WrittenScene(Model):
    """A conversation from its beginning: a person, and what they do one thing after the other."""

    name: Line = Field(description="What the scene shows, in a few words.")
    language: Language = Field(description="The language that the person's Telegram is set to: kk, ru or en.")
    steps: tuple[Step, ...] = Field(min_length=1, description="What the person does, and what they see.")


class SceneFile(Model):
    """A file of scenes."""

    scenes: tuple[WrittenScene, ...] = Field(min_length=1, description="The scenes, each played on its own.")


def read_scenes(root: Path) -> dict[str, SceneFile]:
    """The files of scenes of the base in the folder `root`, by name. Raises `KnowledgeError`; none is no error."""
    files: dict[str, SceneFile] = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.yaml")):
        try:
            file, found = validate(read_source(path, path.relative_to(root.parent).as_posix()), SceneFile)
        except KnowledgeError as error:
            problems += error.problems
            continue
        problems += found
        if file is not None:
            files[path.stem] = file
    if problems:
        raise KnowledgeError(problems)
    return files
