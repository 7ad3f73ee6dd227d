"""What is not described is not finished: settings, commands and the command line stand in the README."""

import re
from pathlib import Path

import pytest

from bot.cli import app
from bot.handlers import COMMAND_HANDLERS
from bot.handlers.commands import COMMANDS
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_is_described(name: str) -> None:
    assert f"| `{name.upper()}` |" in README


def test_no_setting_is_described_that_there_is_not() -> None:
    described = re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE)
    assert sorted(described) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_a_command_of_the_bot_is_described_and_has_a_handler(command: str) -> None:
    assert f"`/{command}`" in README
    assert command in COMMAND_HANDLERS


@pytest.mark.parametrize(
    "command", [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
)
def test_a_command_of_the_command_line_is_described(command: str) -> None:
    assert f"quqyq {command}" in README


@pytest.mark.parametrize(
    "name", [path.name for path in (ROOT / "docs" / "decisions").glob("*.md") if path.name != "README.md"]
)
def test_a_decision_is_listed(name: str) -> None:
    assert f"({name})" in (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda path: path.name
)
def test_a_link_in_a_document_leads_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []
