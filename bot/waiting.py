"""A library with everything that search needs, for commands that wait for it."""

import sys

from rich.console import Console
from rich.progress import Progress

from bot.library import Library, open_library
from bot.locale import load_voices
from bot.search import NO_ENCODER, Learning, Search, open_encoder
from bot.search.vectors import CORES
from bot.settings import Settings


def open_whole_library(settings: Settings, *, with_encoder: bool = True) -> Library:
    """The library, with the encoder's voice if it is installed, so that the same base always gives the same answer.

    What has to be learnt first is waited for, with a bar of progress on standard error. Raises `KnowledgeError`.
    """
    learning = Learning(settings.cache_dir)
    library = open_library(settings.knowledge_dir, load_voices(), learning)
    if not with_encoder:
        return library
    search = understood(library.search, learning)
    return Library(library.base, search, library.cards)


def understood(search: Search, learning: Learning) -> Search:
    """Search with the encoder's voice; without it, and a line that says so, if it is not installed."""
    encoder = open_encoder()
    if encoder is None:
        sys.stderr.write(f"quqyq: {NO_ENCODER}\n")
        return search
    progress = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    task = progress.add_task("learning what phrasings mean")

    def told(done: int, total: int) -> None:
        progress.start()
        progress.update(task, completed=done, total=total)

    try:
        return learning.meaning(search, encoder, told, at_once=CORES)
    finally:
        progress.stop()
