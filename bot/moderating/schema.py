"""JSON Schemas of the base's files, from the models: with them an ordinary editor completes and underlines."""

import json
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from bot.knowledge.kinds import FILE_KINDS, kind_of

FOLDER: Final = "schemas"
"""Where the schemas stand in the folder of the base."""

_EDITOR_LINE: Final = "# yaml-language-server: $schema="
_DIALECT: Final = "http://json-schema.org/draft-07/schema#"
"""What the YAML plug-ins of editors understand; nothing in our schemas is newer."""


class _WithoutTitles(GenerateJsonSchema):
    """A field is called by its name; the title that pydantic makes of it says nothing more."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - the library passes it
        return False


def schemas() -> dict[str, str]:
    """The text of every schema by the name of its file."""
    return {f"{kind.name}.json": _schema(kind.model) for kind in FILE_KINDS}


def write_schemas(root: Path) -> tuple[Path, ...]:
    """Write the schemas into the folder of the base; returns the files."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    paths = tuple(folder / name for name in schemas())
    for path, text in zip(paths, schemas().values(), strict=True):
        path.write_bytes(text.encode())
    return paths


def editor_line(name: str) -> str:
    """The first line of a file, by its path inside the base: it tells an editor which schema to use.

    ValueError if the base has no such kind of file.
    """
    kind = kind_of(name)
    if kind is None:
        raise ValueError(f"the base has no kind of file for {name}")
    up = "../" * (len(PurePosixPath(name).parts) - 1)
    return f"{_EDITOR_LINE}{up}{FOLDER}/{kind.name}.json"


def _schema(model: type[BaseModel]) -> str:
    schema = {"$schema": _DIALECT, **model.model_json_schema(schema_generator=_WithoutTitles)}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
