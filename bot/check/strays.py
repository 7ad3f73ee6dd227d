"""YAML files that stand where nothing reads them."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Final

from bot.check.codes import STRAY_FILE
from bot.knowledge import Place, Problem
from bot.knowledge.kinds import FILE_KINDS, kind_of
from bot.knowledge.scenes import FOLDER as SCENES

_SUFFIXES: Final = (".yaml", ".yml")
_ON_TOP: Final = tuple(kind.pattern for kind in FILE_KINDS if "/" not in kind.pattern)
_ANY_TOPIC: Final = "<topic>"


def stray_files(root: Path) -> Iterator[Problem]:
    """YAML files below the folder of the base that are of no kind; hidden ones belong to other programs."""
    topics = {path.name for path in root.glob("topics/*") if path.is_dir()}
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if path.suffix.lower() not in _SUFFIXES or any(part.startswith(".") for part in inside.parts):
            continue
        name = inside.as_posix()
        if path.is_file() and kind_of(name) is None:
            message = f"nothing reads '{name}' here; did you mean '{right_place(name, topics)}'?"
            yield STRAY_FILE.at(Place(path.relative_to(root.parent).as_posix()), message)


def right_place(name: str, topics: Collection[str]) -> str:
    """The place in the base that is nearest to that of a stray file; `topics` are the folders of topics."""
    path = PurePosixPath(name)
    folders, file = path.parts[:-1], f"{path.stem.lower()}.yaml"
    topic = next((folder for folder in folders if folder in topics), _ANY_TOPIC)
    if near := get_close_matches(file, _ON_TOP, n=1, cutoff=1.0 if folders else 0.8):
        return near[0]
    if folders and get_close_matches(folders[0].lower(), [SCENES]):
        return f"{SCENES}/{file}"
    if get_close_matches(file, ["topic.yaml"], cutoff=0.9):
        return f"topics/{topic}/topic.yaml"
    return f"topics/{topic}/questions/{file}"
