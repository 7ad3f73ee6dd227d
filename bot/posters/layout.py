"""The words of a poster -> marks on pages.

The body is set in the largest type with which it fits onto one page; if not even the smallest does, it goes on to a
second page, and so on. Every page carries the QR code, the link and the source, because each may be passed on alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import segno

from bot.posters.hyphens import Hyphenator, hyphenator
from bot.posters.lines import balanced, broken
from bot.posters.sheet import (
    BODY,
    HEADING,
    ITEM,
    KICKER,
    LAW,
    STEP,
    TITLE,
    Bar,
    Code,
    Ink,
    Line,
    Mark,
    Page,
    Sheet,
    Style,
)
from bot.posters.text import PosterText
from bot.posters.typeface import Typeface, Weight
from bot.posters.words import chunks

_SIZES: Final = 40
"""So many sizes are tried between the largest and the smallest."""

_QUIET_MODULES: Final = 4
"""The white border that a QR code needs, by its standard."""

_BELOW_TITLE: Final = 0.6
_BULLET: Final = "•"
_STEP: Final = re.compile(r"(?P<number>\d{1,2}\.) (?=\S)")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a paragraph before it has its place: `space` is what stands above it unless it begins a page."""

    style: Style
    text: str
    space: float
    lead: str
    """What stands before it, in the margin of an indented paragraph."""
    keep: bool
    """Whether it must not be the last of its page."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Sets posters on one kind of sheet."""

    sheet: Sheet
    typeface: Typeface

    def pages(self, text: PosterText) -> tuple[Page, ...]:
        """The pages of a poster, at least one."""
        places = hyphenator(text.language)
        foot = self._foot(text, places)
        top = min(_top(mark) for mark in foot)
        fewest = len(self._filled(text, self.sheet.smallest, top, places))
        for size in self._sizes():
            filled = self._filled(text, size, top, places)
            if len(filled) <= fewest:
                break
        numbered = [(*marks, *foot, *self._number(index, len(filled))) for index, marks in enumerate(filled, start=1)]
        return tuple(numbered)

    def _sizes(self) -> Iterator[float]:
        span = self.sheet.largest - self.sheet.smallest
        return (self.sheet.largest - span * step / (_SIZES - 1) for step in range(_SIZES))

    def _size(self, style: Style, body: float) -> float:
        return max(style.size * body, self.sheet.least)

    def _rows(self, text: PosterText, body: float, places: Hyphenator) -> list[Row]:
        rows: list[Row] = []
        if text.kicker:
            rows += self._paragraph(KICKER, text.kicker, body, places, keep=True)
        rows += self._paragraph(TITLE, text.title, body, places, keep=True)
        for index, paragraph in enumerate(text.paragraphs):
            step = _STEP.match(paragraph)
            style = STEP if step else BODY
            style = replace(style, before=_BELOW_TITLE) if index == 0 else style
            lead, words = (step["number"], paragraph[step.end() :]) if step else ("", paragraph)
            rows += self._paragraph(style, words, body, places, lead=lead)
        if text.heading:
            rows += self._paragraph(HEADING, text.heading, body, places, keep=True)
        for item in text.items:
            rows += self._paragraph(ITEM, item, body, places, lead=_BULLET)
        if text.law_heading:
            rows += self._paragraph(HEADING, text.law_heading, body, places, keep=True)
        if text.law:
            rows += self._paragraph(LAW, text.law, body, places)
        return rows

    def _paragraph(
        self, style: Style, text: str, body: float, places: Hyphenator, *, keep: bool = False, lead: str = ""
    ) -> Iterator[Row]:
        size = self._size(style, body)
        width = self.sheet.column - style.indent * size
        pieces = chunks(text, places)

        def measure(line: str) -> float:
            return self.typeface.width(line, style.weight, size)

        lines = balanced(pieces, width, measure) if style is TITLE else broken(pieces, width, measure)
        for index, line in enumerate(lines):
            more = index < len(lines) - 1
            alone = more and (index == 0 or style.indent > 0)  # neither a first line nor half a step is left behind
            space = style.before * body if index == 0 else 0.0
            yield Row(style, line, space, lead if index == 0 else "", keep or alone)

    def _filled(self, text: PosterText, body: float, bottom: float, places: Hyphenator) -> list[list[Mark]]:
        """The rows put on pages, from the top margin down to `bottom`; a later page begins with the title, small."""
        rows = self._rows(text, body, places)
        again = list(self._paragraph(KICKER, text.title, body, places, keep=True))
        pages: list[list[Mark]] = []
        left = rows
        while left or not pages:
            begun = [*again, replace(left[0], space=body * BODY.before), *left[1:]] if pages else left
            fitting = max(self._fitting(begun, body, bottom), len(again) + 1 if pages else 1)
            pages.append(self._placed(begun[:fitting], body))
            left = begun[fitting:]
        return pages

    def _fitting(self, rows: list[Row], body: float, bottom: float) -> int:
        """How many rows there is room for on one page; at least one."""
        y = self.sheet.margin
        for index, row in enumerate(rows):
            y += self._height(row, body) + (row.space if index else 0.0)
            if y > bottom - body * 0.6:
                kept = index
                while kept > 1 and rows[kept - 1].keep:
                    kept -= 1
                return max(kept, 1)
        return len(rows)

    def _placed(self, rows: list[Row], body: float) -> list[Mark]:
        sheet = self.sheet
        marks: list[Mark] = [Bar(0, 0, sheet.width, sheet.margin * 0.22, "accent")]
        y = sheet.margin
        for index, row in enumerate(rows):
            size = self._size(row.style, body)
            height = self._height(row, body)
            y += row.space if index else 0.0
            baseline = y + height * 0.5 + size * 0.36
            x = sheet.margin + row.style.indent * size
            if row.lead:
                marks.append(Line(sheet.margin, baseline, size, "bold", "accent", row.lead))
            marks.append(Line(x, baseline, size, row.style.weight, row.style.ink, row.text))
            y += height
        return marks

    def _height(self, row: Row, body: float) -> float:
        return self._size(row.style, body) * row.style.leading

    def _foot(self, text: PosterText, places: Hyphenator) -> list[Mark]:
        """The QR code on the right, and beside it where it leads, in letters, and where the words come from."""
        sheet = self.sheet
        matrix = tuple(tuple(bool(module) for module in row) for row in segno.make_qr(text.link, error="m").matrix)
        module = sheet.code / len(matrix)
        if sheet.whole_modules:
            module = float(max(int(module), 1))
        side = module * len(matrix)
        quiet = module * _QUIET_MODULES
        column = sheet.column - side - max(quiet, sheet.margin * 0.5)
        rows = [
            *self._small(text.invitation, "regular", sheet.source, column, places),  # nothing if there is none
            *self._link(text.shown_link, column, places),
            *self._small(text.source, "regular", sheet.source, column, places, before=0.6),
        ]
        height = max(side, sum(step for step, _ in rows))
        bottom = sheet.height - sheet.margin * 0.85
        top = bottom - height
        marks: list[Mark] = [
            Bar(sheet.margin, top - quiet - sheet.margin * 0.03, sheet.column, sheet.margin * 0.03, "quiet"),
            Code(_whole(sheet.width - sheet.margin - side), _whole(bottom - side), module, matrix),
        ]
        y = top
        for step, line in rows:
            y += step
            marks.append(Line(sheet.margin, y - line.size * 0.35, line.size, line.weight, line.ink, line.text))
        return marks

    def _small(  # noqa: PLR0917 - a text and how it is set
        self, text: str, weight: Weight, size: float, width: float, places: Hyphenator, before: float = 0.0
    ) -> Iterator[tuple[float, Line]]:
        """The lines of a small text, each with how far it stands below the one before."""

        def measure(line: str) -> float:
            return self.typeface.width(line, weight, size)

        ink: Ink = "text" if weight == "bold" else "quiet"
        for index, line in enumerate(broken(chunks(text, places), width, measure)):
            step = size * 1.32 + (before * size if index == 0 else 0.0)
            yield step, Line(0, 0, size, weight, ink, line)

    def _link(self, link: str, width: float, places: Hyphenator) -> Iterator[tuple[float, Line]]:
        """The lines of a link: where it does not fit into one, what is asked for stands in the second."""
        size = self.sheet.link
        head, mark, payload = link.partition("?")
        whole = self.typeface.width(link, "bold", size) <= width
        for part in (link,) if whole else (head, mark + payload):
            yield from self._small(part, "bold", size, width, places)

    def _number(self, index: int, count: int) -> list[Mark]:
        """Which page of how many, if there are several."""
        if count == 1:
            return []
        text = f"{index}/{count}"
        size = self.sheet.source
        x = self.sheet.width - self.sheet.margin - self.typeface.width(text, "bold", size)
        return [Line(x, self.sheet.margin * 0.75, size, "bold", "quiet", text)]


def _top(mark: Mark) -> float:
    return mark.y - mark.size if isinstance(mark, Line) else mark.y


def _whole(length: float) -> float:
    """A place on the grid of pixels, so that the modules of a code have sharp edges."""
    return float(round(length))
