"""Posters: every word of an entry on pages, in letters that the font has, with a code that leads to its card."""

import io
from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from fontTools.ttLib import TTFont
from PIL import Image

from bot.cards import visible_length
from bot.cards.render import MAX_LENGTH
from bot.knowledge import LANGUAGES, Language, Ref
from bot.posters import Poster, poster_of
from bot.posters.caption import MAX_CAPTION, captions
from bot.posters.drawing import INKS, draw
from bot.posters.layout import Layout
from bot.posters.sheet import A4, PHOTO, Bar, Code, Line, Page, Sheet
from bot.posters.text import PosterText, ranges
from bot.posters.typeface import FILES, Typeface
from tests.support.base import real_library, voices
from tests.support.telegram.html_text import parse_html

LONGEST = (
    "q_insult-or-criticise-official",
    "q_just-detained",
    "t_liberty",
    "u_liberty-48-72-hours",
    "r_new-religion-law",
)
SHORTEST = ("q_women-health-abortion", "r_define-torture", "t_environment")


def link(ref: Ref) -> str:
    return f"https://t.me/quqyq_bot?start={ref.payload}"


def poster(payload: str, language: Language) -> Poster:
    ref = Ref.from_payload(payload)
    assert ref is not None
    return poster_of(real_library().cards, ref, language, link(ref))


def words(text: str) -> list[str]:
    return text.replace("\u00a0", " ").split()


def shown_words(text: PosterText) -> list[str]:
    """Every word that the poster must show once, in order."""
    parts = [text.kicker, text.title, *text.paragraphs, text.heading, *text.items, text.law_heading, text.law]
    return words(" ".join(parts))


def joined(lines: list[str], whole: list[str]) -> list[str]:
    """The words of the lines; a word that was divided is put together as it stands in the text."""
    known = set(whole)
    result: list[str] = []
    for part in words(" ".join(lines)):
        if result and result[-1] not in known:
            before = result.pop()
            both = before + part
            result.append(both if both in known or not before.endswith("-") else before.removesuffix("-") + part)
        else:
            result.append(part)
    return result


def body_lines(pages: tuple[Page, ...], text: PosterText, sheet: Sheet) -> list[str]:
    """The lines above the foot, without bullets, page numbers and the titles that later pages repeat."""
    lines: list[str] = []
    for index, page in enumerate(pages):
        rule = max(mark.y for mark in page if isinstance(mark, Bar))
        above = [mark for mark in page if isinstance(mark, Line) and mark.y < rule]
        if len(pages) > 1:
            assert above.pop().text == f"{index + 1}/{len(pages)}"
        if index:
            repeated = 0
            while words(" ".join(line.text for line in above[:repeated])) != words(text.title):
                repeated += 1
            above = above[repeated:]
        lines += [line.text for line in above if line.text != "•"]
    return lines


def checked_pages(text: PosterText, sheet: Sheet) -> tuple[Page, ...]:
    """The pages of a poster, after everything that must hold for all of them was looked at."""
    typeface = Typeface()
    pages = Layout(sheet, typeface).pages(text)
    whole = shown_words(text)
    assert joined(body_lines(pages, text, sheet), whole) == whole
    for page in pages:
        assert [type(mark) for mark in page].count(Code) == 1
        feet = [mark.text for mark in page if isinstance(mark, Line)]
        assert text.shown_link in "".join(feet)
        for mark in page:
            match mark:
                case Line():
                    assert mark.size >= min(sheet.least, sheet.source)
                    assert mark.x >= sheet.margin - 0.01
                    right = mark.x + typeface.width(mark.text, mark.weight, mark.size)
                    assert right <= sheet.width - sheet.margin + 0.01, mark.text
                    assert mark.y < sheet.height - sheet.margin * 0.5
                case Code():
                    side = mark.module * len(mark.rows)
                    assert mark.x + side + 4 * mark.module <= sheet.width
                    assert mark.y + side + 4 * mark.module <= sheet.height
                    beside = [line for line in page if isinstance(line, Line) and line.y > mark.y]
                    rights = [line.x + typeface.width(line.text, line.weight, line.size) for line in beside]
                    assert max(rights) <= mark.x - 4 * mark.module
        baselines = [mark.y for mark in page if isinstance(mark, Line) and mark.text != "•"]
        rule = max(mark.y for mark in page if isinstance(mark, Bar))
        assert all(abs(y - rule) > sheet.least * 0.3 for y in baselines)
    return pages


def every(step: int) -> Iterator[tuple[str, Language]]:
    refs = list(real_library().base.entries)
    for index, ref in enumerate(refs):
        for number, language in enumerate(LANGUAGES):
            if (index + number) % step == 0:
                yield ref.payload, language


