"""The house stands as it was drawn: who may import whom, and that nothing is done by importing."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parent.parent
BOT = CLONE / "bot"

FOUNDATIONS = {
    "bot.knowledge": {"bot.knowledge"},
    "bot.store": {"bot.store"},
    "bot.metrics": {"bot.metrics", "bot.counters"},
    "bot.locale": {"bot.locale", "bot.knowledge"},
    "bot.search": {"bot.search", "bot.knowledge"},
    "bot.cards": {"bot.cards", "bot.knowledge", "bot.locale"},
    "bot.posters": {"bot.posters", "bot.knowledge", "bot.cards", "bot.locale"},
    "bot.check": {"bot.check", "bot.knowledge", "bot.search", "bot.cards", "bot.locale"},
    "bot.counters": {"bot.counters"},
    "bot.limits": {"bot.limits"},
    "bot.lines": {"bot.lines", "bot.limits"},
    "bot.listening": {"bot.listening", "bot.knowledge", "bot.locale", "bot.search", "bot.store"},
    "bot.moderating": {
        "bot.moderating",
        "bot.knowledge",
        "bot.cards",
        "bot.locale",
        "bot.search",
        "bot.store",
    },
}
"""A part, and what of ours it may import."""

KNOW_TELEGRAM = {
    "application",
    "chat",
    "connections",
    "courier",
    "handlers",
    "hooking",
    "insisting",
    "ordering",
    "polling",
    "reading",
    "running",
    "webhook",
}
"""The parts that may know that Telegram exists."""


def modules_of(part: str) -> list[Path]:
    path = CLONE / part.replace(".", "/")
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports(path: Path) -> Iterator[str]:
    """The names of the modules that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written out"
            assert node.module is not None
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_part(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


def loaded_by(code: str) -> set[str]:
    """The modules that are loaded after a fresh Python has run `code`."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], cwd=CLONE, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("part", FOUNDATIONS)
def test_a_foundation_imports_only_what_lies_below_it(part: str) -> None:
    files = modules_of(part)
    assert files
    for path in files:
        ours = [name for name in imports(path) if is_part(name, "bot")]
        wrong = [name for name in ours if not any(is_part(name, allowed) for allowed in FOUNDATIONS[part])]
        assert wrong == [], path


@pytest.mark.parametrize("part", FOUNDATIONS)
def test_importing_a_foundation_loads_nothing_above_it(part: str) -> None:
    loaded = loaded_by(f"import {part}")
    ours = {name for name in loaded if name.startswith("bot.")}
    assert {name for name in ours if not any(is_part(name, allowed) for allowed in FOUNDATIONS[part])} == set()
    assert not any(is_part(name, "telegram") for name in loaded)


def test_only_the_parts_that_talk_know_telegram() -> None:
    knowing = {
        path.relative_to(BOT).parts[0].removesuffix(".py")
        for path in BOT.rglob("*.py")
        if any(is_part(name, "telegram") for name in imports(path))
    }
    assert knowing <= KNOW_TELEGRAM


@pytest.mark.parametrize(
    "module",
    [
        "bot.cli.commands",
        "bot.library",
        "bot.answers",
        "bot.short_answers",
        "bot.finding",
        "bot.asking",
        "bot.export",
        "bot.listing",
    ],
)
def test_answering_on_the_command_line_does_not_load_telegram(module: str) -> None:
    assert not any(is_part(name, "telegram") for name in loaded_by(f"import {module}"))


def test_importing_does_no_work() -> None:
    """No module reads the base, a catalogue or the settings, opens a connection or starts a process when imported."""
    parts = [path.relative_to(CLONE).with_suffix("").parts for path in BOT.rglob("*.py") if path.stem != "__main__"]
    names = [".".join(part for part in each if part != "__init__") for each in parts]
    hook = (
        "import sys\n"
        "seen = []\n"
        "def watch(event, args):\n"
        "    if event == 'open' and isinstance(args[0], str): seen.append(args[0])\n"
        "    if event in ('socket.connect', 'subprocess.Popen', 'os.mkdir', 'sqlite3.connect'): seen.append(event)\n"
        "sys.addaudithook(watch)\n"
    )
    script = hook + "".join(f"import {name}\n" for name in names) + "print('\\n'.join(seen))"
    done = subprocess.run([sys.executable, "-B", "-c", script], cwd=CLONE, capture_output=True, text=True, check=True)
    folders = [str(CLONE / name) for name in ("knowledge", "locales", "data", ".env")]
    touched = [
        line
        for line in done.stdout.splitlines()
        if line.startswith(tuple(folders)) or line in ("knowledge", "locales", ".env") or not line.startswith("/")
    ]
    assert [line for line in touched if line != ""] == []


def test_only_the_process_that_draws_loads_what_draws() -> None:
    loaded = loaded_by("import bot.cli.commands, bot.handlers, bot.posters")
    assert loaded & {"fpdf", "fontTools", "uharfbuzz", "pypdfium2", "pyphen", "segno", "PIL"} == set()
