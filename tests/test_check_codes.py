"""Every code is in the table, once, and described in docs/check.md."""

import ast
from pathlib import Path

from bot.check.codes import CHECKS
from bot.check.loading import CODES
from bot.check.manual import manual
from tests.support.base import Folder
from tests.support.checked import new_codes, usual

CLONE = Path(__file__).resolve().parent.parent
MAKERS = {"Problem": 1, "_error": 1}


def codes_of_the_loader() -> set[str]:
    """The codes that stand in the calls which make problems; a code with a changing end by its beginning."""
    found: set[str] = set()
    for path in (CLONE / "bot/knowledge").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                code = node.args[MAKERS[node.func.id]]
                if isinstance(code, ast.JoinedStr):
                    assert isinstance(code.values[0], ast.Constant)
                    code = code.values[0]
                if isinstance(code, ast.Constant) and isinstance(code.value, str):
                    found.add(code.value)
    return found


def test_the_loader_emits_no_code_that_the_table_has_not() -> None:
    names = {code.name for code in CODES}
    found = codes_of_the_loader()
    assert len(found) > 20
    assert {each for each in found if not any(name.startswith(each) for name in names)} == set()


def test_every_reference_that_the_loader_checks_has_its_code() -> None:
    text = (CLONE / "bot/knowledge/references.py").read_text("utf-8")
    uses = ast.parse(text[text.index("def _uses") :])
    whats = {
        node.value
        for node in ast.walk(uses)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and f"unknown-{node.value}" in {code.name for code in CODES}
    }
    assert whats == {"question", "contact", "update", "permalink", "note", "paragraph", "recommendation"}


def test_no_code_stands_twice() -> None:
    names = [code.name for code in CODES]
    assert len(names) == len(set(names))


def test_every_code_is_described() -> None:
    page = (CLONE / "docs/check.md").read_text("utf-8")
    for code in CODES:
        assert f"### {code.name}\n" in page
        assert code.explanation in page
    assert page == manual(), "run: python -m bot.check.manual > docs/check.md"


def test_what_depends_on_the_day_is_only_a_warning() -> None:
    assert {code.name for code in CHECKS if code.severity == "warning"} >= {"old-check", "expired"}


def test_an_untouched_base_brings_nothing_new(folder: Folder) -> None:
    assert new_codes(folder) == []
    assert set(usual()) == {"few-phrasings", "unreached-recommendation"}
