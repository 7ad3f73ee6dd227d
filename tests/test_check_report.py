"""What the command prints, and how it ends."""

import json
from datetime import date

import pytest

from bot.check import CheckError, as_json, as_text, check, summary
from bot.knowledge import Place, Problem
from tests.support.base import REAL_BASE, TODAY, Folder
from tests.test_cli import quqyq

PICKET = "topics/assembly/questions/one-person-picket.yaml"

ERROR = Problem(Place("knowledge/a.yaml", 3, 5), "yaml", "this is not «YAML»")
WARNING = Problem(Place("knowledge/b.yaml"), "expired", "it lapsed", "warning")


def test_a_finding_as_text() -> None:
    assert as_text([ERROR, WARNING]) == (
        "knowledge/a.yaml:3:5: error yaml this is not «YAML»\nknowledge/b.yaml:1:1: warning expired it lapsed\n"
    )
    assert as_text([]) == ""


def test_a_finding_as_json() -> None:
    assert json.loads(as_json([ERROR])) == [
        {
            "path": "knowledge/a.yaml",
            "line": 3,
            "column": 5,
            "severity": "error",
            "code": "yaml",
            "message": "this is not «YAML»",
        }
    ]
    assert json.loads(as_json([])) == []


@pytest.mark.parametrize(
    ("problems", "expected"),
    [([], "0 errors, 0 warnings"), ([ERROR], "1 error, 0 warnings"), ([ERROR, WARNING], "1 error, 1 warning")],
)
def test_the_summary(problems: list[Problem], expected: str) -> None:
    assert summary(problems) == expected


def test_findings_are_sorted_by_place(folder: Folder) -> None:
    found = check(folder.path, date(2030, 1, 1))
    assert found == sorted(found)


def test_a_folder_that_is_not_there(folder: Folder) -> None:
    with pytest.raises(CheckError, match="no such folder"):
        check(folder.path / "nowhere", TODAY)


def test_errors_end_with_1(folder: Folder) -> None:
    done = quqyq("check", KNOWLEDGE_DIR=str(folder.path))
    assert done.returncode == 1
    assert all(line.startswith("knowledge/") for line in done.stdout.splitlines())
    assert "13 errors" in done.stderr


def test_json_has_the_same_findings(folder: Folder) -> None:
    done = quqyq("check", "--format", "json", KNOWLEDGE_DIR=str(folder.path))
    assert done.returncode == 1
    lines = [
        f"{each['path']}:{each['line']}:{each['column']}: {each['severity']} {each['code']} {each['message']}"
        for each in json.loads(done.stdout)
    ]
    assert lines == quqyq("check", KNOWLEDGE_DIR=str(folder.path)).stdout.splitlines()


def test_a_base_that_cannot_be_loaded_ends_with_1(folder: Folder) -> None:
    folder.write(PICKET, "title: [")
    done = quqyq("check", KNOWLEDGE_DIR=str(folder.path))
    assert done.returncode == 1
    assert [line.split()[2] for line in done.stdout.splitlines()] == ["yaml"]


@pytest.mark.parametrize(
    ("words", "folder_name"), [((), "nowhere"), (("--since", "no-such-revision"), ""), (("--format", "xml"), "")]
)
def test_a_check_that_could_not_run_ends_with_2(folder: Folder, words: tuple[str, ...], folder_name: str) -> None:
    done = quqyq("check", *words, KNOWLEDGE_DIR=str(folder.path / folder_name))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_base_of_this_repository_has_no_errors() -> None:
    """Only the day may bring warnings; an error is somebody's change."""
    assert [str(problem) for problem in check(REAL_BASE, TODAY) if problem.severity == "error"] == []
