"""What is not described is not finished: settings, commands and the command line stand in the README."""

import re
from pathlib import Path

import pytest

from bot.cli.commands import app
from bot.exposing import metrics_page
from bot.handlers import COMMAND_HANDLERS
from bot.handlers.commands import COMMANDS, MODERATOR_COMMANDS
from bot.metrics import Metrics
from bot.settings import Settings
from bot.store import tables
from tests.support.base import small_library

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


@pytest.mark.parametrize("command", [command.name for command in MODERATOR_COMMANDS])
def test_a_command_of_the_moderators_is_described(command: str) -> None:
    assert f"`/{command}`" in README


@pytest.mark.parametrize(
    "command", [command.name or command.callback.__name__ for command in app.registered_commands if command.callback]
)
def test_a_command_of_the_command_line_is_described(command: str) -> None:
    assert f"quqyq {command.replace('_', '-')}" in README


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


def test_every_metric_is_described_and_no_other() -> None:
    library = small_library()
    metrics = Metrics()
    metrics_page(metrics, lambda: library)
    suffixes = {"counter": "_total", "info": "_info"}
    names = {f"{family.name}{suffixes.get(family.type, '')}" for family in metrics.registry.collect()}
    table = (ROOT / "docs" / "operating.md").read_text("utf-8").partition("## Metrics")[2]
    rows = "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    described = set(re.findall(r"`([a-z_]+)`", rows))
    of_process = {name for name in described if name.startswith("process_")}
    assert described - of_process == {name for name in names if not name.startswith("process_")}
    assert of_process >= {name for name in names if name.startswith("process_")}  # fewer where there is no /proc


def test_every_table_is_described() -> None:
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    for table in tables():
        assert f"| `{table.name}` |" in text
