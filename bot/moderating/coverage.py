"""`quqyq coverage`: what the base has for each topic, and how old its knowledge of today's law is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rich.cells import cell_len
from rich.table import Table

from bot.knowledge import LANGUAGES, Base, Topic

HEADINGS: Final = (
    "topic",
    "paragraphs",
    "questions",
    *(f"phrasings {code}" for code in LANGUAGES),
    "updates",
    "days",
)
"""`days`: since the oldest check of an update; phrasings are those of the topic and of all that belongs to it."""

_ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Coverage:
    """What there is on one topic, or on all of them. `paragraphs` of it are `reached` by a question."""

    topic: str
    reached: int
    paragraphs: int
    questions: int
    phrasings: tuple[int, ...]
    updates: int
    oldest_check_in_days: int | None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the table."""
        numbers = (self.questions, *self.phrasings, self.updates)
        days = "–" if self.oldest_check_in_days is None else str(self.oldest_check_in_days)
        return self.topic, f"{self.reached}/{self.paragraphs}", *map(str, numbers), days


def coverage(base: Base, today: date) -> tuple[Coverage, ...]:
    """One row a topic, in the report's order, and one for all."""
    reached = {paragraph for question in base.questions for paragraph in question.paragraphs}
    rows = [_of_topic(topic, reached, today) for topic in base.topics]
    ages = [row.oldest_check_in_days for row in rows if row.oldest_check_in_days is not None]
    total = Coverage(
        _ALL,
        reached=sum(row.reached for row in rows),
        paragraphs=sum(row.paragraphs for row in rows),
        questions=sum(row.questions for row in rows),
        phrasings=tuple(sum(row.phrasings[index] for row in rows) for index in range(len(LANGUAGES))),
        updates=sum(row.updates for row in rows),
        oldest_check_in_days=max(ages, default=None),
    )
    return *rows, total


def _of_topic(topic: Topic, reached: set[int], today: date) -> Coverage:
    asked = [
        topic.phrasings,
        *(recommendation.phrasings for recommendation in topic.recommendations),
        *(question.phrasings for question in topic.questions),
    ]
    checked = [_first_day(update.checked) for update in topic.updates]
    return Coverage(
        topic.id,
        reached=len(reached.intersection(topic.paragraphs)),
        paragraphs=len(topic.paragraphs),
        questions=len(topic.questions),
        phrasings=tuple(sum(len(phrasings[language]) for phrasings in asked) for language in LANGUAGES),
        updates=len(topic.updates),
        oldest_check_in_days=(today - min(checked)).days if checked else None,
    )


def _first_day(partial: str) -> date:
    """The first day that a partial date may mean: an age is rather said too high than too low."""
    year, month, day = (*(int(part) for part in partial.split("-")), 1, 1)[:3]
    return date(year, month, day)


def drawn(rows: Sequence[Coverage]) -> Table:
    """The table for a terminal."""
    table = Table(header_style="bold")
    for index, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if index else "left", no_wrap=not index)
    for row in rows:
        if row.topic == _ALL:
            table.add_section()
        table.add_row(*row.cells)
    return table


def aligned(rows: Sequence[Coverage]) -> Iterator[str]:
    """The table as lines of text in columns."""
    table = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(cell_len(cell) for cell in column) for column in zip(*table, strict=True)]
    for first, *others in table:
        columns = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join([first.ljust(widths[0]), *columns])
