"""The schemas: made from the models, current, described, and true of every file of the base."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.knowledge.kinds import FILE_KINDS, kind_of
from bot.moderating.schema import FOLDER, editor_line, schemas, write_schemas
from tests.support.base import REAL_BASE, SMALL_BASE, Folder
from tests.support.editor import as_an_editor_reads

SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schemas().items()}


def files_of(base: Path) -> list[str]:
    return sorted(path.relative_to(base).as_posix() for path in base.rglob("*.yaml"))


def faults(name: str, text: str) -> list[str]:
    """What an editor would underline in a file of the base, with the place of each."""
    kind = kind_of(name)
    assert kind is not None, f"{name}: no such kind of file among FILE_KINDS in bot/knowledge/kinds.py"
    validator = Draft7Validator(SCHEMAS[f"{kind.name}.json"])
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_an_editor_reads(text))]


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every field of a file, by its name."""
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            yield f"{part['title']}.{name}", field


def test_the_schemas_in_the_base_are_current() -> None:
    written = {path.name: path.read_text("utf-8") for path in (REAL_BASE / FOLDER).iterdir()}
    assert written == schemas(), "make them anew: quqyq schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described(name: str) -> None:
    assert [field for field, schema in properties(SCHEMAS[name]) if not schema.get("description")] == []


def test_what_the_place_of_a_file_says_does_not_stand_in_it() -> None:
    assert not {"id", "topic"} & set(SCHEMAS["question.json"]["properties"])
    assert not {"id", "topic", "questions"} & set(SCHEMAS["topic.json"]["properties"])
    assert "topic" not in SCHEMAS["topic.json"]["$defs"]["UpdateFile"]["properties"]


@pytest.mark.parametrize("name", files_of(REAL_BASE))
def test_a_file_of_the_base_names_its_schema_in_its_first_line(name: str) -> None:
    first, _, _ = (REAL_BASE / name).read_text("utf-8").partition("\n")
    assert first == editor_line(name)
    assert ((REAL_BASE / name).parent / first.partition("$schema=")[2]).resolve().is_file()


@pytest.mark.parametrize("name", files_of(REAL_BASE))
def test_an_editor_underlines_nothing_in_the_base(name: str) -> None:
    assert faults(name, (REAL_BASE / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", files_of(SMALL_BASE))
def test_an_editor_underlines_nothing_in_the_small_base(name: str) -> None:
    assert faults(name, (SMALL_BASE / name).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("report.yaml", "year: 2009", "year: soon", "$.year"),
        ("amounts.yaml", "tenge:", "tenga:", "$.mci[0]"),
        (
            "topics/assembly/questions/one-person-picket.yaml",
            "paragraphs: [35]",
            "paragraphs: [57]",
            "$.paragraphs[0]",
        ),
        ("topics/assembly/questions/one-person-picket.yaml", "  ru: Можно", "  rus: Можно", "$.title"),
        ("topics/assembly/topic.yaml", "status: partly", "status: half", "$.recommendations[0].status"),
        ("topics/assembly/topic.yaml", "date: '2020-05-25'", "date: 25.05.2020", "$.updates[0].date"),
        ("permalinks.yaml", "q_just-detained", "just-detained", "$.published[7]"),
    ],
)
def test_an_editor_underlines_a_mistake(folder: Folder, name: str, old: str, new: str, place: str) -> None:
    folder.replace(name, old, new)
    assert place in {fault.partition(": ")[0] for fault in faults(name, folder.read(name))}


def test_fields_that_may_be_left_empty_may(folder: Folder) -> None:
    name = "topics/assembly/questions/one-person-picket.yaml"
    folder.add(name, "caution:")
    assert faults(name, folder.read(name)) == []
    assert folder.problems() == ()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("report.yaml", "report"),
        ("topics/women/topic.yaml", "topic"),
        ("topics/women/questions/x.yaml", "question"),
        ("topics/women/questions/x.yml", "question"),
        ("topics/women/questions/x.YAML", None),
        ("topics/women/topic.yml", None),
        ("topics/women/report.yaml", None),
        ("topics/women/questions/deeper/x.yaml", None),
        ("notes.yml", None),
    ],
)
def test_the_place_of_a_file_says_its_kind(name: str, kind: str | None) -> None:
    found = kind_of(name)
    assert (found.name if found else None) == kind


def test_a_file_of_no_kind_has_no_editor_line() -> None:
    with pytest.raises(ValueError, match=r"no kind of file for elsewhere\.yaml"):
        editor_line("elsewhere.yaml")


def test_schemas_are_written_into_the_folder_of_the_base(folder: Folder) -> None:
    paths = write_schemas(folder.path)
    assert [path.name for path in paths] == [f"{kind.name}.json" for kind in FILE_KINDS]
    assert folder.read(f"{FOLDER}/topic.json") == schemas()["topic.json"]
    assert folder.problems() == ()
