"""YAML as moderators type it: every value stays text, and whatever is wrong is named with its line and column."""

import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.knowledge import KnowledgeError, yaml_source
from bot.knowledge.yaml_source import MAX_BYTES, MAX_DEPTH, Data, parse_source, read_source
from tests.support.base import Folder


def data_of(text: str) -> Data:
    return parse_source(text, "file.yaml").data


def problem(act: Callable[[], object]) -> tuple[str, int, int]:
    """Code, line and column of the only problem."""
    with pytest.raises(KnowledgeError) as caught:
        act()
    (only,) = caught.value.problems
    assert only.place.path == "file.yaml"
    return only.code, only.place.line, only.place.column


def problem_in(text: str) -> tuple[str, int, int]:
    return problem(lambda: parse_source(text, "file.yaml"))


def problem_in_file(path: Path, content: bytes) -> tuple[str, int, int]:
    path.write_bytes(content)
    return problem(lambda: read_source(path, "file.yaml"))


@pytest.mark.parametrize(
    "typed",
    [
        "no",
        "on",
        "yes",
        "Off",
        "true",
        "2020-05-25",
        "2026",
        "007",
        "1:30",
        "1_000",
        "0x1F",
        "1e3",
        ".inf",
        "10.5",
        "=",
    ],
)
def test_a_plain_value_stays_the_text_that_was_typed(typed: str) -> None:
    assert data_of(f"a: {typed}") == {"a": typed}


def test_keys_stay_text_as_well() -> None:
    assert data_of("no: 1\n2020: 2") == {"no": "1", "2020": "2"}


@pytest.mark.parametrize("typed", ["", "~", "null", "Null", "NULL"])
def test_a_plain_nothing_is_nothing(typed: str) -> None:
    assert data_of(f"a: {typed}") == {"a": None}


@pytest.mark.parametrize("typed", ["''", '""', "'null'", '"~"'])
def test_a_quoted_nothing_is_text(typed: str) -> None:
    assert data_of(f"a: {typed}") == {"a": typed[1:-1]}


def test_lists_and_folded_texts_are_read() -> None:
    assert data_of("a:\n  - 'х: у'\n  - >-\n    один\n    два\nb: [1, {c: d}]\n") == {
        "a": ["х: у", "один два"],
        "b": ["1", {"c": "d"}],
    }


def test_a_merge_key_is_a_key_as_any_other() -> None:
    assert data_of("<<: {a: b}") == {"<<": {"a": "b"}}


def test_places_count_from_one_and_know_keys_and_values() -> None:
    source = parse_source("a:\n  - x\n  -   b: y\n", "file.yaml")
    key, value = source.key_place(("a", 1, "b")), source.place(("a", 1, "b"))
    assert (key.line, key.column) == (3, 7)
    assert (value.line, value.column) == (3, 10)


def test_the_place_of_what_is_missing_is_that_of_what_is_around_it() -> None:
    source = parse_source("a:\n  b: x\n", "file.yaml")
    assert source.place(("a", "missing", 3)) == source.place(("a",))
    assert source.key_place(("missing",)) == source.place(())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n  \na: 3\n", ("duplicate-key", 4, 1)),
        ("x:\n  - a: 1\n    a: 2\n", ("duplicate-key", 3, 5)),
        ("a: !!python/object:os.system x\n", ("tag", 1, 4)),
        ("b: 1\na: !secret x\n", ("tag", 2, 4)),
        ("a: &x 1\n", ("alias", 1, 4)),
        ("? [a, b]\n: c\n", ("key", 1, 3)),
        ("a:\n\t- b\n", ("yaml", 2, 1)),
        ("a: b: c\n", ("yaml", 1, 5)),
        ("a: 'b\n", ("yaml", 2, 1)),
        ("a: *x\n", ("alias", 1, 4)),
        ("a: 1\n---\nb: 2\n", ("yaml", 2, 1)),
        ("", ("empty", 1, 1)),
        ("# only a remark\n", ("empty", 1, 1)),
        ("a: \x07\n", ("yaml", 1, 1)),
    ],
)
def test_a_problem_is_named_with_its_place(text: str, expected: tuple[str, int, int]) -> None:
    assert problem_in(text) == expected


def test_an_anchor_and_its_alias_are_both_named() -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_source("a: &x [1]\nb: *x\n", "file.yaml")
    places = [(each.code, each.place.line, each.place.column) for each in caught.value.problems]
    assert places == [("alias", 1, 4), ("alias", 2, 4)]


