"""Scenes, and files that stand where nothing reads them."""

import pytest

from tests.support.base import Folder
from tests.support.checked import new_codes, the

PICKET = "topics/assembly/questions/one-person-picket.yaml"
SCENE = "scenes:\n  - name: a greeting\n    language: ru\n    steps: [{says: привет, sees: [Здравствуйте]}]\n"


def test_a_scene_that_cannot_be_played(folder: Folder) -> None:
    folder.write("scenes/wrong.yaml", SCENE.replace("says", "say"))
    assert new_codes(folder) == ["unknown-field"]
    problem = the(folder, "unknown-field")
    assert problem.place.path == "knowledge/scenes/wrong.yaml"
    assert (problem.place.line, problem.place.column) == folder.place("scenes/wrong.yaml", "say:")
    assert folder.problems() == ()


def test_a_scene_and_the_base_are_reported_together(folder: Folder) -> None:
    folder.write("scenes/wrong.yaml", "scenes: [").write(PICKET, "title: [").write("topics/liberty/x.yaml", "")
    assert new_codes(folder) == ["stray-file", "yaml", "yaml"]


def test_a_scene_as_it_should_be(folder: Folder) -> None:
    folder.write("scenes/right.yaml", SCENE)
    assert new_codes(folder) == []


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("topics/liberty/rally.yaml", "topics/liberty/questions/rally.yaml"),
        ("topics/liberty/question/rally.yaml", "topics/liberty/questions/rally.yaml"),
        ("topics/liberty/questions/deeper/rally.yml", "topics/liberty/questions/rally.yaml"),
        ("topics/liberty/questions/Rally.YAML", "topics/liberty/questions/rally.yaml"),
        ("topics/liberty/topic.yml", "topics/liberty/topic.yaml"),
        ("topics/liberty/topics.yaml", "topics/liberty/topic.yaml"),
        ("topics/liberty/contacts.yaml", "contacts.yaml"),
        ("topics/rally.yaml", "topics/<topic>/questions/rally.yaml"),
        ("topic/liberty/questions/rally.yaml", "topics/liberty/questions/rally.yaml"),
        ("questions/rally.YAML", "topics/<topic>/questions/rally.yaml"),
        ("rally.yaml", "topics/<topic>/questions/rally.yaml"),
        ("contact.yml", "contacts.yaml"),
        ("scenes/rally.yml", "scenes/rally.yaml"),
        ("scene/rally.yaml", "scenes/rally.yaml"),
    ],
)
def test_a_file_that_nothing_reads(folder: Folder, name: str, place: str) -> None:
    folder.write(name, folder.read(PICKET))
    assert new_codes(folder) == ["stray-file"]
    problem = the(folder, "stray-file")
    assert (problem.severity, problem.place.path) == ("error", f"knowledge/{name}")
    assert problem.message == f"nothing reads '{name}' here; did you mean '{place}'?"


@pytest.mark.parametrize(
    "name", ["topics/assembly/questions/second.yml", "schemas/topic.json", "notes.txt", ".github/x.yml", ".x.yaml"]
)
def test_a_file_that_is_read_or_no_business_of_the_base(folder: Folder, name: str) -> None:
    text = folder.read(PICKET)
    for old, new in (("жалғыз", "басқа"), ("одиночный", "другой"), ("may i", "could somebody")):
        text = text.replace(old, new)
    folder.write(name, text)
    assert "stray-file" not in new_codes(folder)
