"""What changed since an earlier revision, with a real git."""

import subprocess
from pathlib import Path

import pytest

from bot.check import CheckError, check
from bot.knowledge import Problem
from tests.support.base import TODAY, Folder

PICKET = "topics/assembly/questions/one-person-picket.yaml"
ASSEMBLY = "topics/assembly/topic.yaml"
OF_SINCE = ("changed-alone", "unlisted-link")


def git(folder: Path, *words: str) -> None:
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def clone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """A base in a clone with one commit."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git(folder.path.parent, "init", "-q")
    git(folder.path.parent, "add", ".")
    git(folder.path.parent, "commit", "-q", "-m", "A base")
    return folder


def since(folder: Folder, revision: str = "HEAD") -> list[Problem]:
    return [problem for problem in check(folder.path, TODAY, revision) if problem.code in OF_SINCE]


def test_nothing_changed(clone: Folder) -> None:
    assert since(clone) == []


def test_a_text_that_changed_in_one_language(clone: Folder) -> None:
    clone.replace(PICKET, "Yes, but it needs a notice too.", "Yes, with a notice.")
    (problem,) = since(clone)
    assert (problem.code, problem.severity) == ("changed-alone", "warning")
    assert (problem.place.line, problem.place.column) == clone.place(PICKET, "Yes, with")
    assert "answer changed in en since HEAD, but not in kk, ru" in problem.message


def test_a_text_that_changed_in_all_languages(clone: Folder) -> None:
    clone.replace(PICKET, "Yes, but", "Sure, but").replace(PICKET, "Да, но", "Можно, но").replace(
        PICKET, "Иә,", "Әрине,"
    )
    assert since(clone) == []


def test_lines_that_only_broke_elsewhere_did_not_change(clone: Folder) -> None:
    clone.replace(
        PICKET, "en: Yes, but it needs a notice too.", "en: >-\n    Yes, but it needs\n    a notice too.\n   "
    )
    assert since(clone) == []


def test_a_text_that_moved_in_its_list_is_known_again(clone: Folder) -> None:
    text = clone.read(ASSEMBLY)
    start, end = text.index("  - paragraph: 36"), text.index("recommendations:")
    moved = text[:start] + text[end:]
    clone.write(ASSEMBLY, moved.replace("findings:\n", "findings:\n" + text[start:end], 1))
    assert since(clone) == []
    clone.replace(ASSEMBLY, "were arrested", "were held")
    assert "findings.36.text changed in en" in since(clone)[0].message


def test_a_file_that_moved_is_known_again(clone: Folder) -> None:
    text = clone.read(PICKET)
    clone.remove(PICKET).write(
        "topics/liberty/questions/one-person-picket.yaml", text.replace("Yes, but", "Sure, but")
    )
    clone.replace(ASSEMBLY, "  - one-person-picket\n", "")
    git(clone.path, "add", ".")
    assert [problem.code for problem in since(clone)] == ["changed-alone"]


def test_a_new_text_has_nothing_to_compare_with(clone: Folder) -> None:
    caution = "caution:\n  kk: Байқаңыз.\n  ru: Осторожно.\n  en: Take care.\n"
    clone.replace(PICKET, "phrasings:", f"{caution}phrasings:")
    assert since(clone) == []


def test_what_could_not_be_read_then_is_left_out(clone: Folder) -> None:
    good = clone.read(PICKET)
    clone.write(PICKET, "title: [")
    git(clone.path, "commit", "-q", "-a", "-m", "Broken")
    clone.write(PICKET, good)
    assert since(clone) == []


def test_a_link_that_was_struck_from_the_list(clone: Folder) -> None:
    git(clone.path, "tag", "before")
    clone.replace("permalinks.yaml", "  - q_pray-at-home\n", "")
    git(clone.path, "commit", "-q", "-a", "-m", "Strike a link")
    assert [problem.code for problem in since(clone, "before")] == ["unlisted-link"]
    assert since(clone, "HEAD") == []


@pytest.mark.parametrize("revision", ["no-such-revision", "--output=/tmp/x", ""])
def test_a_revision_that_is_not_there(clone: Folder, revision: str) -> None:
    with pytest.raises(CheckError, match="revision"):
        since(clone, revision)


def test_a_folder_outside_git(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.path.parent.parent))
    with pytest.raises(CheckError, match="not inside a git repository"):
        since(folder)


def test_a_machine_without_git(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CheckError, match="needs git"):
        since(folder)
