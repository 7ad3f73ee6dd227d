"""The guides for moderators: three languages of one guide, with every command and every file in them."""

import re
from pathlib import Path

import pytest

from bot.knowledge.kinds import FILE_KINDS
from bot.moderating.new import KINDS
from bot.moderating.schema import FOLDER
from tests.support.base import REAL_BASE

DOCS = REAL_BASE.parent / "docs"
GUIDES = ("moderators.kk.md", "moderators.ru.md", "moderators.md")


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def links_of(path: Path) -> list[str]:
    """The files to which a page links."""
    return re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_names_every_command_that_a_moderator_has(name: str) -> None:
    text = text_of(name)
    commands = ["check", "show", "chat", "ask", "new", "coverage", "schema"]
    assert [command for command in commands if f"`quqyq {command}" not in text] == []
    assert [kind for kind in KINDS if not re.search(rf"new {kind}\b", text)] == []


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_names_every_kind_of_file(name: str) -> None:
    text = text_of(name)
    assert [kind.name for kind in FILE_KINDS if f"{Path(kind.pattern).name.replace('*', '<id>')}`" not in text] == []
    assert f"`{FOLDER}/`" in text


@pytest.mark.parametrize("name", GUIDES)
def test_what_a_guide_links_to_is_there(name: str) -> None:
    assert [link for link in links_of(DOCS / name) if not (DOCS / link).is_file()] == []


@pytest.mark.parametrize("name", GUIDES)
def test_the_languages_and_the_readme_link_to_a_guide(name: str) -> None:
    assert all(name in links_of(DOCS / other) for other in GUIDES if other != name)
    assert f"docs/{name}" in links_of(REAL_BASE.parent / "README.md")


def test_the_languages_of_the_guide_have_the_same_parts() -> None:
    def shape(name: str) -> tuple[int, int, list[str]]:
        text = text_of(name)
        return text.count("\n## "), text.count("\n|"), re.findall(r"^(\d+)\. ", text, re.MULTILINE)

    assert len({str(shape(name)) for name in GUIDES}) == 1
