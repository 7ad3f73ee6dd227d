"""Measures one way in a process of its own; prints one JSON object on standard output.

    python -m bench.measuring WAY SIZE [--kept FOLDER] [--every N]

SIZE is the number of phrasings to which the base is grown (0: the base as it is). With --kept, what search has learnt
is taken from there, as it is when the bot starts; without, everything is made anew.
"""

import argparse
import json
import re
import time
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import numpy as np

from bench.figures import Figures, auroc, share, threshold_of
from bench.growing import grown
from bench.ways import CASCADE, WAYS, Stock, Way
from bot.evaluating import Asked, read_questions
from bot.knowledge import load_base
from bot.search import documents

ROOT: Final = Path(__file__).parent.parent
FILES: Final = ("plain", "outside")
TYPED_EVERY: Final = 6
"""Each sixth typed question is asked, so that the slowest ways come to an end."""
_MEGA: Final = 2**20
_WARM_UP: Final = 10
_BOT: Final = ("bot.application", "bot.running", "bot.posters")


def questions_of(every: int, files: Sequence[str] = FILES) -> list[Asked]:
    """The questions that are asked: each `every`-th of some files, if not of the plain ones and of those outside."""
    asked: list[Asked] = []
    for name in files:
        lines = (ROOT / "bench" / "questions" / f"{name}.jsonl").read_bytes().splitlines()
        asked += list(read_questions(lines))[::every]
    return asked


def measure(way: str, size: int, folder: Path | None, every: int) -> Figures:
    """Build a way and ask it every question."""
    import psutil  # noqa: PLC0415 - what only reads this module needs none of it

    base = load_base(ROOT / "knowledge")
    base, known = grown(base, size) if size else (base, list(documents(base)))
    process = psutil.Process()
    before = process.memory_info().rss / _MEGA
    begun = time.perf_counter()
    ask = WAYS[way](Stock(base, known, folder))
    build = time.perf_counter() - begun
    asked = questions_of(every)
    for each in asked[:_WARM_UP]:
        ask(each.text)
    times, processor, inside, outside = [], [], [], []
    for each in asked:
        begun, worked = time.perf_counter(), time.thread_time()
        topic, sure = ask(each.text)
        processor.append(1000 * (time.thread_time() - worked))
        times.append(1000 * (time.perf_counter() - begun))
        if each.topics:
            inside.append((topic in each.topics, sure))
        else:
            outside.append(sure)
    memory = process.memory_info().rss / _MEGA
    threshold = threshold_of(outside)
    return Figures(
        way=way,
        phrasings=len(known),
        questions=len(asked),
        build=build,
        memory_before=before,
        memory=memory,
        peak=_peak(),
        whole=_whole(process) if way == CASCADE and folder else None,
        median=float(np.median(times)),
        p99=float(np.percentile(times, 99)),
        processor=float(np.median(processor)),
        first=sum(is_right for is_right, _ in inside) / len(inside),
        auroc=auroc([sure for _, sure in inside], outside),
        at_kept_out=share(threshold, inside),
        kinds={} if size else _by_kind(ask, threshold),
    )


def _by_kind(ask: Way, threshold: float) -> dict[str, float]:
    told: dict[str, list[tuple[bool, float]]] = {}
    for each in questions_of(TYPED_EVERY, ["typed"]):
        topic, sure = ask(each.text)
        told.setdefault(each.kind, []).append((topic in each.topics, sure))
    return {kind: share(threshold, of_kind) for kind, of_kind in told.items()}


def _peak() -> float:
    """The most memory that this process had; that of `getrusage` would be that of the parent, if it had more."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) / 1024 if found else float("nan")


def _whole(process: Any) -> float:
    for name in _BOT:
        import_module(name)
    return float(process.memory_info().rss / _MEGA)


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("size", type=int)
    parser.add_argument("--kept", type=Path)
    parser.add_argument("--every", type=int, default=1)
    options = parser.parse_args()
    print(json.dumps(asdict(measure(options.way, options.size, options.kept, options.every))))


if __name__ == "__main__":
    main()