@pytest.mark.parametrize("sheet", [PHOTO, A4], ids=["photo", "a4"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payload", [*LONGEST, *SHORTEST])
def test_no_word_is_lost_and_no_line_is_too_wide(payload: str, language: Language, sheet: Sheet) -> None:
    checked_pages(poster(payload, language).text, sheet)


def test_a_sample_of_all_entries_can_be_laid_out() -> None:
    for payload, language in every(23):
        for sheet in (PHOTO, A4):
            checked_pages(poster(payload, language).text, sheet)


@pytest.mark.deep
def test_all_entries_can_be_laid_out_in_all_languages() -> None:
    for payload, language in every(1):
        for sheet in (PHOTO, A4):
            checked_pages(poster(payload, language).text, sheet)


def test_every_poster_has_all_its_words_beside_it() -> None:
    for payload, language in every(5):
        text = poster(payload, language).text
        first, *rest = captions(text)
        shown = [parse_html(part).text for part in (first, *rest)]
        assert visible_length(shown[0]) <= MAX_CAPTION
        assert all(visible_length(part) <= MAX_LENGTH for part in shown[1:])
        said = [word for word in words(" ".join(shown)) if word != "•"]
        assert said == [*shown_words(text), *words(text.invitation), text.shown_link, *words(text.source)]


def test_most_posters_fit_into_one_caption() -> None:
    alone = [len(poster(payload, language).captions) == 1 for payload, language in every(5)]
    assert sum(alone) > len(alone) * 0.8


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("payload", ["q_protest-without-permission", "u_liberty-48-72-hours"])
def test_the_code_leads_to_the_card_from_photo_and_paper(payload: str, language: Language) -> None:
    drawn = draw(poster(payload, language).text)
    paper = pypdfium2.PdfDocument(drawn.pdf)[0].render(scale=2, grayscale=True).to_pil()
    for picture in (*map(opened, drawn.photos), paper):
        assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"https://t.me/quqyq_bot?start={payload}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_printed_is_text_that_can_be_read_and_searched(language: Language) -> None:
    text = poster("q_just-detained", language).text
    document = pypdfium2.PdfDocument(draw(text).pdf)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    assert set(words(text.title)) <= set(words(found))
    assert text.shown_link in found
    assert document.get_metadata_dict()["Title"] == text.title
    dates = [value for key, value in document.get_metadata_dict().items() if key.endswith("Date")]
    assert not any(dates)


def test_a_photo_is_as_large_as_telegram_shows_it_and_has_its_words_in_dark_ink() -> None:
    (photo,) = (opened(each) for each in draw(poster("q_women-health-abortion", "en").text).photos)
    assert photo.size == (1024, 1280)
    grey = photo.convert("L")
    assert grey.getextrema() == (0, 255)
    assert 0.03 < sum(grey.histogram()[:100]) / (1024 * 1280) < 0.2


def test_every_ink_can_be_read_in_black_and_white() -> None:
    for red, green, blue in INKS.values():
        channels = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
        luminance = sum(part * channel for part, channel in zip((0.2126, 0.7152, 0.0722), channels, strict=True))
        assert 1.05 / (luminance + 0.05) >= 7


def test_the_same_words_make_the_same_bytes() -> None:
    text = poster("t_liberty", "kk").text
    assert draw(text) == draw(text)


def test_the_font_has_every_letter_of_the_base_and_of_the_catalogues() -> None:
    needed = set("ӘәҒғҚқҢңӨөҰұҮүҺһІі")
    for payload, language in every(1):
        text = poster(payload, language).text
        needed |= set("".join([*shown_words(text), text.invitation, text.source, text.link]))
    for language in LANGUAGES:
        catalogue = getattr(voices()[language].translations, "_catalog", {})
        needed |= set("".join(message for key, message in catalogue.items() if key))
    drawable = {letter for letter in needed if letter.isprintable() and letter not in "⚠️👋🌐👍👎\u200b"}
    for path in FILES.values():
        has = TTFont(path).getBestCmap()
        assert {letter for letter in drawable if ord(letter) not in has} == set()


def test_numbers_of_paragraphs_are_joined() -> None:
    assert ranges((37, 35, 36, 40)) == "35–37, 40"
    assert ranges((5,)) == "5"
    assert ranges((1, 3, 5)) == "1, 3, 5"
    assert ranges(()) == ""


def test_a_question_says_its_topic_its_laws_and_where_it_comes_from() -> None:
    text = poster("q_protest-without-permission", "ru").text
    assert text.paragraphs[0].startswith("Нет, без риска нельзя.")
    assert "МРП (129\u00a0750 тенге в 2026 году)" in text.paragraphs[0]
    assert text.law_heading == "Что действует сегодня (проверено 22 ноября 2026 года)"
    assert text.law.startswith("Закон № 333-VI от 25 мая 2020 года")
    assert "2009 года, § 35–37." in text.source
    assert text.caution is not None
    assert text.caution.startswith("Делитесь этой карточкой")


def test_a_caution_is_not_on_the_poster_itself() -> None:
    text = poster("q_protest-without-permission", "en").text
    assert text.caution is not None
    assert text.caution not in " ".join(shown_words(text))


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))
