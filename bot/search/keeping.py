"""Arrays kept on disk between two starts. Losing them is harmless: they are made anew from the base."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

import numpy as np
import structlog
from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

_LOG: Final = structlog.stdlib.get_logger(__name__)


def read_arrays(path: Path) -> Arrays | None:
    """The arrays of a file; None if there is none or it is damaged. Nothing in the file is ever executed."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as loaded:
            return {name: loaded[name] for name in loaded.files}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Put arrays into a file, as a whole or not at all. A folder that cannot be written to is only logged."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            try:
                np.savez(file, **arrays)  # type: ignore[arg-type]
                file.close()
                Path(file.name).replace(path)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        _LOG.warning("what search has learnt cannot be kept", file=path.name, error=error.strerror)
