"""`quqyq new`: a skeleton in its place, nothing else touched, and what is left to write is reported."""

from pathlib import Path

import pytest

from bot.knowledge import Ref
from bot.knowledge.models import QuestionFile, RecommendationFile, TopicFile, UpdateFile
from bot.moderating.insertion import InsertionError, insert
from bot.moderating.new import NewError, new_entry
from bot.moderating.schema import editor_line
from tests.support.base import Folder
from tests.support.command import command

QUESTION = "topics/assembly/questions/rally-at-night.yaml"
TOPIC = "topics/religion/topic.yaml"
TEXT = "{kk: Бір, ru: Один, en: One}"


def refusal(folder: Folder, kind: str, id_: str, topic: str | None = "assembly") -> str:
    """Why there can be no such entry; the base is as it was."""
    before = snapshot(folder)
    with pytest.raises(NewError) as caught:
        new_entry(folder.path, kind, id_, topic)
    assert snapshot(folder) == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


def snapshot(folder: Folder) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.path.rglob("*") if path.is_file()}


def without_the_new(text: str, old: str) -> str:
    """`text` without the lines that were added to `old` in one place."""
    added = text.count("\n") - old.count("\n")
    lines, before = text.splitlines(keepends=True), old.splitlines(keepends=True)
    start = next((i for i, line in enumerate(before) if lines[i] != line), len(before))
    return "".join(lines[:start] + lines[start + added :])


def test_a_question_gets_a_file_of_its_own(folder: Folder) -> None:
    written = new_entry(folder.path, "question", "rally-at-night", "assembly")
    assert written.path == folder.path / QUESTION
    lines = folder.read(QUESTION).splitlines()
    assert lines[0] == editor_line(QUESTION)
    assert [line.partition(":")[0] for line in lines if line[0] not in "# "] == list(QuestionFile.model_fields)
    assert all(line == line.rstrip() and len(line) <= 118 for line in lines)


def test_what_is_left_to_write_is_reported_in_the_new_file(folder: Folder) -> None:
    new_entry(folder.path, "question", "rally-at-night", "assembly")
    problems = folder.problems()
    assert {problem.place.path for problem in problems} == {f"knowledge/{QUESTION}"}
    assert [problem.code for problem in problems] == ["empty-field"] * 6 + ["wrong-value"]


def test_a_question_that_is_written_out_is_in_the_base(folder: Folder) -> None:
    new_entry(folder.path, "question", "rally-at-night", "assembly")
    for field in ("title", "answer"):
        folder.replace(QUESTION, f"{field}:\n  kk:\n  ru:\n  en:\n", f"{field}: {TEXT}\n")
    folder.replace(QUESTION, "paragraphs: []", "paragraphs: [36]")
    assert folder.load().question("rally-at-night").caution is None


def test_a_recommendation_is_added_at_the_end_of_its_list(folder: Folder) -> None:
    before = folder.read("topics/assembly/topic.yaml")
    written = new_entry(folder.path, "recommendation", "free-squares", "assembly")
    after = folder.read("topics/assembly/topic.yaml")
    assert without_the_new(after, before) == before
    lines = after.splitlines()
    assert written.line is not None
    assert lines[written.line - 1] == "  - id: free-squares"
    assert lines.index("  - id: free-squares") < lines.index("updates:")
    added = after.splitlines()[written.line - 1 : lines.index("updates:")]
    fields = [line[4:].partition(":")[0] for line in added if line[:4] in ("  - ", "    ") and line[4] not in "# "]
    assert fields == list(RecommendationFile.model_fields)


def test_an_update_starts_the_list_where_there_is_none(folder: Folder) -> None:
    before = folder.read(TOPIC)
    assert "updates:" not in before
    written = new_entry(folder.path, "update", "religion-law", "religion")
    after = folder.read(TOPIC)
    assert after.startswith(before)
    added = after.removeprefix(before).splitlines()
    assert added[:2] == ["updates:", "  - id: religion-law"]
    assert after.splitlines()[(written.line or 0) - 1] == "  - id: religion-law"
    assert sum(line.startswith("    ") and line[4] not in "# " for line in added) == len(UpdateFile.model_fields) - 1


