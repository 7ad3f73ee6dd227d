"""What search learns from a base, made or taken from where it is kept.

Everything is made from the base alone. It is kept under a fingerprint of the base's phrasings and of the code that
learns from them, so that nothing stale is ever used; the encoder's vectors are kept by phrasing.
"""

import hashlib
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np
import structlog

from bot.knowledge import Base, WordGroup
from bot.search.documents import Document, documents
from bot.search.encoder import Encoder
from bot.search.keeping import Arrays, read_arrays, write_arrays
from bot.search.lexicon import Lexicon
from bot.search.meaning import Meaning
from bot.search.search import Search
from bot.search.vectors import Vectors

_LOG: Final = structlog.stdlib.get_logger(__name__)

KEPT: Final = 4
"""So many fitted parts of each kind are kept; older ones are removed."""


Told = Callable[[int, int], None]


class Learning:
    """Makes bases searchable, and keeps what was learnt in a folder (None: nowhere)."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def words(self, base: Base) -> Search:
        """Search by the voices of words alone: seconds if nothing is kept, else well under one."""
        known = tuple(documents(base))
        name = f"words-{_fingerprint(known, base.words)}"
        kept = self._read(name)
        if kept is not None:
            try:
                return Search(base, lexicon=Lexicon(known, base.words, kept))
            except (KeyError, ValueError, IndexError) as error:
                _LOG.warning("what was kept is damaged and made anew", file=name, error=type(error).__name__)
        lexicon = Lexicon(known, base.words)
        self._write(name, lexicon.keep())
        return Search(base, lexicon=lexicon)

    def meaning(
        self, search: Search, encoder: Encoder, told: Told = lambda _, __: None, *, at_once: int = 1
    ) -> Search:
        """The same search with the encoder's voice: about 10 ms for each phrasing that is new, then seconds to fit.

        `told` is called with how many phrasings are embedded and of how many, and may raise to end it; `at_once` are
        embedded at the same time, which leaves so many cores fewer to answers.
        """
        lexicon = search.lexicon
        name = f"meaning-{encoder.name}-{_fingerprint(lexicon.documents, search.base.words)}"
        kept = self._read(name)
        if kept is None or kept.keys() != {"mean", "weights"} or kept["weights"].shape[1] != len(lexicon.targets):
            vectors = Vectors.open(self._folder, encoder)
            texts = [document.text for document in lexicon.documents]
            missing = len(vectors.missing(texts))
            done = iter(range(1, missing + 1))
            vectors.embed_all(texts, lambda: told(next(done), missing), at_once=at_once)
            meaning = Meaning.fit(
                encoder,
                vectors.of(lexicon.documents),
                lexicon.owners,
                len(lexicon.targets),
                lambda: told(missing, missing),
            )
            self._write(name, meaning.keep())
        else:
            meaning = Meaning.of_arrays(encoder, kept)
        return Search(search.base, lexicon=lexicon, meaning=meaning)

    def _read(self, name: str) -> Arrays | None:
        return read_arrays(self._folder / f"{name}.npz") if self._folder else None

    def _write(self, name: str, arrays: Arrays) -> None:
        if self._folder is None:
            return
        write_arrays(self._folder / f"{name}.npz", arrays)
        of_kind = sorted(self._folder.glob(f"{name.partition('-')[0]}-*.npz"), key=_age, reverse=True)
        for path in of_kind[KEPT:]:
            path.unlink(missing_ok=True)


def _age(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # removed meanwhile by another process
        return 0.0


def _fingerprint(known: Iterable[Document], words: Iterable[WordGroup]) -> str:
    """What the learnt depends on: every phrasing, the words that stand for others, the code, and NumPy."""
    digest = hashlib.sha256(_code())
    fields = (f"{each.target.kind}\0{each.target.id}\0{each.language}\0{each.text}\0" for each in known)
    digest.update("".join(fields).encode("utf-8", "replace"))
    for group in words:
        digest.update(group.model_dump_json().encode())
    return digest.hexdigest()[:32]


@cache
def _code() -> bytes:
    """A digest of the code of search, which is read once."""
    digest = hashlib.sha256(np.__version__.encode())
    for path in sorted(files("bot.search").iterdir(), key=lambda path: path.name):
        if path.name.endswith(".py"):
            digest.update(path.read_bytes())
    return digest.digest()
