"""The typeface of the posters: Noto Sans, regular and bold, with what its texts measure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

import uharfbuzz

Weight = Literal["regular", "bold"]

FONTS: Final = Path(__file__).resolve().parent / "fonts"
FILES: Final[Mapping[Weight, Path]] = MappingProxyType(
    {"regular": FONTS / "NotoSans-Regular.ttf", "bold": FONTS / "NotoSans-Bold.ttf"}
)


@dataclass(slots=True)
class Typeface:
    """Measures texts as HarfBuzz sets them, kerning included. Opens the font files."""

    _fonts: dict[Weight, Any] = field(init=False, default_factory=dict)
    _known: dict[tuple[str, Weight], float] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for weight, path in FILES.items():
            self._fonts[weight] = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))

    def width(self, text: str, weight: Weight, size: float) -> float:
        """The width of a text in the unit of `size`."""
        key = (text, weight)
        if key not in self._known:
            self._known[key] = self._shaped(text, weight) if text else 0.0
        return self._known[key] * size

    def _shaped(self, text: str, weight: Weight) -> float:
        font = self._fonts[weight]
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        return float(sum(position.x_advance for position in buffer.glyph_positions)) / float(font.face.upem)
