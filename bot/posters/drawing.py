"""Marks on pages -> a PDF, and a PDF -> photos. What is drawn is drawn once: a photo is a picture of its PDF.

The same marks give the same bytes: nothing in them tells when or where they were made.
"""

import io
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import pypdfium2
from fpdf import FPDF
from fpdf.drawing_primitives import DeviceGray
from fpdf.output import OutputProducer
from PIL import Image

from bot.posters.drawn import Drawn
from bot.posters.layout import Layout
from bot.posters.sheet import A4, PHOTO, Bar, Code, Ink, Line, Mark, Page, Sheet
from bot.posters.text import PosterText
from bot.posters.typeface import FILES, Typeface

INKS: Final[Mapping[Ink, tuple[int, int, int]]] = MappingProxyType(
    {"text": (20, 24, 31), "accent": (11, 71, 102), "quiet": (72, 80, 90)}
)
"""Dark enough to be read in black and white: each has a contrast of at least 7 to 1 on white."""

_FAMILY: Final = "poster"
_COLOURS: Final = 64


def draw(text: PosterText) -> Drawn:
    """Draw a poster; takes about half a second. Safe in one thread at a time only (PDFium)."""
    typeface = Typeface()
    photo = pdf_of(Layout(PHOTO, typeface).pages(text), PHOTO, text)
    return Drawn(photos_of(photo), pdf_of(Layout(A4, typeface).pages(text), A4, text))


def pdf_of(pages: Sequence[Page], sheet: Sheet, text: PosterText) -> bytes:
    """A PDF of these pages, in the unit of the sheet as points."""
    pdf = _Pdf(unit="pt", format=(sheet.width, sheet.height))
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    pdf.add_font(_FAMILY, "", FILES["regular"])
    pdf.add_font(_FAMILY, "B", FILES["bold"])
    pdf.set_text_shaping(True)
    pdf.set_title(text.title)
    pdf.set_lang(text.language)
    pdf.set_producer("Quqyq")
    for page in pages:
        pdf.add_page()
        for mark in page:
            _draw(pdf, mark)
    return bytes(pdf.output(output_producer_class=_Producer))


def photos_of(pdf: bytes) -> tuple[bytes, ...]:
    """Each page as a PNG, one pixel a point."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_png(page.render(scale=1).to_pil()) for page in document)
    finally:
        document.close()


class _Pdf(FPDF):
    def file_id(self) -> None:
        """No id: it would be made from the time."""
        return None


class _Producer(OutputProducer):
    def _add_info(self) -> Any:
        info: Any = super()._add_info()
        info.creation_date = None
        return info


def _draw(pdf: FPDF, mark: Mark) -> None:
    match mark:
        case Line(x, y, size, weight, ink, text):
            pdf.set_font(_FAMILY, "B" if weight == "bold" else "", size)
            pdf.set_text_color(*INKS[ink])
            pdf.set_xy(x, y - 0.3 * size)  # a cell without height has its baseline 0.3 of the size below its top
            pdf.cell(w=pdf.w, h=0, text=text)
        case Bar(x, y, width, height, ink):
            pdf.set_fill_color(*INKS[ink])
            pdf.rect(x, y, width, height, style="F")
        case Code():
            _draw_code(pdf, mark)


def _draw_code(pdf: FPDF, code: Code) -> None:
    """All dark modules as one path, so that no hairlines are seen between them."""
    with pdf.new_path() as path:
        path.style.fill_color = DeviceGray(0)
        path.style.stroke_color = None
        for row, modules in enumerate(code.rows):
            start = 0
            for end in range(len(modules) + 1):
                if end == len(modules) or modules[end] != modules[start]:
                    if modules[start]:
                        path.rectangle(
                            code.x + start * code.module,
                            code.y + row * code.module,
                            (end - start) * code.module,
                            code.module,
                        )
                    start = end


def _png(image: Image.Image) -> bytes:
    """A photo with few colours: letters and edges need no more, and it is a quarter of the size."""
    buffer = io.BytesIO()
    image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
