"""What a sheet is: its measures, its type, and the marks that are drawn on it."""

from dataclasses import dataclass
from typing import Final, Literal

from bot.posters.typeface import Weight

Ink = Literal["text", "accent", "quiet"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of paragraph is set; `size`, `before` and `after` are in sizes of the body type."""

    size: float
    weight: Weight
    ink: Ink
    leading: float
    before: float = 0.0
    indent: float = 0.0


KICKER: Final = Style(0.66, "bold", "accent", 1.3)
TITLE: Final = Style(1.55, "bold", "text", 1.18, before=0.2)
BODY: Final = Style(1.0, "regular", "text", 1.38, before=0.55)
STEP: Final = Style(1.0, "regular", "text", 1.34, before=0.3, indent=1.15)
HEADING: Final = Style(0.72, "bold", "accent", 1.35, before=0.8)
ITEM: Final = Style(0.9, "regular", "text", 1.34, before=0.22, indent=0.85)
LAW: Final = Style(0.72, "regular", "text", 1.38, before=0.1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A kind of sheet. All lengths are in one unit: pixels of the photo, points of the A4 page.

    The body type has the largest size between `largest` and `smallest` at which the text needs the fewest pages; no
    type is ever smaller than `least`. `module` is the side of one module of the QR code.
    """

    width: float
    height: float
    margin: float
    largest: float
    smallest: float
    least: float
    link: float
    source: float
    code: float
    whole_modules: bool

    @property
    def column(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.margin


PHOTO: Final = Sheet(
    width=1024,
    height=1280,
    margin=76,
    largest=50,
    smallest=28,
    least=24,
    link=27,
    source=22,
    code=212,
    whole_modules=True,
)
"""Pixels. 1280 is one of the sizes to which Telegram scales photos: at this one letters stay sharp."""

A4: Final = Sheet(
    width=595.28,
    height=841.89,
    margin=52,
    largest=27,
    smallest=13,
    least=10.5,
    link=14,
    source=10.5,
    code=122,
    whole_modules=False,
)
"""Points. What is printed is vectors, at whatever resolution the printer has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `y` is its baseline."""

    x: float
    y: float
    size: float
    weight: Weight
    ink: Ink
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code without its quiet zone, which is left white around it; `rows` are its modules, True for dark."""

    x: float
    y: float
    module: float
    rows: tuple[tuple[bool, ...], ...]


Mark = Line | Bar | Code
Page = tuple[Mark, ...]
