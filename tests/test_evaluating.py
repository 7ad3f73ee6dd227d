"""`quqyq evaluate`: what counts as right, and that it says what is not."""

import json

import pytest

from bot.evaluating import Asked, EvaluationError, judge, read_questions, report
from bot.library import Library


def asked(text: str, topics: tuple[str, ...] = (), paragraphs: tuple[int, ...] = ()) -> Asked:
    return Asked(id="x-1", text=text, lang="en", kind="plain", topics=topics, paragraphs=paragraphs)


@pytest.mark.parametrize(
    ("question", "outcome"),
    [
        (asked("can I protest without permission", ("assembly",), (35,)), "right"),
        (asked("can I protest without permission", ("assembly",)), "right"),
        (asked("can I protest without permission", ("assembly",), (56,)), "wrong paragraph"),
        (asked("can I protest without permission", ("religion",)), "wrong"),
        (asked("zzzz qqqq xxxx", ("religion",)), "refused"),
        (asked("zzzz qqqq xxxx"), "kept out"),
        (asked("can I protest without permission"), "let in"),
    ],
)
def test_what_counts_as_what(library: Library, question: Asked, outcome: str) -> None:
    (judged,) = judge(library.base, library.search, [question])
    assert judged.outcome == outcome


def test_the_report_counts_and_lists_what_is_not_right(library: Library) -> None:
    questions = [asked("can I protest without permission", ("assembly",)), asked("zzzz qqqq", ("religion",))]
    text = "\n".join(report({"by words": judge(library.base, library.search, questions)}))
    assert "inside the base: 2 questions" in text
    assert "  all                            2           1   50%" in text
    failures = text.partition("not right:")[2]
    assert "x-1  refused  [religion]  zzzz qqqq" in failures
    assert "can I protest" not in failures


def test_a_bad_line_is_named() -> None:
    lines = [
        json.dumps({"id": "a", "text": "b", "lang": "en", "kind": "plain", "topics": []}).encode(),
        b'{"id": "b"}',
    ]
    with pytest.raises(EvaluationError, match="line 2: text"):
        list(read_questions(lines))
