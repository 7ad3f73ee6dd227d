"""Presses of buttons and inline queries, each of which the bot may answer once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from .bell import Bell
from .errors import bad_request
from .shown import InlineResult


@dataclass(frozen=True)
class Answer:
    """What the bot answered: to a press a text or an address, to an inline query its results.

    `raw` has all parameters of the call.
    """

    text: str = ""
    show_alert: bool = False
    url: str | None = None
    results: tuple[InlineResult, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Query:
    """A press (`callback_query`) or an inline query (`inline_query`), and its answer once there is one."""

    id: str
    kind: str
    bell: Bell
    answer: Answer | None = None

    async def answered(self, timeout: float = 5) -> Answer:  # noqa: ASYNC109
        """The bot's answer; TimeoutError if none comes within the time."""
        await self.bell.until(lambda: self.answer is not None, timeout)
        if self.answer is None:
            raise TimeoutError(f"the bot did not answer this {self.kind} within {timeout} s")
        return self.answer


class Queries:
    """All queries that were ever opened, by id."""

    def __init__(self, bell: Bell) -> None:
        self.all: dict[str, Query] = {}
        self._bell = bell
        self._numbers = count(4_100_000_000_000_000_001)

    def open(self, kind: str) -> Query:
        """A new query of this kind, unanswered."""
        query = Query(str(next(self._numbers)), kind, self._bell)
        self.all[query.id] = query
        return query

    def expire(self) -> None:
        """Let all queries that are not answered yet become too old to be answered."""
        self.all.clear()

    async def answer(self, kind: str, query_id: str, answer: Answer) -> None:
        """Answer a query; refused if it is unknown, of another kind, too old, or answered already."""
        query = self.all.get(query_id)
        if query is None or query.kind != kind or query.answer is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.answer = answer
        await self._bell.ring()
