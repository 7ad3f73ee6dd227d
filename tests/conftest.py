"""Fixtures that tests of all kinds use; see `tests/support/base.py`."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from bot.library import Library
from bot.settings import Settings
from tests.support.base import Folder, small_library, write_base

settings.register_profile("quqyq", deadline=None)
settings.load_profile("quqyq")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A small base of the test's own, to change or to break."""
    return write_base(tmp_path / "knowledge")


@pytest.fixture
def library() -> Library:
    """The small base, loaded, to read."""
    return small_library()


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the machine on which the tests run reaches a test."""
    for name in list(os.environ):
        if name.lower() in Settings.model_fields:
            monkeypatch.delenv(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests have recorded with `record_property("figure", …)`."""
    reports = terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    figures = [value for report in reports for name, value in report.user_properties if name == "figure"]
    if figures:
        terminalreporter.section("figures")
        for figure in sorted(figures):
            terminalreporter.line(figure)
