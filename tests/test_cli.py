"""The command line as other programs and people use it, in a process of its own."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.asking import BatchError, read_batch
from bot.settings import CLONE, Settings
from tests.support.base import SMALL_BASE, Folder
from tests.support.process import ENOUGH

ANSWER_KEYS = [
    "id",
    "decision",
    "reason",
    "language",
    "kind",
    "entry",
    "topic",
    "paragraphs",
    "score",
    "text",
    "alternatives",
]
ALTERNATIVE_KEYS = ["kind", "entry", "topic", "paragraphs", "score"]

PROTEST = "Can I protest without permission?"

Result = subprocess.CompletedProcess[str]


def quqyq(*words: str, given: str | bytes = "", **settings: str) -> Result:
    """Run the command line, with the small base unless the settings say otherwise."""
    known = {name.upper() for name in Settings.model_fields}
    environment = {name: value for name, value in os.environ.items() if name.upper() not in known}
    environment |= {"KNOWLEDGE_DIR": str(SMALL_BASE), "PYTHONPATH": str(CLONE), **settings}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=SMALL_BASE,
        env=environment,
        input=given if isinstance(given, bytes) else given.encode(),
        capture_output=True,
        timeout=ENOUGH,
        check=False,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def objects(done: Result) -> list[dict[str, Any]]:
    """The objects that a batch printed, one a line and nothing else."""
    assert done.stderr == ""
    assert done.returncode == 0
    return [json.loads(line) for line in done.stdout.splitlines()]


def batch(*lines: dict[str, object], more: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    given = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return objects(quqyq("ask", "--batch", "-", *more, given=given))


def assert_clear_error(done: Result, *said: str) -> str:
    """One clear line (or one for each problem) on standard error, and no traceback."""
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    for part in said:
        assert part in done.stderr
    return done.stderr


def test_a_question_is_answered_as_plain_text() -> None:
    done = quqyq("ask", PROTEST)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{PROTEST}\n\nNo, not without risk.")
    assert "<b>" not in done.stdout


def test_the_language_of_the_reader_decides_the_language_of_the_card() -> None:
    assert quqyq("ask", "--language", "kk", PROTEST).stdout.startswith("Рұқсатсыз наразылық білдіруге бола ма?")
    (asked,) = objects(quqyq("ask", "--language", "ru", "--json", PROTEST))
    assert asked["language"] == "ru"
    assert asked["text"].startswith("Можно ли протестовать без разрешения?")


def test_json_has_every_key_of_the_contract() -> None:
    (asked,) = objects(quqyq("ask", "--json", PROTEST))
    assert list(asked) == ANSWER_KEYS
    assert asked["id"] is None
    assert {
        key: asked[key] for key in ("decision", "reason", "language", "kind", "entry", "topic", "paragraphs")
    } == {
        "decision": "answer",
        "reason": None,
        "language": "en",
        "kind": "question",
        "entry": "protest-without-permission",
        "topic": "assembly",
        "paragraphs": [35, 36],
    }
    assert asked["score"] == 1.0
    for alternative in asked["alternatives"]:
        assert list(alternative) == ALTERNATIVE_KEYS


def test_explain_shows_the_steps_and_the_scores() -> None:
    (asked,) = objects(quqyq("ask", "--json", "--explain", PROTEST))
    assert list(asked) == [*ANSWER_KEYS, "steps", "voices"]
    assert {"step": "words", "text": "can i protest without permission"} in asked["steps"]
    assert asked["voices"][0]["entry"] == "protest-without-permission"
    shown = quqyq("ask", "--explain", PROTEST).stdout
    assert "can i protest without permission" in shown
    assert "q_protest-without-permission" in shown


def test_a_batch_answers_each_line_in_order() -> None:
    asked = batch(
        {"id": "en-001", "text": PROTEST, "kind": "ignored"},
        {"id": 2, "text": "меня задержала полиция", "language": "kk"},
        {"id": None, "text": "рецепт борща"},
        {"id": ["x"], "text": "", "language": None},
        {"id": "en-001", "text": "привет"},
    )
    assert [each["id"] for each in asked] == ["en-001", 2, None, ["x"], "en-001"]
    assert [each["decision"] for each in asked] == ["answer", "answer", "refuse", "refuse", "refuse"]
    assert [each["reason"] for each in asked] == [None, None, "outside", "unclear", "smalltalk"]
    assert [each["language"] for each in asked][:3] == ["en", "kk", "ru"]
    for each in asked:
        assert list(each) == ANSWER_KEYS
        assert 0.0 <= each["score"] <= 1.0
        assert each["text"]
        if each["decision"] == "refuse":
            assert [each[key] for key in ("kind", "entry", "topic")] == [None, None, None]
            assert (each["paragraphs"], each["alternatives"]) == ([], [])


def test_a_topic_rests_on_all_its_paragraphs_and_a_suggestion_names_those_shown() -> None:
    topic, suggestion = batch({"id": 1, "text": "rally"}, {"id": 2, "text": "notice for an event with strangers"})
    assert (topic["kind"], topic["entry"], topic["paragraphs"]) == ("topic", "assembly", [35, 36])
    if suggestion["decision"] == "suggest":
        assert 1 <= len(suggestion["alternatives"]) <= 3
        assert suggestion["entry"] is None


def test_a_batch_can_be_a_file_and_explained(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('\ufeff{"id": 1, "text": "митинг", "language": "kk"}\n\n{"id": 2, "text": "дін"}', "utf-8")
    asked = objects(quqyq("ask", "--batch", str(path), "--explain"))
    assert [each["id"] for each in asked] == [1, 2]
    assert all(list(each) == [*ANSWER_KEYS, "steps", "voices"] for each in asked)


def test_the_same_batch_gets_the_same_output() -> None:
    lines = "".join(
        f'{{"id": {number}, "text": "{text}"}}\n' for number, text in enumerate(("митинг", "police", "x y"))
    )
    assert quqyq("ask", "--batch", "-", given=lines).stdout == quqyq("ask", "--batch", "-", given=lines).stdout


def test_any_text_of_a_batch_is_answered_on_one_line_of_utf_8() -> None:
    lines = r'{"id": "\ud800", "text": "\ud83d\ude00 \ud800 \u2028 \u0000 құқық\r\n"}' + "\n"
    done = quqyq("ask", "--batch", "-", "--explain", given=lines, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.rstrip("\n").split("\n")
    assert json.loads(line)["id"] == "\ud800"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "not JSON"),
        ("[1]", "must be an object"),
        ('{"text": "x"}', "'id' is missing"),
        ('{"id": 1}', "'text' is missing"),
        ('{"id": 1, "text": 5}', "'text' must be a text"),
        ('{"id": 1, "text": "x", "language": "de"}', "'language' must be kk, ru or en"),
        ('{"id": 1, "text": "x", "language": ["kk"]}', "'language' must be kk, ru or en"),
        (b'{"id": 1, "text": "\xff"}', "not JSON"),
        ("[" * 100_000, "not JSON"),
    ],
    ids=["words", "list", "no-id", "no-text", "number", "language", "languages", "encoding", "deep"],
)
def test_a_bad_line_is_named_with_its_number(line: str | bytes, said: str) -> None:
    bad = line if isinstance(line, bytes) else line.encode()
    with pytest.raises(BatchError, match=f"^line 3: .*{re.escape(said)}"):
        list(read_batch([b'{"id": 1, "text": "x"}\n', b"\n", bad]))


def test_a_bad_line_ends_a_batch_behind_the_answers_before_it() -> None:
    done = quqyq("ask", "--batch", "-", given=b'{"id": 1, "text": "x"}\n\nnonsense\n{"id": 2, "text": "x"}\n')
    assert assert_clear_error(done, "quqyq: line 3: not JSON").count("\n") == 1
    assert [json.loads(each)["id"] for each in done.stdout.splitlines()] == [1]


@pytest.mark.parametrize(
    "words",
    [("ask",), ("ask", "x", "--batch", "-"), ("ask", "x", "--language", "de"), ("ask", "--batch", "/no/file")],
)
def test_what_cannot_be_asked_is_said_in_one_line(words: tuple[str, ...]) -> None:
    done = quqyq(*words)
    assert assert_clear_error(done, "quqyq: ").count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("words", [("ask", "x"), ("export",), ("run",)])
def test_a_broken_base_is_said_with_its_place(folder: Folder, words: tuple[str, ...]) -> None:
    folder.replace("amounts.yaml", "tenge: 4325", "tenge: many")
    done = quqyq(*words, KNOWLEDGE_DIR=str(folder.path))
    line, column = folder.place("amounts.yaml", "many")
    assert assert_clear_error(done, f"knowledge/amounts.yaml:{line}:{column}: error wrong-value").count("\n") == 1
    assert done.stdout == ""


def test_several_problems_are_said_one_a_line(folder: Folder) -> None:
    folder.write("amounts.yaml", "a: b: c\n").write("notes.yaml", "")
    said = assert_clear_error(quqyq("export", KNOWLEDGE_DIR=str(folder.path)))
    assert [line.split(":")[0] for line in said.splitlines()] == ["knowledge/amounts.yaml", "knowledge/notes.yaml"]


def test_a_missing_base_and_a_wrong_setting_are_said_in_one_line(tmp_path: Path) -> None:
    missing = quqyq("export", KNOWLEDGE_DIR=str(tmp_path / "none"))
    assert assert_clear_error(missing, str(tmp_path / "none"), "there is no such folder").count("\n") == 1
    wrong = quqyq("ask", "x", LOG_LEVEL="loud", BOT_TOKEN="123:secret")
    assert assert_clear_error(wrong, "LOG_LEVEL: ").count("\n") == 1
    assert "secret" not in wrong.stderr


def test_without_a_command_the_commands_are_listed() -> None:
    done = quqyq()
    for command in ("run", "chat", "ask", "export"):
        assert command in done.stdout + done.stderr
