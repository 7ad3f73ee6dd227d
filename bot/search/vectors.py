"""The vectors of phrasings: made once each, and kept on disk by phrasing, so that an edit embeds only what is new."""

import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.search.documents import Document
from bot.search.encoder import Encoder, Floats
from bot.search.keeping import read_arrays, write_arrays

SAVE_EVERY: Final = 1000
"""After so many new vectors all are kept, so that little is lost if the bot is stopped meanwhile."""

CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""So many texts at once are embedded soonest, where nothing else needs the cores."""

_KEY: Final = 16


class Vectors:
    """An encoder that remembers the phrasings it has seen. What it gives is the same whether kept or new."""

    def __init__(self, encoder: Encoder, path: Path | None, kept: dict[bytes, NDArray[np.float16]]) -> None:
        self._encoder = encoder
        self._path = path
        self._kept = kept
        self._lock = Lock()
        self.name = encoder.name
        self.dimensions = encoder.dimensions

    @classmethod
    def open(cls, folder: Path | None, encoder: Encoder) -> "Vectors":
        """The vectors kept in `folder` (None: nowhere); none if there are none, or if the file is damaged."""
        path = folder / f"vectors-{encoder.name}.npz" if folder else None
        arrays = read_arrays(path) if path else None
        kept: dict[bytes, NDArray[np.float16]] = {}
        if arrays is not None and arrays["vectors"].shape == (len(arrays["keys"]) // _KEY, encoder.dimensions):
            keys = arrays["keys"].tobytes()
            kept = {keys[at * _KEY : (at + 1) * _KEY]: vector for at, vector in enumerate(arrays["vectors"])}
        return cls(encoder, path, kept)

    def missing(self, texts: Iterable[str]) -> list[str]:
        """Those of the texts for which no vector is kept yet, each once."""
        return [text for text in dict.fromkeys(texts) if _key(text) not in self._kept]

    def embed_all(self, texts: Iterable[str], told: Callable[[], None] = lambda: None, *, at_once: int = 1) -> None:
        """Make what is missing and keep it, `at_once` texts at the same time.

        `told` is called in this thread after each text that had to be embedded; what it raises ends the work.
        """
        missing = self.missing(texts)
        with ThreadPoolExecutor(at_once, "embedding") as executor:
            try:
                for number, (text, vector) in enumerate(
                    zip(missing, executor.map(self._encoder.embed, missing), strict=True), 1
                ):
                    with self._lock:
                        self._kept[_key(text)] = vector.astype(np.float16)
                    told()
                    if number % SAVE_EVERY == 0:
                        self.save()
            except BaseException:
                executor.shutdown(cancel_futures=True)
                raise
        if missing:
            self.save()

    def embed(self, text: str) -> Floats:
        """The vector of a text; one that is not kept is made and not kept: it may be what a person wrote."""
        kept = self._kept.get(_key(text))
        return self._encoder.embed(text) if kept is None else kept.astype(np.float32)

    def of(self, documents: Sequence[Document]) -> Floats:
        """The vectors of documents, one a row."""
        return np.stack([self.embed(document.text) for document in documents])

    def save(self) -> None:
        """Keep all vectors; where the folder cannot be written to, they are made anew at the next start."""
        if self._path is None:
            return
        with self._lock:
            keys = np.frombuffer(b"".join(self._kept), np.uint8)
            vectors = (
                np.stack(list(self._kept.values())) if self._kept else np.zeros((0, self.dimensions), np.float16)
            )
            write_arrays(self._path, {"keys": keys, "vectors": vectors})


def _key(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()[:_KEY]
