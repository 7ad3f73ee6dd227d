"""The command line on a test's own base: `command(folder, "show", "pray-at-home")`."""

from dataclasses import dataclass

from typer.testing import CliRunner

from bot.cli.commands import app
from tests.support.base import Folder


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


def command(folder: Folder, *arguments: str) -> Ran:
    """Run `quqyq` with these arguments; its output is no terminal."""
    result = CliRunner().invoke(app, arguments, env={"KNOWLEDGE_DIR": str(folder.path)}, catch_exceptions=False)
    return Ran(result.exit_code, result.stdout, result.stderr)