def test_aliases_that_grow_or_go_round_are_refused_at_once() -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    for text in (laughs, "a: &a [*a]\n"):
        with pytest.raises(KnowledgeError) as caught:
            parse_source(text, "file.yaml")
        assert {each.code for each in caught.value.problems} == {"alias"}


def test_several_problems_are_reported_at_once() -> None:
    with pytest.raises(KnowledgeError) as caught:
        parse_source("a: !x 1\nb: 1\nb: 2\n[c]: 3\n", "file.yaml")
    assert [each.code for each in caught.value.problems] == ["tag", "duplicate-key", "key"]
    assert "first in line 2" in caught.value.problems[1].message


def test_a_text_with_a_colon_gets_advice() -> None:
    with pytest.raises(KnowledgeError, match="needs quotes"):
        parse_source("title: Rights: a question\n", "file.yaml")


def test_a_tab_gets_advice() -> None:
    with pytest.raises(KnowledgeError, match="use spaces"):
        parse_source("a:\n\tb: 1\n", "file.yaml")


def test_the_deepest_nesting_that_is_allowed() -> None:
    assert data_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)


@pytest.mark.parametrize("opened", ["[", "- ", "? ", "{a: "])
@pytest.mark.parametrize("times", [MAX_DEPTH + 1, 100_000])
def test_too_deep_nesting_is_refused_however_deep(opened: str, times: int) -> None:
    assert problem_in(opened * times) == ("too-deep", 1, len(opened) * MAX_DEPTH + 1)


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    assert problem_in_file(path, b"a: " + b"x" * MAX_BYTES) == ("too-large", 1, 1)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    content = "a: 1\nb: право\n".encode("cp1251")
    assert problem_in_file(tmp_path / "any.yaml", content) == ("encoding", 2, 1)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    path.write_bytes("a: б\r\nb: в\r\n".encode("utf-8-sig"))
    source = read_source(path, "file.yaml")
    assert source.data == {"a": "б", "b": "в"}
    assert source.place(("b",)).line == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"file\.yaml:1:1: error unreadable cannot be read: No such file"):
        read_source(tmp_path / "none.yaml", "file.yaml")


@given(st.text())
def test_any_text_is_data_or_a_problem(text: str) -> None:
    with suppress(KnowledgeError):
        parse_source(text, "file.yaml")


@given(st.dictionaries(st.from_regex(r"\A[a-z]{1,9}\Z"), st.from_regex(r"\A[а-яёa-z0-9.]{1,9}\Z"), min_size=1))
def test_plain_words_come_back_as_they_were_typed(words: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in words.items())
    expected = {key: None if value == "null" else value for key, value in words.items()}
    assert data_of(text) == expected


def test_a_file_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "any.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    tracemalloc.start()
    try:
        with pytest.raises(KnowledgeError, match="larger than 512 KiB"):
            read_source(path, "file.yaml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * MAX_BYTES


HOSTILE = {
    "billion-laughs": "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)),
    "ten-thousand-deep": "a:\n" + "".join(f"{' ' * n}- \n" for n in range(1, 700)),
    "ten-thousand-deep-in-flow": "a: " + "[" * 10_000 + "]" * 10_000,
    "a-hundred-megabytes": "a: " + "x" * (100 * 1024 * 1024),
    "one-endless-key": "x" * 100_000,
    "every-line-a-key": "".join(f"k{n}: v\n" for n in range(40_000)),
    "python": "!!python/object/apply:os.system [exit 1]\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_in_the_base_is_one_clear_problem_and_no_more(folder: Folder, name: str) -> None:
    file = "topics/assembly/questions/hostile.yaml"
    folder.write(file, HOSTILE[name])
    problems = folder.problems()
    assert problems
    assert {problem.place.path for problem in problems} == {f"knowledge/{file}"}
    assert sum(len(str(problem)) for problem in problems) < 10 * MAX_BYTES


def outcome(text: str) -> object:
    try:
        return parse_source(text, "a.yaml")
    except KnowledgeError as error:
        return error.problems


@given(st.one_of(st.text(" \n-?:[]{}a,!\"'#|>", max_size=60), st.text(" \n-?:[", min_size=20, max_size=60)))
@example("? " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1) + "\n: a")
@example("\n".join(f"{' ' * depth}a:" for depth in range(MAX_DEPTH + 2)))
@example("a:\n" + "- " * (MAX_DEPTH + 1) + "a")
@example("\ufeff" + "- " * (MAX_DEPTH + 1) + "a")
@example("a: b\n\ufeff" + "- " * (MAX_DEPTH + 1) + "a")
def test_looking_closer_only_where_it_is_called_for_finds_the_same(text: str) -> None:
    found = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_source, "_may_be_hazardous", lambda _: True)
        assert outcome(text) == found