def test_a_list_that_is_missing_comes_before_the_fields_behind_it(folder: Folder) -> None:
    folder.write(TOPIC, folder.read(TOPIC).partition("recommendations:")[0] + "# the changes\nupdates: []\n")
    new_entry(folder.path, "recommendation", "free-faith", "religion")
    text = folder.read(TOPIC)
    assert text.index("recommendations:\n  - id: free-faith") < text.index("# the changes\nupdates: []\n")


def test_a_topic_gets_a_folder_and_its_line_in_the_report(folder: Folder) -> None:
    report = folder.read("report.yaml")
    written = new_entry(folder.path, "topic", "privacy", None)
    assert written.path == folder.path / "topics/privacy/topic.yaml"
    assert folder.read("report.yaml") == report.replace("  - religion\n", "  - religion\n  - privacy\n", 1)
    lines = folder.read("topics/privacy/topic.yaml").splitlines()
    assert lines[0] == editor_line("topics/privacy/topic.yaml")
    assert [line.partition(":")[0] for line in lines if line[0] not in "# "] == list(TopicFile.model_fields)


@pytest.mark.parametrize("kind", ["question", "recommendation", "update", "topic"])
def test_a_permanent_link_is_listed_for_it(folder: Folder, kind: str) -> None:
    before = folder.read("permalinks.yaml")
    new_entry(folder.path, kind, "privacy", None if kind == "topic" else "liberty")
    payload = f"{kind[0]}_privacy"
    line = f"  - r_revise-religion-law\n  - {payload}\n"
    assert folder.read("permalinks.yaml") == before.replace("  - r_revise-religion-law\n", line)
    assert Ref.from_payload(payload) is not None


def test_one_may_follow_another_before_either_is_written_out(folder: Folder) -> None:
    for id_ in ("first", "second"):
        new_entry(folder.path, "update", id_, "religion")
        new_entry(folder.path, "question", id_, "religion")
    assert folder.read(TOPIC).index("- id: first") < folder.read(TOPIC).index("- id: second")
    assert "there is a update" not in refusal(folder, "recommendation", "revise-religion-law", "liberty")
    assert "'first' already" in refusal(folder, "update", "first", "liberty")


