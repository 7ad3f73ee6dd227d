"""Card -> Telegram's HTML: always understood, never too long, nothing lost."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards import (
    MAX_LENGTH,
    Block,
    Button,
    Card,
    Paragraph,
    ShowTopics,
    Span,
    bold,
    html_pages,
    italic,
    plain,
    plain_text,
    visible_length,
)
from bot.cards.card import Drawn
from tests.support.telegram.formatted import FormattedText, units
from tests.support.telegram.html_text import parse_html

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
tricky = st.one_of(
    texts,
    st.text("<>&\"'/; =ab", min_size=1, max_size=30),
    st.sampled_from(["</b>", "&lt;", "&amp;amp;", "<a href=x>", "&#60;", "]]>", "😀" * 20, "a" * 200, "слово " * 60]),
)
urls = st.sampled_from([None, None, 'https://example.org/?a=1&b="2"', "https://example.org/<x>'y'"])
spans = st.builds(Span, tricky, st.sampled_from(("plain", "bold", "italic")), urls)
paragraphs = st.lists(spans, min_size=1, max_size=4).map(tuple)
blocks = st.builds(
    Block,
    st.lists(paragraphs, min_size=1, max_size=5).map(tuple),
    heading=st.one_of(st.none(), st.text("<&>абв", min_size=1, max_size=20)),
    folded=st.booleans(),
    tight=st.booleans(),
)
cards = st.lists(blocks, min_size=1, max_size=5).map(lambda each: Card("ru", tuple(each)))
limits = st.sampled_from([60, 100, 333, MAX_LENGTH])


def parsed(card: Card, limit: int = MAX_LENGTH) -> list[FormattedText]:
    return [parse_html(page) for page in html_pages(card, limit)]


def without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


def letters_of(card: Card) -> str:
    """What is to be seen of a card, without white space."""
    parts: list[str] = []
    for block in card.blocks:
        parts.append(block.heading or "")
        parts += [span.text for paragraph in block.paragraphs for span in paragraph]
    return without_space("".join(parts))


@given(cards, limits)
def test_every_page_is_understood_and_short_enough(card: Card, limit: int) -> None:
    pages = parsed(card, limit)
    assert pages
    assert all(units(page.text) <= limit for page in pages)


@given(cards, limits)
def test_nothing_is_lost_and_nothing_added(card: Card, limit: int) -> None:
    assert without_space("".join(page.text for page in parsed(card, limit))) == letters_of(card)


@given(cards)
def test_on_one_page_the_text_is_the_plain_text_without_its_links(card: Card) -> None:
    (page, *more) = parsed(card, 100_000)
    assert not more
    text = plain_text(card)
    for block in card.blocks:
        for span in (span for paragraph in block.paragraphs for span in paragraph):
            if span.url is not None:
                text = text.replace(f"{span.text} ({span.url})", span.text, 1)
    assert page.text == text


@given(tricky)
def test_any_text_is_shown_as_it_was_written(text: str) -> None:
    (page,) = parsed(Card("ru", (Block((plain(text),)),)))
    assert page.text == text
    assert page.entities == ()


@given(texts)
def test_a_length_is_counted_as_telegram_counts(text: str) -> None:
    assert visible_length(text) == units(text)


def only_entities(paragraph: Paragraph, *, folded: bool = False) -> list[dict[str, object]]:
    (page,) = parsed(Card("ru", (Block((paragraph,), folded=folded),)))
    return list(page.entities)


def test_a_link_leads_where_it_says() -> None:
    address = "https://adilet.zan.kz/rus/docs/Z1?a=1&b=2"
    assert only_entities((Span("Закон <о>", url=address),)) == [
        {"type": "text_link", "offset": 0, "length": 9, "url": address}
    ]


def test_styles_are_bold_and_italic() -> None:
    assert only_entities(bold("да")) == [{"type": "bold", "offset": 0, "length": 2}]
    assert only_entities(italic("да")) == [{"type": "italic", "offset": 0, "length": 2}]
    assert only_entities(plain("да")) == []


def test_the_foundations_of_an_answer_are_folded_below_their_heading() -> None:
    block = Block((plain("первое"), plain("второе")), heading="Заголовок", folded=True)
    (page,) = parsed(Card("ru", (block,)))
    assert page.text == "Заголовок\nпервое\n\nвторое"
    assert list(page.entities) == [
        {"type": "bold", "offset": 0, "length": 9},
        {"type": "expandable_blockquote", "offset": 10, "length": 14},
    ]


def test_a_tight_block_has_one_paragraph_a_line() -> None:
    block = Block((plain("• a"), plain("• b")), tight=True)
    assert html_pages(Card("en", (block, block))) == ("• a\n• b\n\n• a\n• b",)


def test_a_card_is_split_between_blocks_and_paragraphs_first() -> None:
    words = " ".join(["слово"] * 8)
    card = Card("ru", (Block((plain(words), plain(words)), heading="Один"), Block((plain(words),), heading="Два")))
    assert html_pages(card, 60) == (f"<b>Один</b>\n{words}", words, f"<b>Два</b>\n{words}")


def test_a_heading_never_ends_a_page() -> None:
    card = Card("ru", (Block((plain("а" * 50),)), Block((plain("б" * 50),), heading="Заголовок")))
    assert html_pages(card, 64) == ("а" * 50, f"<b>Заголовок</b>\n{'б' * 50}")


def test_a_paragraph_that_is_too_long_is_cut_between_words() -> None:
    text = " ".join(f"слово{number}" for number in range(40))
    pages = html_pages(Card("ru", (Block((plain(text),)),)), 60)
    assert len(pages) > 3
    assert " ".join(pages) == text


def test_a_pair_of_units_is_never_torn() -> None:
    pages = html_pages(Card("ru", (Block((plain("😀" * 100),)),)), 61)
    assert "".join(pages) == "😀" * 100
    assert all(visible_length(page) <= 61 for page in pages)


def test_a_folded_block_that_is_split_stays_folded_on_each_page() -> None:
    card = Card("ru", (Block(tuple(plain("а" * 40) for _ in range(4)), heading="Что", folded=True),))
    pages = parsed(card, 64)
    assert len(pages) == 4
    assert all(any(each["type"] == "expandable_blockquote" for each in page.entities) for page in pages)


def test_an_empty_block_leaves_no_gap() -> None:
    card = Card("en", (Block((plain("a"),)), Block(()), Block((plain("b"),))))
    assert html_pages(card) == ("a\n\nb",)


@pytest.mark.parametrize("card", [Card("en", ()), Card("en", (Block(()),))])
def test_there_is_always_a_page(card: Card) -> None:
    assert html_pages(card) == ("",)


def test_plain_text_writes_links_out() -> None:
    card = Card("en", (Block(((Span("the law", url="https://x.kz/"), Span(" & more", "bold")),), heading="See"),))
    assert plain_text(card) == "See\nthe law (https://x.kz/) & more"


def test_what_was_drawn_before_is_shown_only_for_the_same_blocks() -> None:
    old, new = (Block((plain(text),)) for text in ("old", "new"))
    drawn = Card("en", (old,), drawn=Drawn((new,), ("never",)))
    assert html_pages(drawn) == ("old",)
    kept = replace(drawn, drawn=Drawn(drawn.blocks, ("as drawn",)))
    assert html_pages(replace(kept, rows=((Button("More", ShowTopics("en")),),))) == ("as drawn",)
    assert html_pages(replace(kept, blocks=(new, *kept.blocks))) == ("new\n\nold",)
