"""Findings as text and as JSON."""

import json
from collections.abc import Sequence

from bot.knowledge import Problem


def as_text(problems: Sequence[Problem]) -> str:
    """One finding a line, `path:line:column: severity CODE message`; empty if there are none."""
    return "".join(f"{problem}\n" for problem in problems)


def as_json(problems: Sequence[Problem]) -> str:
    """The findings as a JSON list of objects."""
    objects = [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "severity": problem.severity,
            "code": problem.code,
            "message": problem.message,
        }
        for problem in problems
    ]
    return json.dumps(objects, ensure_ascii=False, indent=1) + "\n"


def summary(problems: Sequence[Problem]) -> str:
    """How many there are, in a line."""
    errors = sum(problem.severity == "error" for problem in problems)
    return f"{_count(errors, 'error')}, {_count(len(problems) - errors, 'warning')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
