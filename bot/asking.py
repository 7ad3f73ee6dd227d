"""One question on the command line, or a batch of them: what was decided, as other programs rely on it."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.answers import answer_card
from bot.cards import plain_text
from bot.export import Json
from bot.knowledge import Language, is_language
from bot.library import Library
from bot.search import Answer, Candidate, Explanation, Refuse, decision_name


class BatchError(Exception):
    """A line of a batch is not as it should be; the message names its number."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a batch. `language` is the reader's, if it is known."""

    id: Json
    text: str
    language: Language | None


def read_batch(lines: Iterable[bytes]) -> Iterator[Asked]:
    """The questions of a batch: JSON lines with `id`, `text` and perhaps `language`. Raises `BatchError`."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _asked(line, number)


def _asked(line: bytes, number: int) -> Asked:
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BatchError(f"line {number}: not JSON: {error}") from error
    if not isinstance(data, dict):
        raise BatchError(f"line {number}: must be an object with 'id' and 'text'")
    for name in ("id", "text"):
        if name not in data:
            raise BatchError(f"line {number}: '{name}' is missing")
    if not isinstance(data["text"], str):
        raise BatchError(f"line {number}: 'text' must be a text")
    language = data.get("language")
    if language is not None and not is_language(language):
        raise BatchError(f"line {number}: 'language' must be kk, ru or en")
    return Asked(data["id"], data["text"], language)


def answer(library: Library, asked: Asked, explanation: Explanation, *, explain: bool = False) -> dict[str, Json]:
    """What is decided for a question, with the card as plain text; all keys are always there.

    `explanation` is what search says of its text; `explain` adds it as `steps` and `voices`.
    """
    decision = explanation.decision
    language = asked.language or decision.language
    found = decision.candidate if isinstance(decision, Answer) else None
    result: dict[str, Json] = {
        "id": asked.id,
        "decision": decision_name(decision),
        "reason": decision.reason if isinstance(decision, Refuse) else None,
        "language": language,
        "kind": found.ref.kind if found else None,
        "entry": found.ref.id if found else None,
        "topic": library.base.topic_of(found.ref).id if found else None,
        "paragraphs": list(library.base.paragraphs_of(found.ref)) if found else [],
        "score": round(decision.score, 4),
        "text": plain_text(answer_card(library, decision, language)),
        "alternatives": [
            _alternative(library, candidate)
            for candidate in (() if isinstance(decision, Refuse) else decision.alternatives)
        ],
    }
    return {**result, **explained(explanation)} if explain else result


def _alternative(library: Library, candidate: Candidate) -> Json:
    return {
        "kind": candidate.ref.kind,
        "entry": candidate.ref.id,
        "topic": library.base.topic_of(candidate.ref).id,
        "paragraphs": list(library.base.paragraphs_of(candidate.ref)),
        "score": round(candidate.score, 4),
    }


def explained(explanation: Explanation, limit: int = 10) -> dict[str, Json]:
    """What the steps made of the text, and what each voice said of the best candidates."""
    return {
        "steps": [{"step": name, "text": text} for name, text in explanation.analysis.trace],
        "voices": [
            {
                "kind": candidate.ref.kind,
                "entry": candidate.ref.id,
                "score": round(candidate.score, 4),
                "nearest": candidate.nearest.text,
                **{name: round(value, 4) for name, value in candidate.voices},
            }
            for candidate in explanation.candidates[:limit]
        ],
    }