@pytest.mark.parametrize(
    ("kind", "id_", "topic", "said"),
    [
        ("qestion", "x", "assembly", "did you mean 'question'?"),
        ("question", "x", "asembly", "there is no topic 'asembly'; did you mean 'assembly'?"),
        ("question", "x", None, "--topic SLUG"),
        ("topic", "x", "assembly", "leave --topic out"),
        ("question", "Rally at_Night!", "assembly", "did you mean 'rally-at-night'?"),
        ("question", "x" * 49, "assembly", "is no id"),
        ("question", "../x", "assembly", "is no id"),
        ("question", "митинг", "assembly", "is no id"),
        ("question", "just-detained", "assembly", "knowledge/topics/liberty/questions/just-detained.yaml"),
        ("recommendation", "revise-religion-law", "assembly", "knowledge/topics/religion/topic.yaml, line 20"),
        ("update", "liberty-hours", "assembly", "knowledge/topics/liberty/topic.yaml"),
        ("topic", "religion", None, "there is a topic 'religion' already"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    folder: Folder, kind: str, id_: str, topic: str | None, said: str
) -> None:
    assert said in refusal(folder, kind, id_, topic)


def test_the_id_of_an_old_link_is_never_used_again(folder: Folder) -> None:
    folder.replace("permalinks.yaml", "  - t_liberty", "  - q_old-one\n  - t_liberty")
    folder.replace("permalinks.yaml", "aliases: []", "aliases:\n  - {old: q_older-one, new: q_just-detained}")
    assert "knowledge/permalinks.yaml, line 10" in refusal(folder, "question", "old-one")
    assert "was a permanent link before" in refusal(folder, "question", "older-one")


def test_a_list_in_one_line_is_left_alone(folder: Folder) -> None:
    folder.replace(
        "report.yaml", "topics:\n  - assembly\n  - liberty\n  - religion", "topics: [assembly, liberty, religion]"
    )
    assert "knowledge/report.yaml: 'topics' must be a list of '- …' lines" in refusal(
        folder, "topic", "privacy", None
    )


def test_line_ends_and_marks_of_other_editors_are_kept(folder: Folder) -> None:
    windows = "\ufeff" + folder.read(TOPIC).replace("\n", "\r\n")
    folder.write(TOPIC, windows.encode())
    new_entry(folder.path, "recommendation", "free-faith", "religion")
    after = (folder.path / TOPIC).read_bytes().decode()
    assert after.startswith(windows)
    assert after.count("\r\n") == after.count("\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:\n  - 1\n", "a:\n  - 1\n  - x\n"),
        ("a:\n- 1\nb: 2\n", "a:\n- 1\n- x\nb: 2\n"),
        ("a:\n  - 1", "a:\n  - 1\n  - x\n"),
        ("a: []\nb: 2\n", "a:\n  - x\nb: 2\n"),
        ("a: []  # none yet\nb: 2\n", "a:  # none yet\n  - x\nb: 2\n"),
        ("a:\nb: 2\n", "a:\n  - x\nb: 2\n"),
        ("c: 1\n", "c: 1\na:\n  - x\n"),
        ("# on top\nb: 2\n", "# on top\na:\n  - x\nb: 2\n"),
        ("c: 1\n\n# on b\nb: 2\n", "c: 1\na:\n  - x\n\n# on b\nb: 2\n"),
        ("a:\n  - 1\n  # of a\n\n# of b\nb: 2\n", "a:\n  - 1\n  # of a\n  - x\n\n# of b\nb: 2\n"),
        ("a:\n  - >-\n    one\n    # two\n\n\nb: 2\n", "a:\n  - >-\n    one\n    # two\n  - x\n\n\nb: 2\n"),
    ],
)
def test_an_entry_is_added_wherever_the_list_stands(text: str, expected: str) -> None:
    changed, line = insert(text, "f.yaml", "a", ["x"], ["b"])
    assert changed == expected
    assert changed.splitlines()[line - 1].strip() == "- x"


@pytest.mark.parametrize("text", ["a: {b: 1}\n", "a: word\n", "a: [1]\n", "- a\n", "{a: [], b: 2}\n"])
def test_where_nothing_can_be_added_safely_that_is_said(text: str) -> None:
    with pytest.raises(InsertionError, match=r"^f\.yaml: "):
        insert(text, "f.yaml", "a", ["x"])


def test_the_command_prints_where_it_wrote(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.path.parent)
    ran = command(folder, "new", "question", "rally-at-night", "--topic", "assembly")
    assert (ran.code, ran.out, ran.err) == (0, f"knowledge/{QUESTION}\n", "")
    ran = command(folder, "new", "update", "religion-law", "--topic", "religion")
    assert ran.out == f"knowledge/{TOPIC}:31\n"
    monkeypatch.chdir(folder.path / "topics")
    assert command(folder, "new", "topic", "privacy").out == "privacy/topic.yaml\n"


def test_the_command_refuses_in_one_line(folder: Folder) -> None:
    ran = command(folder, "new", "question", "rally-at-night", "--topic", "asembly")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "quqyq: there is no topic 'asembly'; did you mean 'assembly'?\n"


def test_a_file_that_is_not_yaml_is_named(folder: Folder) -> None:
    folder.add("permalinks.yaml", "  - : [")
    ran = command(folder, "new", "question", "rally-at-night", "--topic", "assembly")
    assert ran.code == 2
    assert ran.err.startswith("quqyq: knowledge/permalinks.yaml:18:")
    assert not (folder.path / QUESTION).exists()


def test_a_file_that_is_missing_or_not_utf_8_is_named(folder: Folder) -> None:
    folder.write("permalinks.yaml", b"published: [\xff]")
    assert refusal(folder, "question", "x") == "knowledge/permalinks.yaml: the file is not UTF-8 text"
    folder.remove("permalinks.yaml")
    assert "permalinks.yaml: No such file" in refusal(folder, "question", "x")
