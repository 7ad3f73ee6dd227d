"""Commands for what people sent and what is kept of them: `unanswered`, `forget-all`."""

import asyncio
import sys
from typing import Annotated

import typer

from bot.cli.common import clear_errors, put, start
from bot.library import open_library
from bot.locale import load_voices
from bot.moderating.unanswered import as_text, grouped
from bot.moderating.unanswered import as_yaml as as_question_files
from bot.search import Learning
from bot.store import empty, stored_questions


def unanswered(
    as_yaml: Annotated[bool, typer.Option("--as-yaml", help="print question files to fill in")] = False,
) -> None:
    """Print the questions that people sent to the moderators, like with like."""
    with clear_errors():
        settings = start()
        waiting = asyncio.run(stored_questions(settings.database_url))
        library = open_library(settings.knowledge_dir, load_voices(), Learning(settings.cache_dir))
        groups = grouped(waiting, library.search)
        lines = as_question_files(groups) if as_yaml else as_text(groups, library.base)
        sys.stdout.writelines(f"{line}\n" for line in lines)


def forget_all(
    everything: Annotated[
        bool, typer.Option("--everything", help="also the counts and the unanswered questions")
    ] = False,
) -> None:
    """Delete for good what the database keeps about chats and their updates."""
    with clear_errors():
        emptied = asyncio.run(empty(start().database_url, everything=everything))
        put("\n".join(f"{name}: {number} deleted" for name, number in emptied.items()) or "nothing was kept")
