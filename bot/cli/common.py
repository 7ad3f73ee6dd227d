"""What all commands share: settings and logs at the start, lines in and out, clear errors."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NoReturn

import typer

from bot.asking import BatchError
from bot.check import CheckError
from bot.evaluating import EvaluationError
from bot.knowledge import KnowledgeError, Language, is_language
from bot.listing import UsernameError
from bot.locale import LocaleError
from bot.logs import configure_logs
from bot.moderating.new import NewError
from bot.moderating.show import UnknownEntryError
from bot.posters import DrawingError
from bot.printing import PrintingError
from bot.settings import ListenError, Settings, SettingsError, TokenError, WebhookError
from bot.store import StoreError

CANNOT_RUN: Final = 2
"""The exit code when a command could not do its work."""

_MENDABLE: Final = (
    CheckError,
    KnowledgeError,
    LocaleError,
    SettingsError,
    StoreError,
    TokenError,
    ListenError,
    WebhookError,
    BatchError,
    EvaluationError,
    NewError,
    UnknownEntryError,
    PrintingError,
    DrawingError,
    UsernameError,
)
"""What a person can mend: said in a line, without a traceback."""


def start() -> Settings:
    """The settings; logs are set up by them. Raises `SettingsError`."""
    settings = Settings.load()
    configure_logs(settings.log_level, settings.log_format)
    return settings


def language_of(option: str | None) -> Language | None:
    """The language that an option names, if it is given; ends the command if there is no such language."""
    if option is None or is_language(option):
        return option
    fail(f"--language: '{option}' is none of kk, ru, en")


@contextmanager
def lines_of(name: str) -> Iterator[Iterable[bytes]]:
    """The lines of a file, or of standard input for `-`; ends the command if it cannot be read."""
    if name == "-":
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below; its errors are told apart from those inside
    except OSError as error:
        fail(f"{name}: {error.strerror}")
    with file:
        yield file


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what people can mend into one clear line on standard error and exit code 2, without a traceback."""
    try:
        yield
    except _MENDABLE as error:
        fail(str(error))
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(CANNOT_RUN) from None


def put(text: str) -> None:
    """Print a text and end its line."""
    sys.stdout.write(text + "\n")


def fail(message: str) -> NoReturn:
    """Say on standard error what is wrong, and end the command."""
    sys.stderr.write(f"quqyq: {message}\n" if "\n" not in message else f"{message}\n")
    raise typer.Exit(CANNOT_RUN)
